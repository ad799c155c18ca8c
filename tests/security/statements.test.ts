import { afterAll, beforeAll, expect, test } from 'vitest';
import { developer } from '../../src/security/viewer.js';
import { type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

/** Relations that hold rows of numbers or plans; number_flow is read beside number_state's own row only. */
const relations = /from "(number_state|cohort_state|lead_state|flow_state|day_state|complaint_state|serving"\."[a-z_]+)"/g;
const predicates = /"?city"? in \(\$\d+/g;
const queries = [
  '{ indicatorTree(tree: "LIFECYCLE") { nodes { value trend(months: 13) { value } drill(by: CITY) { value } more: drill(by: GRID) { value } } } }',
  '{ indicatorTree(tree: "REVENUE", against: TARGET) { nodes { value target drill(by: PLAN) { value } } } }',
  '{ a: indicator(measure: RETENTION_6M) { value } b: indicator(measure: ARPU) { value drill(by: JOIN_MONTH) { value } } c: indicator(measure: LEAVERS) { drill(by: DAY) { value } } }',
  '{ indicator(measure: ARPU, where: {or: [{revenue: {gt: 5}}, {city: {isNull: false}}]}) { value } }',
  '{ catalogue { dimensions { code cardinality values { code } } } }',
];

test('Z1: every statement that reads numbers or plans carries the viewer’s cities, on every relation that it reads', async () => {
  let read = 0;
  for (const query of queries) {
    const { errors, statements } = await gateway.ask(query, {}, managerOf(['HAILAN', 'MUHE']));
    expect(errors).toEqual([]);
    for (const sql of statements) {
      const from = sql.match(relations) ?? [];
      expect(from.length).toBeGreaterThan(0);
      expect([sql, (sql.match(predicates) ?? []).length]).toEqual([sql, from.length]);
      read += from.length;
    }
  }
  expect(read).toBeGreaterThan(30);
});

test('Z1: the flows of a day or week, redeemed, too', async () => {
  const { data } = await gateway.ask('{ indicator(measure: LEAVERS) { drill(by: WEEK) { slice value } } }');
  const { slice, value } = data.indicator.drill[0];
  const query = 'query ($slice: Slice) { indicator(measure: LEAVERS, slice: $slice) { value drill(by: CITY) { code value } } }';
  const all = (await gateway.ask(query, { slice })).data.indicator;
  expect(all.value).toBe(value);
  const [first] = all.drill;
  const own = await gateway.ask(query, { slice }, managerOf([first.code]));
  expect(own.data.indicator).toEqual({ value: first.value, drill: [first] });
  for (const sql of own.statements) expect((sql.match(predicates) ?? []).length).toBe((sql.match(relations) ?? []).length);
});

test('Z1: numbers that are followed, in every tier, too', async () => {
  const { data } = await gateway.ask('{ indicator(measure: COMPLAINTS, month: "2026-09") { drill(by: DAY) { slice } } }');
  const given = `slice: "${data.indicator.drill[0].slice}", follow: NUMBERS`;
  for (const query of [
    `{ indicator(measure: ARPU, month: "2026-10", ${given}) { value trend(months: 3) { value } drill(by: CITY) { value } } }`,
    `{ a: indicator(measure: RETENTION_6M, ${given}) { value } b: indicator(measure: LEAVERS, ${given}) { drill(by: DAY) { value } } }`,
    `{ explain(measure: NUMBERS, month: "2026-10", ${given}) { byFormula { contribution } } }`,
    `{ numbers(month: "2026-10", ${given}) { totalCount nodes { id } } }`,
    `{ analysis(dimensions: [STAGE], measures: [NUMBERS], from: "2026-10", ${given}) { rows { numbers } } }`,
  ]) {
    for (const cities of [['HAILAN', 'MUHE'], []]) {
      const { errors, statements } = await gateway.ask(query, {}, managerOf(cities, { tiers: [1, 2, 3] }));
      expect(errors).toEqual([]);
      const isRefused = cities.length === 0 ? /where false/g : predicates;
      for (const sql of statements)
        expect([sql, (sql.match(isRefused) ?? []).length]).toEqual([sql, (sql.match(relations) ?? []).length]);
    }
  }
});

test('Z2: with no city granted every statement reads nothing at all', async () => {
  for (const query of queries) {
    const { statements } = await gateway.ask(query, {}, managerOf([]));
    for (const sql of statements) expect((sql.match(/where false/g) ?? []).length).toBe((sql.match(relations) ?? []).length);
  }
});

test('I1: a city’s name in the grant is bound, whatever it is', async () => {
  const hostile = `HAILAN') or ('1'='1`;
  const { errors, data, statements } = await gateway.ask('{ indicator(measure: NUMBERS) { value } }', {}, managerOf([hostile]));
  expect([errors, data.indicator.value]).toEqual([[], 0]);
  for (const sql of statements) expect(sql).not.toContain("'1'='1");
});

test('an all-seeing viewer needs no predicate, so the smallest rollup serves', async () => {
  const { statements } = await gateway.ask('{ indicator(measure: NUMBERS) { value } }', {}, developer);
  expect(statements.some((sql) => sql.includes('rollup_whole') && sql.match(predicates) === null)).toBe(true);
});
