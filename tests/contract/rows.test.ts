import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import type { Problem } from '../../src/contract/problem.js';
import { type Bench, contract, GOOD_MONTH, goodBench, thresholds } from './support.js';

let on: Bench;
beforeEach(async () => {
  on = await goodBench();
});
afterEach(() => on.close());
const check = () => checkWarehouse(on.builder, contract, { dir: on.dir }, { measures: ['ARPU', 'REVENUE'], thresholds });
/** Number 2 in the second month, the row that faults are planted in. */
const HERE = "month = '2026-02' AND number_id = 2";
const planted = (sql: string): Promise<void> => on.months('number_month', sql);
const instead = (column: string, value: string): string =>
  `SELECT * REPLACE (CASE WHEN ${HERE} THEN ${value} ELSE ${column} END AS ${column}) FROM (${GOOD_MONTH})`;

describe('rows', () => {
  it('are found in order when they are', async () => {
    const report = await check();
    expect(report.problems).toEqual([]);
    expect(report.months).toEqual(['2026-01', '2026-02', '2026-03']);
  });

  const faults: readonly [string, string, Partial<Problem>, string][] = [
    [
      'a duplicate key',
      `${GOOD_MONTH} UNION ALL SELECT * FROM (${GOOD_MONTH}) WHERE ${HERE}`,
      { kind: 'duplicate-key', month: '2026-02', count: 1, sample: 'month 2026-02, number_id 2' },
      'expected one row for each month and number_id, found 1 row too many for 1 key',
    ],
    [
      'a code out of the list',
      instead('status', "'ALIVE'"),
      { column: 'status', kind: 'unknown-code', month: '2026-02', count: 1, sample: 'ALIVE' },
      `expected one of ACTIVE, SUSPENDED, PRE_CANCELLED, CANCELLED, found others in 1 row, in 2026-02. They are, by rows: "ALIVE" in 1. In a mapping: CASE "status" WHEN 'ALIVE' THEN 'ACTIVE' ELSE "status" END`,
    ],
    [
      'a null in a required column',
      instead('joined_on', 'NULL'),
      { column: 'joined_on', kind: 'null-in-required', month: '2026-02', count: 1, sample: 'number_id 2' },
      'expected a value in every row, found none in 1 row',
    ],
    [
      'parts that do not add up',
      instead('data_revenue', '0'),
      { kind: 'failed-check', month: '2026-02', count: 1, sample: 'number_id 2' },
      'revenue parts: expected revenue = voice_revenue',
    ],
    [
      'a day after its month',
      instead('joined_on', "DATE '2026-03-01'"),
      { kind: 'failed-check', month: '2026-02', count: 1 },
      "joined by the month's end",
    ],
    [
      'a reference to nothing',
      instead('plan_id', "'P7'"),
      { column: 'plan_id', kind: 'orphan-reference', severity: 'warning', count: 1, sample: 'P7' },
      'expected a code of plan, found others in 1 row (P7)',
    ],
    [
      'a number that vanishes',
      `SELECT * FROM (${GOOD_MONTH}) WHERE NOT (month = '2026-03' AND number_id = 3)`,
      { kind: 'vanished-number', month: '2026-02', count: 1, sample: 'number_id 3' },
      'expected the numbers on the books at the end of 2026-02 to have a row in 2026-03',
    ],
    [
      'a number that comes back',
      instead('status', "'CANCELLED'"),
      { kind: 'returned-number', severity: 'warning', month: '2026-02', count: 1, sample: 'number_id 2' },
      'expected no row in 2026-03 for numbers CANCELLED in 2026-02',
    ],
    [
      'a column of nothing',
      `SELECT *, NULL::INTEGER AS sms FROM (${GOOD_MONTH})`,
      { column: 'sms', kind: 'empty-column', severity: 'warning' },
      'expected values, found none in 11 rows',
    ],
    [
      'a column that did not come in a month',
      `SELECT *, CASE WHEN month <> '2026-02' THEN 1 END AS sms FROM (${GOOD_MONTH})`,
      { column: 'sms', kind: 'empty-column', severity: 'warning', month: '2026-02' },
      'expected values, found none in 2026-02: load that month again',
    ],
  ];
  it.each(faults)('refuse %s, and nothing else', async (_, sql, problem, message) => {
    await planted(sql);
    const { problems } = await check();
    expect(problems).toMatchObject([{ mart: 'number_month', severity: 'error', ...problem }]);
    expect(problems[0]!.message).toContain(message);
  });

  it('refuse months with a gap, and months of other marts that number_month has not seen', async () => {
    await planted(`SELECT * FROM (${GOOD_MONTH}) WHERE month <> '2026-02'`);
    await on.months('cell_month', `SELECT '2026-01' AS month, 'C1' AS cell_id`);
    const { problems } = await check();
    expect(problems).toMatchObject([
      { mart: 'cell_month', kind: 'month-gap', severity: 'warning', month: '2026-03' },
      { mart: 'number_month', kind: 'month-gap', severity: 'error', month: '2026-02', count: 1 },
    ]);
  });

  it('refuse a month whose files have no rows', async () => {
    await on.file('number_month/month=2026-04/a.parquet', `SELECT * EXCLUDE (month) FROM (${GOOD_MONTH}) WHERE false`);
    expect((await check()).problems).toMatchObject([{ kind: 'empty-month', severity: 'error', month: '2026-04' }]);
  });

  it('warn of a month that is half loaded', async () => {
    const many = (month: string, n: number): string =>
      `SELECT '${month}' AS month, n::BIGINT AS number_id, DATE '2025-01-01' AS joined_on, 'PRE_CANCELLED' AS status FROM range(${n}) AS t(n)`;
    const months = [100, 104, 40, 108, 110].map((n, at) => many(`2026-0${at + 1}`, n));
    await planted(months.join(' UNION ALL '));
    const { problems } = await check();
    expect(problems).toMatchObject([{ kind: 'row-count', severity: 'warning', month: '2026-03', count: 40 }]);
    expect(problems[0]!.message).toContain('expected about 104 or 108 rows in 2026-03 as in the months beside it, found 40');
  });

  it('refuse a month column that contradicts its folder', async () => {
    await on.file(
      'number_month/month=2026-03/b.parquet',
      `SELECT 202602 AS month, 8::BIGINT AS number_id, DATE '2026-03-01' AS joined_on, 'CANCELLED' AS status`,
    );
    const found = (await check()).problems.filter(({ severity }) => severity === 'error');
    expect(found).toMatchObject([
      { kind: 'month-mismatch', file: 'number_month/month=2026-03/b.parquet', month: '2026-03', count: 1, sample: '202602' },
    ]);
  });

  it('compare targets with the measures, and months without folders with their form', async () => {
    await on.file(
      'target/target.parquet',
      `SELECT unnest(['2026-01', '2026-1']) AS month, 'ARPPU' AS measure, 1::DECIMAL(18,4) AS value`,
    );
    const { problems, notes } = await check();
    expect(problems).toMatchObject([
      { mart: 'target', column: 'month', kind: 'bad-month', severity: 'error', count: 1, sample: '2026-1' },
      { mart: 'target', column: 'measure', kind: 'unknown-code', severity: 'warning', count: 2 },
    ]);
    expect(problems[1]!.message).toContain('Did you mean ARPU?');
    expect(notes).toEqual([]);
  });

  it('know the scopes of targets by what they name: a row for each, and a mart of whole and cities alone is whole', async () => {
    const target = (columns: string, rows: string): Promise<void> =>
      on.file(
        'target/target.parquet',
        `SELECT month, measure, 1::DECIMAL(18,4) AS value, ${columns} FROM (VALUES ${rows}) t(month, measure, a, b)`,
      );
    await target('a::VARCHAR AS city', "('2026-01', 'ARPU', NULL, ''), ('2026-01', 'ARPU', 'GZ', '')");
    expect((await check()).problems).toEqual([]);
    await target(
      'a AS county, b AS staff_id',
      "('2026-01', 'ARPU', 'A', NULL), ('2026-01', 'ARPU', 'A', 'S'), ('2026-01', 'ARPU', 'A', NULL)",
    );
    expect((await check()).problems).toMatchObject([
      {
        mart: 'target',
        kind: 'duplicate-key',
        severity: 'error',
        count: 1,
        sample: 'month 2026-01, county A, staff_id none, measure ARPU',
      },
    ]);
    await target(
      'a::VARCHAR AS city',
      "('2026-01', 'ARPU', 'GZ', ''), ('2026-01', 'ARPU', NULL, ''), ('2026-01', 'ARPU', NULL, '')",
    );
    expect((await check()).problems).toMatchObject([{ kind: 'duplicate-key', count: 1 }]);
  });

  it('note what cannot be compared', async () => {
    await planted(`SELECT *, 'GZ' AS city FROM (${GOOD_MONTH})`);
    const report = await check();
    expect(report.problems).toEqual([]);
    expect(report.notes).toEqual(['number_month.city: not compared with city, which is not there or cannot be read.']);
  });

  it('keep personal values out of the report, wherever they were put', async () => {
    await planted(
      `SELECT * REPLACE (13800000000 + number_id AS number_id, '1390000111' || number_id AS plan_id), '1370000222' || number_id AS gender FROM (${GOOD_MONTH}) UNION ALL SELECT * REPLACE (13800000000 + number_id AS number_id, '1390000111' || number_id AS plan_id), '1370000222' || number_id AS gender FROM (${GOOD_MONTH}) WHERE ${HERE}`,
    );
    const report = await check();
    expect(new Set(report.problems.map(({ kind }) => kind))).toEqual(
      new Set(['duplicate-key', 'unknown-code', 'personal-id', 'orphan-reference']),
    );
    expect(JSON.stringify(report)).not.toMatch(/1(38|39|37)\d{8}/);
    expect(JSON.stringify(report)).toContain('137****2221');
  });

  it('tell progress', async () => {
    const seen: string[] = [];
    await checkWarehouse(
      on.builder,
      contract,
      { dir: on.dir },
      { onProgress: ({ mart, month, done, total }) => void seen.push(`${done}/${total} ${mart} ${month}`) },
    );
    expect(seen[0]).toBe('0/8 number_month 2026-01');
    expect(seen.at(-1)).toBe('7/8 number_month 2026-02');
  });
});
