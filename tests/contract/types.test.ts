import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import type { Problem } from '../../src/contract/problem.js';
import { type Bench, contract, GOOD_MONTH, goodBench } from './support.js';

let on: Bench;
beforeEach(async () => {
  on = await goodBench();
});
afterEach(() => on.close());
const problems = async (): Promise<readonly Problem[]> => (await checkWarehouse(on.builder, contract, { dir: on.dir })).problems;
/** The good months with some columns written otherwise. */
const rewritten = (change: string): Promise<void> => on.months('number_month', `SELECT * ${change} FROM (${GOOD_MONTH})`);
/** One more file in the second month. */
const oneMore = (columns: string): Promise<void> =>
  on.file(
    'number_month/month=2026-02/late.parquet',
    `SELECT 9::BIGINT AS number_id, DATE '2026-01-15' AS joined_on, 'CANCELLED' AS status, ${columns}`,
  );

describe('column types', () => {
  it('advises the day in the time zone of the operator', async () => {
    await rewritten("REPLACE ((joined_on || ' 00:00:00+01')::TIMESTAMPTZ AS joined_on)");
    const report = await checkWarehouse(on.builder, contract, { dir: on.dir, timeZone: 'Europe/Berlin' });
    expect(report.problems[0]!.message).toContain(`write CAST("joined_on" AT TIME ZONE 'Europe/Berlin' AS DATE)`);
  });

  it.each([
    ['revenue', 'revenue::DOUBLE', 'wrong-type', 'binary fractions do not add up: write CAST("revenue" AS DECIMAL(12,2))'],
    ['revenue', 'revenue::DECIMAL(19,2)', 'wrong-type', 'wider than 18 digits'],
    ['revenue', 'revenue::DECIMAL(12,4)', 'wrong-type', 'it has 4 decimals, at most 2 are asked'],
    ['complaints', 'complaints::VARCHAR', 'wrong-type', 'expected INTEGER, found VARCHAR'],
    ['joined_on', "(joined_on || ' 00:00:00+08')::TIMESTAMPTZ", 'wrong-type', `AT TIME ZONE 'Asia/Shanghai' AS DATE`],
    ['plan_id', 'encode(plan_id)', 'wrong-type', 'write decode("plan_id")'],
    ['status', '{ code: status }', 'wrong-type', 'expected VARCHAR, found STRUCT'],
    ['number_id', 'number_id::DOUBLE', 'wrong-type', 'the kind of number_month.number_id'],
  ])('refuses %s written as %s', async (column, written, kind, message) => {
    await rewritten(`REPLACE (${written} AS ${column})`);
    const found = (await problems()).filter((problem) => problem.column === column);
    expect(found).toMatchObject([
      { mart: 'number_month', column, kind, severity: 'error', file: 'number_month/month=2026-01/data_0.parquet', count: 3 },
    ]);
    expect(found[0]!.message).toContain(message);
  });

  it('takes wider decimals up to 18 digits, and refuses the values that do not fit', async () => {
    await rewritten('REPLACE (revenue::DECIMAL(18,2) AS revenue)');
    expect(await problems()).toEqual([]);
    await rewritten('EXCLUDE (voice_revenue) REPLACE ((revenue + 10000000000)::DECIMAL(18,2) AS revenue)');
    expect(await problems()).toMatchObject([
      { column: 'revenue', kind: 'out-of-range', severity: 'error', count: 11 },
      { column: 'revenue', kind: 'empty-column' },
    ]);
  });

  it.each([
    ['complaints', 'BIGINT'],
    ['complaints', 'UINTEGER'],
    ['revenue', 'BIGINT'],
  ])('takes %s as %s, and refuses the values that do not fit', async (column, type) => {
    const parts = 'EXCLUDE (voice_revenue)';
    await rewritten(`${parts} REPLACE (${column}::${type} AS ${column})`);
    expect((await problems()).filter(({ kind }) => kind !== 'empty-column')).toEqual([]);
    const tooBig = column === 'revenue' ? '12345678901' : '3000000000';
    await rewritten(`${parts} REPLACE (CASE number_id WHEN 1 THEN ${tooBig} ELSE 1 END::${type} AS ${column})`);
    const found = (await problems()).filter(({ severity }) => severity === 'error');
    expect(found).toMatchObject([{ column, kind: 'out-of-range', count: 3 }]);
  });

  it('asks one kind of id in all marts', async () => {
    await on.months('number_event', `SELECT '2026-01' AS month, '1' AS number_id, DATE '2026-01-05' AS "on", 'JOIN' AS type`);
    const found = (await problems()).filter(({ kind }) => kind === 'wrong-type');
    expect(found).toMatchObject([{ mart: 'number_event', column: 'number_id', severity: 'error' }]);
    expect(found[0]!.message).toContain('expected BIGINT (the kind of number_month.number_id), found VARCHAR');
  });

  it('C7 refuses drift between files, which DuckDB would round away in silence', async () => {
    await oneMore('1.7::DOUBLE AS complaints');
    const files = ['month=2026-01/data_0', 'month=2026-02/data_0', 'month=2026-02/late'].map(
      (name) => `'${on.dir}/number_month/${name}.parquet'`,
    );
    const silent = await on.builder.query(`SELECT complaints FROM read_parquet([${files.join(', ')}]) WHERE number_id = 9`);
    expect(silent).toEqual([{ complaints: 2 }]);
    const found = (await problems()).filter(({ kind }) => kind === 'type-drift');
    expect(found).toMatchObject([
      { column: 'complaints', severity: 'error', file: 'number_month/month=2026-02/late.parquet', month: '2026-02', count: 1 },
    ]);
    expect(found[0]!.message).toContain(
      'expected INTEGER, found INTEGER in 3 files and DOUBLE in 1 file (DOUBLE in number_month/month=2026-02/late.parquet)',
    );
  });

  it('C7 refuses files that differ in scale although each would do, and only warns where one is wider', async () => {
    await oneMore('1.5::DECIMAL(12,1) AS revenue, 1::TINYINT AS complaints');
    const found = (await problems()).filter(({ kind }) => kind === 'type-drift');
    expect(found.map(({ column, severity }) => [column, severity])).toEqual([
      ['revenue', 'error'],
      ['complaints', 'warning'],
    ]);
  });

  it('refuses a file without a required column, warns of one without an optional', async () => {
    await on.file(
      'number_month/month=2026-02/late.parquet',
      `SELECT 9::BIGINT AS number_id, 'CANCELLED' AS status, '139' AS msisdn, 'P0' AS plan_id`,
    );
    const found = (await problems()).filter(({ kind }) => kind === 'missing-column');
    expect(found.find(({ column }) => column === 'joined_on')).toMatchObject({
      severity: 'error',
      file: 'number_month/month=2026-02/late.parquet',
      month: '2026-02',
    });
    expect(found.find(({ column }) => column === 'revenue')).toMatchObject({ severity: 'warning', count: 1 });
  });

  it('names every file that cannot be read, and goes on with the others', async () => {
    on.text('number_month/month=2026-01/empty.parquet', '');
    on.text('number_month/month=2026-01/words.parquet', 'this is no Parquet file, whatever its name says');
    await on.file('number_month/month=2026-02/cut.parquet', GOOD_MONTH);
    const { readFileSync, truncateSync } = await import('node:fs');
    const path = `${on.dir}/number_month/month=2026-02/cut.parquet`;
    truncateSync(path, Math.floor(readFileSync(path).length / 2));
    await on.file('plan/plan.parquet', `SELECT NULL::VARCHAR AS code`);
    const found = await problems();
    expect(found.filter(({ kind }) => kind === 'unreadable-file').map(({ file }) => file)).toEqual([
      'number_month/month=2026-01/empty.parquet',
      'number_month/month=2026-01/words.parquet',
      'number_month/month=2026-02/cut.parquet',
    ]);
    expect(found.map(({ kind }) => kind)).toContain('null-in-required');
  });

  it('names the file whose pages are damaged', async () => {
    await on.file('plan/plan.parquet', `SELECT 'P' || i AS code, md5(i::VARCHAR) AS en FROM range(5000) AS t(i)`);
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(`${on.dir}/plan/plan.parquet`);
    bytes.fill(0xff, 4, Math.floor(bytes.length / 2));
    on.text('plan/plan.parquet', bytes);
    const found = (await problems()).filter(({ kind }) => kind === 'unreadable-file');
    expect(found).toMatchObject([{ mart: 'plan', file: 'plan/plan.parquet', severity: 'error' }]);
  });

  it('takes column names in any case, and suggests what a misspelt one may mean', async () => {
    await rewritten('RENAME (revenue AS REVENUE, complaints AS complaint)');
    const report = await checkWarehouse(on.builder, contract, { dir: on.dir });
    expect(report.problems).toMatchObject([{ column: 'complaint', kind: 'misspelt', severity: 'warning' }]);
    expect(report.problems[0]!.message).toContain('Did you mean complaints');
    expect(report.coverage.find(({ mart, column }) => mart === 'number_month' && column === 'revenue')).toMatchObject({
      provided: true,
      filled: 1,
    });
    expect(report.notes).toContainEqual(expect.stringContaining('number_month: not in the contract, ignored: complaint. '));
  });
});
