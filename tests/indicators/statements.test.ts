import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, openGateway } from '../support/gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

async function statementsOf(query: string): Promise<readonly string[]> {
  const { errors, statements } = await gateway.ask(query);
  expect(errors).toEqual([]);
  return statements;
}
const about = (statements: readonly string[], text: string) => statements.filter((sql) => sql.includes(text)).length;
const fragment =
  'fragment f on IndicatorNode { code name value baseline change target status share contribution slice trend(months: 13) { month value } }';

test('a whole LIFECYCLE tree with baseline, target and 13 months of trend: two statements', async () => {
  for (const shape of [
    'nodes { ...f }',
    'root { ...f children { ...f children { ...f children { ...f children { ...f } } } } }',
  ]) {
    const statements = await statementsOf(`{ indicatorTree(tree: "LIFECYCLE") { ${shape} } } ${fragment}`);
    expect(statements.length).toBe(2);
    expect(about(statements, 'mart_target')).toBe(1);
  }
});

test('the trend comes with the same statement also through variables, aliases and fragments', async () => {
  const { errors, statements } = await gateway.ask(
    `query ($n: Int!) { indicatorTree(tree: "LIFECYCLE") { nodes { ... on IndicatorNode { long: trend(months: $n) { value } } short: trend(months: 2) { value } } } }`,
    { n: 6 },
  );
  expect(errors).toEqual([]);
  expect(statements.length).toBe(2);
});

test.each([
  'trend(months: 6) @skip(if: true) { value }',
  '... @include(if: false) { trend(months: 6) { value } }',
  '...f @skip(if: true)',
])('a trend that is skipped is not read: %s', async (skipped) => {
  const asked = (fields: string) =>
    statementsOf(
      `{ indicator(measure: ARPU) { value ${fields} ...f @include(if: false) } } fragment f on Indicator { trend(months: 6) { value } }`,
    );
  expect(await asked(skipped)).toEqual(await asked(''));
  expect(await asked('...f')).not.toEqual(await asked(''));
});

test('with drills of all nodes by two dimensions: two statements more', async () => {
  const drills = 'a: drill(by: CITY, top: 3) { code value slice } b: drill(by: PLAN_TIER) { code value contribution }';
  const statements = await statementsOf(`{ indicatorTree(tree: "LIFECYCLE") { nodes { ...f ${drills} } } } ${fragment}`);
  expect(statements.length).toBe(4);
});

test('a formula tree with drills of all its measures: one statement a dimension', async () => {
  const statements = await statementsOf(
    `{ indicatorTree(tree: "REVENUE") { nodes { ...f drill(by: CITY) { value } } } } ${fragment}`,
  );
  expect(statements.length).toBe(3);
});

test('twenty indicators of the same filter, of other months and baselines too: one figure statement and one target statement', async () => {
  const codes = [...gateway.martlet.definitions.catalogue.measures.keys()].filter((code) => code !== 'RETENTION_6M').slice(0, 20);
  const asked = codes.map(
    (code, i) =>
      `i${i}: indicator(measure: ${code}, where: {city: {eq: "HAILAN"}}, month: "2026-${i % 2 ? '09' : '10'}") { value baseline target status slice }`,
  );
  const statements = await statementsOf(`{ ${asked.join('\n')} }`);
  expect(codes).toHaveLength(20);
  expect(statements.length).toBe(2);
  expect(about(statements, 'mart_target')).toBe(1);
});

test('another filter is another statement; the plan values are asked once', async () => {
  const asked = ['HAILAN', 'MUHE', 'YUNJING'].map(
    (city) => `${city}: indicator(measure: ARPU, where: {city: {eq: "${city}"}}) { value target }`,
  );
  const statements = await statementsOf(`{ ${asked.join('\n')} }`);
  expect([statements.length, about(statements, 'mart_target')]).toEqual([4, 1]);
});

test('I2: what is sent is one statement each', async () => {
  const statements = await statementsOf(
    `{ indicatorTree(tree: "LIFECYCLE") { nodes { value drill(by: CITY) { value } } } indicator(measure: RETENTION_6M) { value } }`,
  );
  for (const sql of statements) expect(sql).not.toContain(';');
});
