import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sqlDirectory } from '../../src/config.js';
import { loadMarts } from '../../src/marts/mart.js';
import { monthTokens } from '../../src/marts/months.js';
import { fill, planBuild } from '../../src/marts/plan.js';
import { type Builder, openBuilder, portable } from '../../src/warehouse/duckdb.js';
import { catalogue, contract } from './support.js';

const marts = loadMarts(join(sqlDirectory, 'marts'));
const plan = planBuild(marts, contract, catalogue);
const tokens = new Map<string, string>(
  Object.entries(monthTokens({ month: '2026-10', index: 9, provides: () => true, months: ['2026-10'] })),
);
const sql = (mart: string): string => fill(plan.sql(mart), (token) => tokens.get(token) ?? null);

let builder: Builder;
beforeAll(async () => {
  builder = portable(await openBuilder());
});
afterAll(() => builder.close());

/** number_feature with the rows given; every other column is null. */
async function features(columns: string, rows: string): Promise<void> {
  const types = new Map([
    ...[...(contract.marts.get('number_month')?.columns.values() ?? [])].map(
      ({ name, type }) => [name, type === 'ID' ? 'BIGINT' : type === 'MONTH' ? 'VARCHAR' : type] as const,
    ),
    ...(marts.get('number_feature')?.columns ?? []).map(({ name, type }) => [name, type] as const),
  ]);
  const given = columns.split(',').map((name) => name.trim());
  await builder.execute(
    `CREATE OR REPLACE TABLE number_feature AS SELECT ${[...types]
      .map(([name, type]) => `CAST(${given.includes(name) ? name : 'NULL'} AS ${type}) AS "${name}"`)
      .join(', ')} FROM ${rows} AS t (${columns})`,
  );
}

test('RFM scores of the vectors: score 1 + edges <= x, recency reversed', async () => {
  await features(
    'number_id, on_books, money_months, recency, frequency, money_3m',
    '(VALUES (1, TRUE, 3, 205, 6, 472), (2, TRUE, 3, 140, 3, 340), (3, TRUE, 3, 194, 4, 405), (4, TRUE, 3, 246, 4, 157), (5, TRUE, 3, NULL, 4, 157))',
  );
  await builder.execute(
    `CREATE OR REPLACE TABLE value_edge AS SELECT '2026-10' AS month, kind, CAST(NULL AS VARCHAR) AS customer_type, CAST(edges AS DECIMAL(18,2)[]) AS edges
     FROM (VALUES ('RECENCY', [115, 181, 297, 482]), ('FREQUENCY', [4, 5, 6, 8]), ('MONEY', [256, 382, 506, 666]), ('TIER', [600, 400, 200])) AS t (kind, edges)`,
  );
  const rows = await builder.query(`SELECT rfm_cell, value_tier FROM (${sql('number_value')}\n) ORDER BY number_id`);
  expect(rows.map((row) => row.rfm_cell)).toEqual(['343', '412', '323', '321', null]);
  expect(rows.map((row) => row.value_tier)).toEqual(['HIGH', 'MIDDLE', 'HIGH', 'LOW', 'LOW']);
});

/** Scores by value of hand-made numbers on the books, `shares` of a hundred with each value. */
async function scoresOf(column: 'recency' | 'frequency' | 'money_3m', shares: readonly (readonly [number, number])[]) {
  const rows = shares.map(([value, share]) => `SELECT ${value} AS v FROM range(${share})`).join(' UNION ALL ');
  await features(`number_id, on_books, money_months, ${column}`, `(SELECT row_number() OVER (), TRUE, 3, v FROM (${rows}))`);
  await builder.execute(`CREATE OR REPLACE TABLE value_edge AS ${sql('value_edge')}`);
  const score = column === 'money_3m' ? 'money_score' : `${column}_score`;
  const found = await builder.query(
    `SELECT DISTINCT CAST(${column} AS DOUBLE) AS v, ${score} AS s FROM (${sql('number_value')}\n) ORDER BY v`,
  );
  return found.map(({ v, s }) => [v, s]);
}

test('recency under heavy ties: paid use on the last day is 5, a value equal to an edge is on its better side', async () => {
  // edges 0, 0, 1, 4 as on the demo operator
  const some = [
    [0, 50],
    [1, 15],
    [4, 20],
    [5, 10],
    [40, 5],
  ] as const;
  expect(await scoresOf('recency', some)).toEqual([
    [0, 5],
    [1, 3],
    [4, 2],
    [5, 1],
    [40, 1],
  ]);
  expect(
    await scoresOf('recency', [
      [0, 99],
      [30, 1],
    ]),
  ).toEqual([
    [0, 5],
    [30, 1],
  ]);
  expect(await scoresOf('recency', [[3, 100]])).toEqual([[3, 5]]);
  // edges 2, 9, 9, 9: the worst value parts nobody, so that those tied there do not score 4
  expect(
    await scoresOf('recency', [
      [2, 20],
      [9, 10],
      [300, 70],
    ]),
  ).toEqual([
    [2, 5],
    [9, 4],
    [300, 1],
  ]);
  expect(
    await scoresOf('recency', [
      [1, 20],
      [2, 20],
      [3, 20],
      [4, 20],
      [5, 20],
    ]),
  ).toEqual([
    [1, 5],
    [2, 4],
    [3, 3],
    [4, 2],
    [5, 1],
  ]);
});

test('frequency and money under heavy ties: many at the top score 5, many at the bottom 1', async () => {
  for (const column of ['frequency', 'money_3m'] as const) {
    expect(
      await scoresOf(column, [
        [3, 5],
        [60, 15],
        [90, 80],
      ]),
    ).toEqual([
      [3, 1],
      [60, 2],
      [90, 5],
    ]);
    expect(
      await scoresOf(column, [
        [0, 70],
        [7, 20],
        [90, 10],
      ]),
    ).toEqual([
      [0, 1],
      [7, 5],
      [90, 5],
    ]);
    expect(
      await scoresOf(column, [
        [0, 10],
        [7, 60],
        [90, 30],
      ]),
    ).toEqual([
      [0, 1],
      [7, 4],
      [90, 5],
    ]);
    expect(await scoresOf(column, [[5, 100]])).toEqual([[5, 5]]);
    expect(
      await scoresOf(column, [
        [1, 20],
        [2, 20],
        [3, 20],
        [4, 20],
        [5, 20],
      ]),
    ).toEqual([
      [1, 1],
      [2, 3],
      [3, 4],
      [4, 5],
      [5, 5],
    ]);
  }
});

test('value tiers: first 5 %, to 20 %, to 50 % of each customer type on the books; equals share a tier', async () => {
  await features(
    'number_id, customer_type, on_books, money_months, money_3m',
    `(SELECT i, 'PERSONAL', TRUE, 3, i FROM range(1, 101) r(i)
      UNION ALL SELECT 100 + i, 'ENTERPRISE', TRUE, 3, CASE WHEN i <= 4 THEN 5 ELSE 9 END FROM range(1, 11) r(i)
      UNION ALL SELECT 200, 'PERSONAL', FALSE, 3, 1000 UNION ALL SELECT 201, 'PERSONAL', TRUE, 3, NULL)`,
  );
  await builder.execute(`CREATE OR REPLACE TABLE value_edge AS ${sql('value_edge')}`);
  const tiers = await builder.query(
    `SELECT customer_type, value_tier, count(*) AS n, min(money_3m) AS least FROM (${sql('number_value')}\n) GROUP BY ALL ORDER BY 1, 4 DESC NULLS LAST`,
  );
  expect(tiers.map((row) => `${row.customer_type} ${row.value_tier} ${row.n} ${row.least}`)).toEqual([
    'ENTERPRISE TOP 6 9.00',
    'ENTERPRISE LOW 4 5.00',
    'PERSONAL null 2 1000.00',
    'PERSONAL TOP 5 96.00',
    'PERSONAL HIGH 15 81.00',
    'PERSONAL MIDDLE 30 51.00',
    'PERSONAL LOW 50 1.00',
  ]);
});

test('five-part score: an unknown part leaves its weight to the others', async () => {
  await features(
    'number_id, on_books, months_on_net, money_months, money_3m, active_days, data_gb, data_allowance_gb, satisfaction, complaints, nps_score, has_broadband, has_family_net, contract_end_on',
    `(VALUES
      (1, TRUE, 60, 3, 450, 25, 5, 10, 10, 0, 10, TRUE, TRUE, DATE '2027-01-01'),
      (2, TRUE, 30, 3, 225, NULL, 1.5, 10, 4, 1, NULL, FALSE, NULL, DATE '2026-10-31'),
      (3, TRUE, 30, 3, 225, NULL, 15, 10, NULL, 0, NULL, FALSE, NULL, NULL),
      (4, FALSE, 30, 3, 225, 20, 15, 10, 8, 0, 9, TRUE, TRUE, NULL))`,
  );
  await builder.execute(`CREATE OR REPLACE TABLE value_edge AS ${sql('value_edge')}`);
  const rows = await builder.query(
    `SELECT score_spend, score_need, score_satisfaction, score_stickiness, score_recommendation, score_total FROM (${sql('number_value')}\n) ORDER BY number_id`,
  );
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['100.00', '100.00', '100.00', '100.00', '100.00', '100.00'],
    // 75 CNY of 150; 0.15 of 0.3; (4 - 1) / 9 less a complaint; half the tenure: (30 x 50 + 20 x 50 + 20 x 13.33 + 20 x 20) / 90
    ['50.00', '50.00', '13.33', '20.00', null, '35.19'],
    // saturation 1.5: (30 x 50 + 20 x 50 + 20 x 20) / 70
    ['50.00', '50.00', null, '20.00', null, '41.43'],
    [null, null, null, null, null, null],
  ]);
});

test('five-part score: its edges earn what stands on their better side', async () => {
  await features(
    'number_id, on_books, months_on_net, money_months, money_3m, active_days, data_gb, data_allowance_gb, satisfaction, complaints, nps_score, contract_end_on',
    `(VALUES
      (1, TRUE, 59, 3, 450, 25, 3, 10, 1, 0, 0, DATE '2026-10-31'),
      (2, TRUE, 61, 3, 451, 31, 10, 10, 1, 9, 10, DATE '2026-11-01'),
      (3, TRUE, 0, 1, 0, 0, 2.1, 7, 10, 6, 6, NULL),
      (4, TRUE, 60, 3, -3, 0, 20, 10, 10, 0, 7, NULL),
      (5, TRUE, 60, 3, 0, 0, 0, 10, NULL, 0, NULL, NULL),
      (6, TRUE, 60, 3, 0, 0, 0, 0, NULL, 0, NULL, NULL))`,
  );
  await builder.execute(`CREATE OR REPLACE TABLE value_edge AS ${sql('value_edge')}`);
  const rows = await builder.query(
    `SELECT score_spend, score_need, score_satisfaction, score_stickiness, score_recommendation FROM (${sql('number_value')}\n) ORDER BY number_id`,
  );
  expect(rows.map((row) => Object.values(row))).toEqual([
    // 30 % of the allowance is enough; a contract that ends with the month runs no more
    ['100.00', '100.00', '0.00', '39.33', '0.00'],
    ['100.00', '100.00', '0.00', '60.00', '100.00'],
    ['0.00', '100.00', '0.00', '0.00', '60.00'],
    ['0.00', '0.00', '100.00', '40.00', '70.00'],
    ['0.00', '0.00', null, '40.00', null],
    ['0.00', null, null, '40.00', null],
  ]);
});

test('named groups: active core, sleeping high value', async () => {
  await features(
    'number_id, on_books, money_months, money_3m, last_paid_use_on, earlier_arpu',
    `(VALUES (1, TRUE, 3, 300.01, DATE '2026-08-01', NULL), (2, TRUE, 3, 300, DATE '2026-10-31', NULL), (3, TRUE, 3, 900, DATE '2026-07-31', 300),
      (4, TRUE, 3, 30, DATE '2026-04-30', 80), (5, TRUE, 3, 30, DATE '2026-05-01', 80), (6, TRUE, 3, 30, DATE '2026-04-30', 79.99),
      (7, TRUE, 3, 900, NULL, 100), (8, FALSE, 3, 900, DATE '2026-10-31', 100), (9, TRUE, 1, 101, DATE '2026-10-31', 101))`,
  );
  await builder.execute(`CREATE OR REPLACE TABLE value_edge AS ${sql('value_edge')}`);
  const rows = await builder.query(`SELECT value_groups FROM (${sql('number_value')}\n) ORDER BY number_id`);
  expect(rows.map((row) => row.value_groups)).toEqual([
    ['ACTIVE_CORE'],
    [],
    [],
    ['SLEEPING_HIGH_VALUE'],
    [],
    [],
    null,
    null,
    ['ACTIVE_CORE'],
  ]);
});
