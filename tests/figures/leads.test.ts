// Leads by hand-written SQL over the base marts: what cuts and selects them, what they become, and what is not there yet.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { developer } from '../../src/security/viewer.js';
import { camelCase } from '../../src/slices/columns.js';
import type { Builder } from '../../src/warehouse/duckdb.js';
import { agree, openBase } from '../support/cases.js';
import { demo } from '../support/demo.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf } from '../support/indicators.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
let base: Builder;
beforeAll(async () => {
  [gateway, base] = await Promise.all([openGateway(), openBase(await demo())]);
  await base.execute(`
    CREATE VIEW hand.lead AS
    SELECT l.*, k.kind, s.revenue, s.margin FROM base.lead l
    LEFT JOIN base.channel k ON k.code = l.channel_id LEFT JOIN hand.start s ON s.number_id = l.converted_number_id`);
});
afterAll(async () => {
  await base?.close();
  await gateway?.close();
});

/** All that numbers which joined by the next month brought in three months is there. */
const mature = '2026-07';
const measures: Readonly<Record<string, string>> = {
  LEADS: 'count(*)',
  LEADS_CONTACTED: 'count(contacted_on)',
  LEADS_CONVERTED: 'count(converted_number_id)',
  LEAD_CONVERSION: '100.0 * count(converted_number_id) / count(*)',
  DAYS_TO_CONTACT: 'avg(contacted_on - received_on)',
  LEAD_COST: 'sum(cost)',
  COST_PER_LEAD: 'sum(cost) / count(*)',
  LEAD_REVENUE_3M: 'coalesce(sum(revenue), 0)',
  LEAD_MARGIN_3M: 'coalesce(sum(margin), 0)',
  MARGIN_PER_CONVERSION: 'sum(margin) / nullif(count(converted_number_id), 0)',
  LEAD_NET_BENEFIT: 'coalesce(sum(margin), 0) - sum(cost)',
};
const codes = Object.keys(measures);
const cuts: Readonly<Record<string, string>> = {
  LEAD_SOURCE: 'source',
  LEAD_NEED: 'need',
  CITY: 'city',
  COUNTY: 'county',
  GRID: 'grid',
  JOIN_CHANNEL: 'channel_id',
  JOIN_CHANNEL_KIND: 'kind',
  JOIN_STAFF: 'staff_id',
};

const handOf = async (by: string, where: string) => {
  const figures = Object.entries(measures).map(([code, sql]) => `CAST(${sql} AS DOUBLE) AS ${code}`);
  const rows = await base.query(`SELECT ${by} AS value, ${figures.join(', ')} FROM hand.lead WHERE ${where} GROUP BY ALL`);
  return new Map(rows.map((row) => [row.value as string | null, row]));
};

describe.each(Object.entries(cuts))('by %s', (dimension, column) => {
  test('every measure, and the tree adds up in every part', async () => {
    const { analysis } = await dataOf(
      gateway,
      `{ analysis(dimensions: [${dimension}], measures: [${codes}], from: "${mature}", to: "${mature}", first: 10000) { rows { code: ${camelCase(dimension)} ${codes.map(camelCase).join(' ')} } } }`,
    );
    const hand = await handOf(column, `month = '${mature}'`);
    expect(analysis.rows.length).toBe(hand.size);
    for (const row of analysis.rows) {
      const own = hand.get(row.code)!;
      for (const code of codes)
        expect([row.code, code, row[camelCase(code)], agree(row[camelCase(code)], own[code] as number | null)]).toEqual([row.code, code, own[code], true]); // biome-ignore format: one expectation
      const { leads, leadConversion, marginPerConversion, leadCost, leadNetBenefit } = row;
      expect(agree(leads * (leadConversion / 100) * (marginPerConversion ?? 0) - leadCost, leadNetBenefit)).toBe(true);
    }
  });
});

test.each(['day', 'week'])('by %s of receipt', async (grain) => {
  const { analysis } = await dataOf(
    gateway,
    `{ analysis(measures: [LEADS, LEAD_COST], grain: ${grain.toUpperCase()}, from: "${mature}", to: "${mature}") { rows { period leads leadCost } } }`,
  );
  const hand = await handOf(`strftime(received_on, '${grain === 'day' ? '%Y-%m-%d' : '%G-W%V'}')`, `month = '${mature}'`);
  expect(analysis.rows).toHaveLength(hand.size);
  for (const { period, leads, leadCost } of analysis.rows)
    expect([period, leads, leadCost]).toEqual([period, hand.get(period)!.LEADS, hand.get(period)!.LEAD_COST]);
});

describe('what is all there only months later', () => {
  const asked = (month: string) =>
    dataOf(
      gateway,
      `{ indicator(measure: LEAD_REVENUE_3M, month: "${month}", against: NONE) { value absence drill(by: LEAD_SOURCE) { code value absence } }
         indicatorTree(tree: "ACQUISITION", month: "${month}", against: NONE) { root { value absence children { measure { code } value absence } } } }`,
    );

  test('null with its reason, and in the parts that have some of it to come', async () => {
    const { indicator, indicatorTree } = await asked('2026-09');
    const none = { value: null, absence: 'IMMATURE' };
    expect([indicator, indicatorTree.root]).toMatchObject([none, none]);
    const found = Object.fromEntries(indicatorTree.root.children.map(({ measure, absence }: Data) => [measure.code, absence]));
    expect(found).toEqual({ LEADS: null, LEAD_CONVERSION: null, MARGIN_PER_CONVERSION: 'IMMATURE', LEAD_COST: null });
    for (const part of indicator.drill) expect(part).toMatchObject(none);
  });

  test('a part whose leads all joined early enough has its figure', async () => {
    const rows = await base.query(
      `SELECT grid, CAST(sum(revenue) AS DOUBLE) AS revenue FROM hand.lead WHERE month = '2026-08' AND state = 'CONVERTED'
       GROUP BY grid HAVING count(revenue) = count(*) ORDER BY grid`,
    );
    expect(rows.length).toBeGreaterThan(5);
    const { analysis } = await dataOf(
      gateway,
      '{ analysis(dimensions: [GRID], measures: [LEAD_REVENUE_3M, LEADS_CONVERTED], from: "2026-08", to: "2026-08", first: 10000) { rows { grid leadRevenue3m leadsConverted } } }',
    );
    const known = analysis.rows.filter(({ leadRevenue3m, leadsConverted }: Data) => leadRevenue3m !== null && leadsConverted > 0);
    expect(known.map(({ grid, leadRevenue3m }: Data) => [grid, leadRevenue3m]).sort()).toEqual(
      rows.map(({ grid, revenue }) => [grid, revenue]),
    );
  });

  test('a period is not there while one of its months is not', async () => {
    const of = async (to: string) =>
      (await dataOf(gateway, `{ analysis(measures: [LEAD_MARGIN_3M], from: "2026-05", to: "${to}", grain: TOTAL) { rows { leadMargin3m absent { reason } } } }`)).analysis.rows[0]; // biome-ignore format: one question
    const [{ margin }] = (await base.query(
      "SELECT CAST(sum(margin) AS DOUBLE) AS margin FROM hand.lead WHERE month BETWEEN '2026-05' AND '2026-07'",
    )) as [Data];
    expect(await of(mature)).toEqual({ leadMargin3m: margin, absent: [] });
    expect(await of('2026-08')).toEqual({ leadMargin3m: null, absent: [{ reason: 'IMMATURE' }] });
  });
});

describe('leads are no numbers', () => {
  test('by what they have not they are refused, or null beside what has it; a partition refuses them', async () => {
    for (const [query, text] of [
      ['{ indicator(measure: LEADS) { drill(by: STAGE) { value } } }', 'LEADS counts leads, which are no numbers and have no STAGE. They have '],
      ['{ explain(measure: LEADS, by: [PLAN]) { value } }', 'have no PLAN'],
      ['{ indicatorTree(tree: "LIFECYCLE", measure: LEADS) { root { value } } }', 'LIFECYCLE parts numbers, and LEADS counts leads'],
    ]) // biome-ignore format: a table
      expect((await gateway.ask(query!)).errors[0]).toMatchObject({
        message: expect.stringContaining(text!),
        extensions: { code: 'BAD_USER_INPUT' },
      });
    const { analysis } = await dataOf(
      gateway,
      '{ analysis(dimensions: [STAGE], measures: [NUMBERS, LEADS]) { rows { numbers leads absent { measure reason } } } }',
    );
    expect(analysis.rows.length).toBeGreaterThan(3);
    for (const row of analysis.rows) {
      expect(row).toMatchObject({ leads: null, absent: [{ measure: 'LEADS', reason: 'NOT_COVERED' }] });
      expect(row.numbers).toBeGreaterThan(0);
    }
  });

  test.each([
    ['{ stage: { eq: "MATURE" } }', null],
    ['{ revenue: { gt: 50 } }', null],
    ['{ leadSource: { eq: "CAMPUS" }, city: { in: ["HAILAN", "BAIXI"] } }', "source = 'CAMPUS' AND city IN ('HAILAN', 'BAIXI')"],
    ['{ not: { leadNeed: { eq: "BROADBAND" } } }', "need <> 'BROADBAND'"],
    ['{ joinChannelKind: { eq: "OWN_STORE" } }', "kind = 'OWN_STORE'"],
    ['{ day: { eq: "2026-07-09" } }', "received_on = DATE '2026-07-09'"],
  ])('where: %s', async (where, sql) => {
    const { indicator } = await dataOf(
      gateway,
      `{ indicator(measure: LEADS, month: "${mature}", against: NONE, where: ${where}) { value absence } }`,
    );
    const [row] =
      sql === null ? [] : await base.query(`SELECT count(*) AS n FROM hand.lead WHERE month = '${mature}' AND ${sql}`);
    expect(indicator).toEqual(row ? { value: Number(row.n), absence: null } : { value: null, absence: 'NOT_COVERED' });
  });

  test('the slice of a part holds the numbers that came of such leads, and gives the leads again', async () => {
    const { report } = await dataOf(
      gateway,
      '{ report(code: "LEAD_EFFECT", options: [{ name: "by", value: "LEAD_SOURCE" }]) { rows { cells slice totalOf } columns { name } } }',
    );
    const at = (name: string) => report.columns.findIndex((column: Data) => column.name === name);
    const rows = report.rows.filter(({ cells, totalOf }: Data) => cells[at('period')] === mature && totalOf.length === 0);
    expect(rows).toHaveLength(7);
    for (const { cells, slice } of rows) {
      const source = cells[at('leadSource')];
      const { numbers } = await dataOf(
        gateway,
        `{ numbers(slice: "${slice}") { totalCount sums(measures: [LEADS, LEAD_REVENUE_3M, REVENUE]) } }`,
      );
      const [own] = await base.query(
        `SELECT count(*) AS n, CAST(sum(revenue) AS DOUBLE) AS revenue FROM base.number_month WHERE month = '${mature}'
         AND number_id IN (SELECT converted_number_id FROM base.lead WHERE source = '${source}')`,
      );
      expect([source, numbers]).toEqual([
        source,
        { totalCount: Number(own!.n), sums: [cells[at('leads')], cells[at('leadRevenue3m')], own!.revenue] },
      ]);
    }
  });
});

test('who sees one city has its leads only, and nobody without the mart has any', async () => {
  const query = `{ indicators(measures: [${codes}], month: "${mature}", against: NONE) { value absence } }`;
  const { data } = await gateway.ask(query, {}, managerOf(['HAILAN']));
  const hand = (await handOf("'HAILAN'", `month = '${mature}' AND city = 'HAILAN'`)).get('HAILAN')!;
  expect(codes.filter((code, at) => !agree(data.indicators[at].value, hand[code] as number))).toEqual([]);
  const without = { ...developer, marts: { granted: null, denied: ['lead'] } };
  for (const each of (await gateway.ask(query, {}, without)).data.indicators)
    expect(each).toEqual({ value: null, absence: 'FORBIDDEN' });
});

test('the story of the source that converts badly is among the signals or their explanation', async () => {
  const { explain } = await dataOf(
    gateway,
    '{ explain(measure: LEAD_CONVERSION, month: "2026-05", against: PREVIOUS_MONTH, by: [LEAD_SOURCE, CITY]) { change byDimension { dimension parts { code contribution } } } }',
  );
  const { parts } = explain.byDimension.find(({ dimension }: Data) => dimension === 'LEAD_SOURCE');
  const worst = [...parts].sort((a: Data, b: Data) => a.contribution - b.contribution)[0];
  expect([explain.change < 0, worst.code]).toEqual([true, 'PARTNER']);
});
