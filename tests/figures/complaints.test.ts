// Complaints by hand-written SQL over the base marts: what cuts and selects them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { camelCase } from '../../src/slices/columns.js';
import type { Builder } from '../../src/warehouse/duckdb.js';
import { agree, openBase } from '../support/cases.js';
import { demo } from '../support/demo.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf } from '../support/indicators.js';

let gateway: Gateway;
let base: Builder;
beforeAll(async () => {
  [gateway, base] = await Promise.all([openGateway(), openBase(await demo())]);
});
afterAll(async () => {
  await base?.close();
  await gateway?.close();
});

/** The month of the billing mistake. */
const month = '2026-05';
const codes = ['COMPLAINTS_OPENED', 'COMPLAINTS_CLOSED', 'COMPLAINT_DAYS_TO_CLOSE'] as const;
const figures =
  'count(*) AS complaintsOpened, count(closed_on) AS complaintsClosed, avg(closed_on - opened_on) AS complaintDaysToClose';
const cuts: Readonly<Record<string, string>> = {
  COMPLAINT_KIND: 'c.kind',
  CITY: 'n.city',
  CUSTOMER_TYPE: 'n.customer_type',
  DAY: "strftime(c.opened_on, '%Y-%m-%d')",
};
const from = 'base.complaint c JOIN base.number_month n ON n.number_id = c.number_id AND n.month = c.month';

test.each(Object.entries(cuts))('by %s', async (dimension, column) => {
  const by = dimension === 'DAY' ? 'grain: DAY' : `dimensions: [${dimension}]`;
  const field = dimension === 'DAY' ? 'period' : camelCase(dimension);
  const { analysis } = await dataOf(
    gateway,
    `{ analysis(${by}, measures: [${codes}], from: "${month}", to: "${month}", first: 10000) { rows { code: ${field} ${codes.map(camelCase).join(' ')} } } }`,
  );
  const hand = await base.query(`SELECT ${column} AS code, ${figures} FROM ${from} WHERE c.month = '${month}' GROUP BY ALL`);
  expect(hand.length).toBeGreaterThan(2);
  const known = new Map(hand.map((row) => [row.code, row]));
  expect(analysis.rows).toHaveLength(hand.length);
  for (const row of analysis.rows)
    for (const code of codes) {
      const own = known.get(row.code)![camelCase(code)];
      expect([row.code, code, agree(row[camelCase(code)], own === null ? null : Number(own))]).toEqual([row.code, code, true]);
    }
});

test('a kind as a filter is of complaints, and of numbers that have one; the slice of a part holds its numbers and gives its figure', async () => {
  const { indicator } = await dataOf(
    gateway,
    `{ indicator(measure: COMPLAINTS_OPENED, month: "${month}", against: NONE) { value drill(by: COMPLAINT_KIND) { code value slice } } }`,
  );
  expect(indicator.drill.reduce((sum: number, part: Data) => sum + part.value, 0)).toBe(indicator.value);
  for (const { code, value, slice } of indicator.drill) {
    const asked = await dataOf(
      gateway,
      `{ indicator(measure: COMPLAINTS_OPENED, month: "${month}", against: NONE, where: { complaintKind: { eq: "${code}" } }) { value }
         filtered: numbers(month: "${month}", where: { complaintKind: { eq: "${code}" } }) { totalCount }
         numbers(slice: "${slice}") { totalCount sums(measures: [COMPLAINTS_OPENED]) } }`,
    );
    const [hand] = await base.query(
      `SELECT count(DISTINCT c.number_id) AS n FROM ${from} WHERE c.month = '${month}' AND c.kind = '${code}'`,
    );
    expect([code, asked.indicator.value, asked.filtered.totalCount]).toEqual([code, value, Number(hand!.n)]);
    expect(asked.numbers).toEqual({ totalCount: Number(hand!.n), sums: [value] });
  }
});

test('the billing mistake shows as a kind', async () => {
  const { indicator } = await dataOf(
    gateway,
    `{ indicator(measure: COMPLAINTS_OPENED, month: "${month}", against: NONE, where: { county: { in: ["BAIXI_01", "BAIXI_02"] } }) { value drill(by: COMPLAINT_KIND) { code value } } }`,
  );
  expect(indicator.value).toBeGreaterThan(2);
  expect(indicator.drill).toEqual([{ code: 'BILLING', value: indicator.value }]);
});

test('numbers alone are cut by kind no further', async () => {
  const { errors } = await gateway.ask('{ indicator(measure: COMPLAINTS) { drill(by: COMPLAINT_KIND) { value } } }');
  expect(errors[0]!.message).toContain('COMPLAINTS has no figures by COMPLAINT_KIND. Those that have: COMPLAINTS_OPENED, ');
});
