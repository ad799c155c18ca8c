import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import { attachWarehouse } from '../../src/contract/read/attach.js';
import { type Bench, bench, contract } from './support.js';

let on: Bench;
beforeEach(async () => {
  on = await bench();
});
afterEach(() => on.close());

/** 104 numbers join in June, four of them on its first day; Spark has written their midnights in Shanghai as instants in UTC. */
const joined = `SELECT n::BIGINT AS number_id, DATE '2023-06-01' + (n % 26)::INTEGER AS joined FROM range(104) t(n)`;
const asSparkWrites = `SELECT number_id, joined::TIMESTAMP - INTERVAL 8 HOUR AS joined_on, 'ACTIVE' AS status FROM (${joined})`;
const joiners = async (day: string): Promise<number> => {
  on.text(
    'number_month.sql',
    `SELECT '2023-06' AS month, number_id, ${day} AS joined_on, status FROM read_parquet(getvariable('data') || '/dw/numbers.parquet')`,
  );
  await attachWarehouse(on.builder, contract, { dir: on.dir, data: on.dir });
  const [row] = await on.builder.query(
    `SELECT count(*) AS n FROM base.number_month WHERE strftime(joined_on, '%Y-%m') = '2023-06'`,
  );
  return Number(row!.n);
};

test('days that Spark wrote as instants: check says what to write, and with it all joiners are there', async () => {
  await on.file('number_month/month=2023-06/data.parquet', asSparkWrites);
  const refused = await checkWarehouse(on.builder, contract, { dir: on.dir });
  expect(refused.problems).toMatchObject([{ column: 'joined_on', kind: 'wrong-type', severity: 'error' }]);
  const advice = /write (CAST\(CAST\("joined_on".*? AS DATE\)) where/.exec(refused.problems[0]!.message)![1]!;
  expect(advice).toBe(`CAST(CAST("joined_on" AS TIMESTAMP) AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai' AS DATE)`);
});

test('where days came out one early after all, the JOIN events tell; as advised they agree', async () => {
  await on.file('dw/numbers.parquet', asSparkWrites);
  await on.months('number_event', `SELECT '2023-06' AS month, number_id, joined AS "on", 'JOIN' AS type FROM (${joined})`);
  const check = async () =>
    (await checkWarehouse(on.builder, contract, { dir: on.dir, data: on.dir })).problems.filter(
      ({ kind }) => kind === 'joining-day',
    );

  expect(await joiners('CAST(joined_on AS DATE)')).toBe(100);
  const [told, ...more] = await check();
  expect(more).toEqual([]);
  expect(told).toMatchObject({ mart: 'number_month', column: 'joined_on', severity: 'warning', count: 104 });
  expect(told!.message).toContain('found another for 104 of 104 numbers that have one (joined_on is 1 day earlier for 104)');
  const advice = /write (CAST\(.* AS DATE\))\./.exec(told!.message)![1]!;

  expect(await joiners(advice)).toBe(104);
  expect(await check()).toEqual([]);
});

test('a few other days are told as they are, without a cause', async () => {
  await on.months(
    'number_month',
    `SELECT '2023-06' AS month, number_id, joined + CASE number_id WHEN 3 THEN 2 WHEN 4 THEN -1 ELSE 0 END AS joined_on, 'ACTIVE' AS status FROM (${joined})`,
  );
  await on.months('number_event', `SELECT '2023-06' AS month, number_id, joined AS "on", 'JOIN' AS type FROM (${joined})`);
  const { problems } = await checkWarehouse(on.builder, contract, { dir: on.dir });
  expect(problems).toMatchObject([{ kind: 'joining-day', count: 2 }]);
  expect(problems[0]!.message).toContain('found another for 2 of 104 numbers that have one (joined_on is ');
  expect(problems[0]!.message).toContain('2 days later for 1');
  expect(problems[0]!.message).not.toContain('CAST');
});
