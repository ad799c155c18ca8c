import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import { attachWarehouse } from '../../src/contract/read/attach.js';
import { type Bench, bench, contract, GOOD_MONTH, GOOD_PLAN } from './support.js';

let on: Bench;
beforeEach(async () => {
  on = await bench();
  await on.file('_data/numbers.parquet', GOOD_MONTH);
  on.text('number_month.sql', "SELECT * FROM read_parquet(getvariable('data') || '/numbers.parquet'); -- done\n");
});
afterEach(() => on.close());
const warehouse = () => ({ dir: on.dir, data: `${on.dir}/_data` });

describe('mappings', () => {
  it('stand in for folders, also beside folders', async () => {
    await on.file('plan/plan.parquet', GOOD_PLAN);
    const attached = await attachWarehouse(on.builder, contract, warehouse());
    expect(attached.months).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(attached.marts.get('number_month')).toMatchObject({ kind: 'mapping', whole: { rows: 11 } });
    expect(attached.marts.get('plan')).toMatchObject({ kind: 'parquet', whole: { rows: 2 } });
    expect(attached.directories).toEqual([on.dir, `${on.dir}/_data`]);
    const report = await checkWarehouse(on.builder, contract, warehouse());
    expect(report.problems).toEqual([]);
    expect(report.rows.filter(({ mart }) => mart === 'number_month').map(({ rows }) => rows)).toEqual([4, 4, 3]);
  });

  it('have a fingerprint of their text and of the files under data', async () => {
    const print = async () =>
      (await attachWarehouse(on.builder, contract, warehouse())).marts.get('number_month')!.months.get('2026-01')!.fingerprint;
    const first = await print();
    expect(await print()).toBe(first);
    on.text('number_month.sql', "FROM read_parquet(getvariable('data') || '/numbers.parquet')");
    const second = await print();
    expect(second).not.toBe(first);
    on.text('_data/new.csv', 'x');
    expect(await print()).not.toBe(second);
  });

  it("make days of instants in the operator's time zone, and have another fingerprint in another", async () => {
    on.text(
      'number_month.sql',
      "SELECT * REPLACE (CAST(TIMESTAMPTZ '2026-01-01 16:30:00Z' AS DATE) AS joined_on) FROM read_parquet(getvariable('data') || '/numbers.parquet')",
    );
    const joined = async (timeZone: string) => {
      const attached = await attachWarehouse(on.builder, contract, { ...warehouse(), timeZone });
      const [row] = await on.builder.query('SELECT DISTINCT CAST(joined_on AS VARCHAR) AS day FROM base.number_month');
      return [row?.day, attached.marts.get('number_month')!.whole.fingerprint] as const;
    };
    const [shanghai, print] = await joined('Asia/Shanghai');
    const [berlin, other] = await joined('Europe/Berlin');
    expect([shanghai, berlin]).toEqual(['2026-01-02', '2026-01-01']);
    expect(other).not.toBe(print);
  });

  it('ask for --data where they need it', async () => {
    await expect(attachWarehouse(on.builder, contract, { dir: on.dir })).rejects.toThrow(
      "it reads getvariable('data'), which is not given: expected --data DIR",
    );
  });

  it.each([
    ['', 'found an empty file'],
    ['SELEC 1', 'expected one SELECT: syntax error'],
    ['SELECT 1 AS code; SELECT 2 AS code', 'found 2 statements'],
    ['DROP SCHEMA base', 'Only SELECT statements'],
    ["COPY (SELECT 1) TO '/tmp/x.csv'", 'Only SELECT statements'],
    ['SELECT 1 AS code) ; DROP VIEW x; SELECT (1', 'syntax error'],
    ["SELECT * FROM read_csv('/etc/passwd')", "does not begin with getvariable('data')"],
    ["SELECT * FROM read_csv('/etc/' || getvariable('data'))", "does not begin with getvariable('data')"],
    ["SELECT * FROM read_csv([getvariable('data') || '/a.csv', '/etc/passwd'])", "does not begin with getvariable('data')"],
    ["SELECT * FROM read_csv(getvariable('data') || '/../x.csv')", 'found the path "/../x.csv"'],
    ["SELECT (SELECT count(*) FROM read_text('http://x.test/a')) AS code", 'found the path "http://x.test/a"'],
    ["WITH a AS (SELECT * FROM read_parquet('s3://b/c.parquet')) SELECT * FROM a", 'found the path "s3://b/c.parquet"'],
    ["SELECT * FROM '/etc/passwd.csv'", "found FROM '/etc/passwd.csv'"],
    ["SELECT * FROM query('SELECT 1')", 'query() is not allowed'],
    ['SELECT nowhere FROM range(2)', 'it does not bind: Binder Error'],
  ])('refuse %j', async (sql, message) => {
    on.text('plan.sql', sql);
    const { problems } = await checkWarehouse(on.builder, contract, warehouse());
    expect(problems).toMatchObject([{ mart: 'plan', file: 'plan.sql', kind: 'mapping', severity: 'error' }]);
    expect(problems[0]!.message).toContain(message);
  });

  it.each([
    "FROM read_parquet(getvariable('data') || '/plan*.parquet')",
    "FROM read_parquet([getvariable('data') || '/plan1.parquet', getvariable('data') || '/plan2.parquet'])",
    "FROM read_parquet(concat(getvariable('data'), '/', 'plan1.parquet'), union_by_name = true)",
    "WITH a AS (FROM read_parquet(getvariable('data') || '/plan1.parquet')), b AS (SELECT * FROM range(1)) SELECT a.* FROM a, b; -- end",
    "SELECT 'P' || i AS code, sum(i) AS fee FROM range(2) AS t(i) GROUP BY i",
    "SELECT 'P' || i AS code, 'http://x.test/../y' AS en FROM range(2) AS t(i)",
  ])('take %j', async (sql) => {
    await on.file('_data/plan1.parquet', GOOD_PLAN);
    await on.file('_data/plan2.parquet', "SELECT 'P2' AS code, 'Two' AS en, '二' AS zh, 9.00::DECIMAL(12,2) AS fee");
    on.text('plan.sql', sql);
    expect((await checkWarehouse(on.builder, contract, warehouse())).problems).toEqual([]);
  });

  it('that fail on a value do not show it', async () => {
    on.text('_data/plan.csv', 'code,fee\nP0,1\nP1,13812345678x\n');
    on.text(
      'plan.sql',
      "SELECT code, CAST(fee AS DECIMAL(12,2)) AS fee FROM read_csv(getvariable('data') || '/plan.csv', all_varchar = true)",
    );
    const { problems } = await checkWarehouse(on.builder, contract, warehouse());
    expect(problems).toMatchObject([{ mart: 'plan', kind: 'mapping', severity: 'error' }]);
    expect(problems[0]!.message).toContain('Conversion Error');
    expect(JSON.stringify(problems)).not.toContain('13812345678');
  });

  it('are held to the same types: the guess of a CSV reader is not enough', async () => {
    on.text('_data/plan.csv', 'code,fee\nP0,1\nP1,19.5\n');
    on.text('plan.sql', "SELECT * FROM read_csv(getvariable('data') || '/plan.csv')");
    const { problems } = await checkWarehouse(on.builder, contract, warehouse());
    expect(problems).toMatchObject([{ mart: 'plan', column: 'fee', file: 'plan.sql', kind: 'wrong-type', severity: 'error' }]);
    expect(problems[0]!.message).toContain(
      'expected DECIMAL(12,2), found DOUBLE in plan.sql. To mend it, binary fractions do not add up: write CAST("fee" AS DECIMAL(12,2))',
    );
  });
});
