import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attachWarehouse, detachWarehouse, monthCosts } from '../../src/contract/read/attach.js';
import { type Bench, bench, contract, GOOD_MONTH, goodBench } from './support.js';

let on: Bench;
beforeEach(async () => {
  on = await goodBench();
});
afterEach(() => on.close());
const attach = () => attachWarehouse(on.builder, contract, { dir: on.dir });

describe('attachWarehouse', () => {
  it('gives every mart all contract columns, in order and of the contract types', async () => {
    await attach();
    for (const mart of contract.marts.values()) {
      const found = await on.builder.query(`DESCRIBE base.${mart.name}`);
      const types: Record<string, string> = { MONTH: 'VARCHAR', ID: 'BIGINT' };
      expect(found.map((row) => [row.column_name, row.column_type])).toEqual(
        [...mart.columns.values()].map(({ name, type }) => [name, types[type] ?? type]),
      );
    }
  });

  it('says what is provided; the rest is null, and an absent mart has no rows', async () => {
    const attached = await attach();
    expect(attached.months).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(attached.idType).toBe('BIGINT');
    expect(attached.provides('number_month', 'revenue')).toBe(true);
    expect(attached.provides('number_month', 'gender')).toBe(false);
    expect(attached.provides('city', 'code')).toBe(false);
    expect(attached.marts.get('city')!.kind).toBe('absent');
    const [row] = await on.builder.query(
      'SELECT count(*) AS n, count(gender) AS genders, sum(revenue) AS revenue FROM base.number_month',
    );
    expect(row).toEqual({ n: 11, genders: 0, revenue: '260.00' });
    expect(await on.builder.query('SELECT * FROM base.city')).toEqual([]);
  });

  it('prunes to the files of a literal month, also where files differ', async () => {
    await on.file(
      'number_month/month=2026-02/more.parquet',
      `SELECT 9::BIGINT AS number_id, DATE '2026-01-01' AS joined_on, 'ACTIVE' AS status`,
    );
    await attach();
    const [plan] = await on.builder.query(`EXPLAIN SELECT sum(revenue) FROM base.number_month WHERE month = '2026-03'`);
    expect(String(plan!.explain_value)).toContain('Scanning Files: 1/4');
  });

  it('costs and fingerprints each month by its own files', async () => {
    const before = await attach();
    expect(monthCosts(before, 'number_month').map(({ month, files, rows }) => [month, files, rows])).toEqual([
      ['2026-01', 1, 4],
      ['2026-02', 1, 4],
      ['2026-03', 1, 3],
    ]);
    const [file] = before.marts.get('number_month')!.months.get('2026-02')!.files;
    expect(file).toMatchObject({ month: '2026-02', rows: 4 });
    utimesSync(join(on.dir, file!.name), new Date(), new Date(0));
    const after = await attach();
    const print = (attached: typeof after, month: string) => attached.marts.get('number_month')!.months.get(month)!.fingerprint;
    expect(print(after, '2026-01')).toBe(print(before, '2026-01'));
    expect(print(after, '2026-02')).not.toBe(print(before, '2026-02'));
  });

  it('takes smaller integers and decimals, and text ids', async () => {
    await on.months(
      'number_month',
      `SELECT * REPLACE ('A' || number_id AS number_id, revenue::DECIMAL(7,1) AS revenue, complaints::UTINYINT AS complaints) FROM (${GOOD_MONTH})`,
    );
    const attached = await attach();
    expect(attached.idType).toBe('VARCHAR');
    const [row] = await on.builder.query(
      `SELECT typeof(number_id) AS id, typeof(previous_number_id) AS previous, typeof(revenue) AS revenue, typeof(complaints) AS complaints FROM base.number_month LIMIT 1`,
    );
    expect(row).toEqual({ id: 'VARCHAR', previous: 'VARCHAR', revenue: 'DECIMAL(12,2)', complaints: 'INTEGER' });
    await on.months('number_month', `SELECT * REPLACE (number_id::SMALLINT AS number_id) FROM (${GOOD_MONTH})`);
    expect((await attach()).idType).toBe('BIGINT');
  });

  it('keeps the folder month a text that the files cannot overrule', async () => {
    await on.file(
      'number_month/month=2026-04/a.parquet',
      `SELECT '1999-01' AS month, 1::BIGINT AS number_id, DATE '2026-01-01' AS joined_on, 'ACTIVE' AS status`,
    );
    await attach();
    expect(await on.builder.query(`SELECT typeof(month) AS type, max(month) AS last FROM base.number_month GROUP BY 1`)).toEqual([
      { type: 'VARCHAR', last: '2026-04' },
    ]);
  });

  it('passes over what writers leave behind', async () => {
    on.text('number_month/_SUCCESS', '');
    on.text('number_month/_temporary/0/part.parquet', 'half');
    on.text('number_month/month=2026-01/.part.crc', 'x');
    expect((await attach()).marts.get('number_month')!.whole.files).toHaveLength(3);
  });

  it('leaves nothing behind when detached', async () => {
    await attach();
    await detachWarehouse(on.builder);
    expect(await on.builder.query(`SELECT view_name FROM duckdb_views() WHERE schema_name IN ('base', 'mapping')`)).toEqual([]);
  });
});

describe('a folder that is no warehouse', () => {
  const refusal = (dir: string) => attachWarehouse(on.builder, contract, { dir });

  it('is refused with what was expected, what was found and what to do', async () => {
    await expect(refusal(join(on.dir, 'nowhere'))).rejects.toThrow(
      /The warehouse: expected a folder, found nothing at ".*nowhere"/,
    );
    await expect(refusal(join(on.dir, 'plan/plan.parquet'))).rejects.toThrow('expected a folder, found a file');
    const empty = await bench();
    await expect(refusal(empty.dir)).rejects.toThrow(
      /expected a folder or a \.sql mapping for the contract's marts \(.*number_month \(required\).*found an empty folder/,
    );
    empty.text('notes.txt', 'x');
    await expect(refusal(empty.dir)).rejects.toThrow('found only notes.txt');
    await empty.file('plan/plan.parquet', `SELECT 'A' AS code`);
    await expect(refusal(empty.dir)).rejects.toThrow(
      'number_month: expected the required mart as number_month/month=YYYY-MM/*.parquet or as number_month.sql, found neither',
    );
    empty.text('number_month/month=2026-01/a.csv', 'number_id');
    await expect(refusal(empty.dir)).rejects.toThrow('number_month/: expected .parquet files, found 1 other file(s)');
    await empty.close();
  });

  it('tells all problems together', async () => {
    await on.months('number_month', `SELECT * EXCLUDE (status) REPLACE (revenue::DOUBLE AS revenue) FROM (${GOOD_MONTH})`);
    await on.file('plan/plan.parquet', `SELECT 1 AS cod`);
    await expect(attach()).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: {
        problems: [
          expect.stringContaining('number_month.status: expected a required column'),
          expect.stringContaining('number_month.revenue: expected DECIMAL(12,2), found DOUBLE'),
          expect.stringContaining(
            'plan.code: expected a required column of type VARCHAR, found no such column. Did you mean cod?',
          ),
        ],
      },
    });
  });
});
