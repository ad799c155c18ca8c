import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import { checkMonths } from '../../src/contract/check/check-months.js';
import { type Bench, contract, goodBench } from './support.js';

let on: Bench;
beforeEach(async () => {
  on = await goodBench();
});
afterEach(() => on.close());

/** Two days of each number of February and March, of which one has a third of the month's revenue; SQL over a row may change it. */
const days = (revenue = 'revenue') => `
  SELECT month, number_id, strptime(month, '%Y-%m')::DATE + day AS "on", CAST(${revenue} AS DECIMAL(12,2)) AS revenue
  FROM (SELECT m.month, number_id, day::INTEGER AS day, CASE day WHEN 3 THEN third ELSE total - third END AS revenue
    FROM (SELECT n AS number_id, n * 10 AS total, round(n * 10 / 3.0, 2) AS third FROM range(1, 5) numbers(n))
      CROSS JOIN (VALUES ('2026-02'), ('2026-03')) m(month) CROSS JOIN (VALUES (3), (17)) d(day)
    WHERE NOT (number_id = 4 AND m.month = '2026-03'))`;
const check = async () => (await checkWarehouse(on.builder, contract, { dir: on.dir })).problems;

test('days that add up to the months that came by day', async () => {
  await on.months('number_day', days());
  expect(await check()).toEqual([]);
});

test('days that do not: both figures, how many numbers and one of them; a build of that month is refused', async () => {
  await on.months(
    'number_day',
    days(`CASE WHEN number_id < 3 AND month = '2026-03' AND day = 3 THEN revenue + 0.01 ELSE revenue END`),
  );
  const differs = {
    mart: 'number_day',
    column: 'revenue',
    month: '2026-03',
    kind: 'days-differ',
    severity: 'error',
    message: 'number_day.revenue: expected the days of 2026-03 to add up to number_month, 60.00, found 60.02; 2 numbers differ.',
    count: 2,
    sample: 'number_id 1',
  };
  expect(await check()).toEqual([differs]);
  const of = (months: readonly string[]) => checkMonths(on.builder, contract, { dir: on.dir }, months);
  expect(await of(['2026-03'])).toEqual([differs]);
  expect(await of(['2026-01', '2026-02'])).toEqual([]);
});

test('a number that a month has and its days have not', async () => {
  await on.months('number_day', `SELECT * FROM (${days()}) WHERE NOT (number_id = 2 AND month = '2026-02')`);
  expect((await check()).map(({ message }) => message)).toEqual([
    'number_day.revenue: expected the days of 2026-02 to add up to number_month, 100.00, found 80.00; 1 number differs.',
  ]);
});

test('a month between that did not come by day, and a column that came empty in a month, are told as such', async () => {
  await on.months(
    'number_day',
    `SELECT * REPLACE (CASE WHEN month = '2026-02' THEN '2026-01' ELSE month END AS month) FROM (
    SELECT * REPLACE (CASE WHEN month = '2026-02' THEN "on" - 31 ELSE "on" END AS "on") FROM (${days()}))`,
  );
  expect((await check()).map(({ kind, severity }) => [kind, severity])).toEqual([['month-gap', 'warning']]);
  await on.months('number_day', days(`CASE WHEN month = '2026-02' THEN NULL ELSE revenue END`));
  expect((await check()).map(({ kind, severity }) => [kind, severity])).toEqual([['empty-column', 'warning']]);
});
