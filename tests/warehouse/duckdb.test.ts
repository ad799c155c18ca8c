import { pbkdf2 } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBuilder, openDuckdb } from '../../src/warehouse/duckdb.js';
import type { WarehouseEngine } from '../../src/warehouse/engine.js';
import { type Parameter, statement } from '../../src/warehouse/statement.js';
import { engineContract } from './engine.contract.js';

const ENDLESS = 'SELECT count(*) AS n FROM range(100000000) a, range(100000) b';
const ask = (sql: string, ...parameters: Parameter[]) => statement('test', sql, parameters);

engineContract('DuckDB', {
  open: ({ exports, lanes }) => openDuckdb({ exportDirectories: [exports], lanes }),
  numbers: (count) => `(SELECT range AS i FROM range(${count})) AS numbers`,
  endless: ENDLESS,
  failsLate: "SELECT CASE WHEN range = 50000 THEN error('late') ELSE 'fine' END AS v FROM range(1000000)",
});

/** Marts of three months in a directory of their own, with a place for exports and a secret beside it. */
async function makeMarts(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'martlet-duckdb-'));
  mkdirSync(join(home, 'marts'));
  mkdirSync(join(home, 'marts-secret'));
  writeFileSync(join(home, 'marts-secret/secret.csv'), 'a\n1\n');
  symlinkSync(join(home, 'marts-secret/secret.csv'), join(home, 'marts/link.csv'));
  const builder = await openBuilder();
  await builder.execute('SET preserve_insertion_order = true');
  await builder.execute(
    `COPY (SELECT '2026-0' || (1 + i % 3) AS month, i AS id, DATE '2026-01-01' + (i % 90)::INTEGER AS day FROM range(300000) t(i) ORDER BY id)
     TO '${home}/marts/numbers' (FORMAT parquet, PARTITION_BY (month), ROW_GROUP_SIZE 20000)`,
  );
  await builder.execute(`ATTACH '${home}/marts/serving.duckdb' AS serving`);
  await builder.execute('CREATE TABLE serving.tariff AS SELECT 1 AS id');
  await builder.close();
  return home;
}

describe('DuckDB', () => {
  let home: string;
  let engine: WarehouseEngine;
  beforeAll(async () => {
    home = await makeMarts();
    engine = await openDuckdb({
      setup: [
        `CREATE VIEW numbers AS SELECT * FROM read_parquet('${home}/marts/numbers/*/*.parquet', hive_partitioning = true)`,
        `ATTACH '${home}/marts/serving.duckdb' AS serving (READ_ONLY)`,
      ],
      allowedDirectories: [`${home}/marts`],
    });
  });
  afterAll(async () => {
    await engine.close();
    rmSync(home, { recursive: true });
  });
  const plan = async (sql: string, ...parameters: Parameter[]) =>
    String((await engine.run(ask(`EXPLAIN ANALYZE ${sql}`, ...parameters)))[0]?.explain_value ?? '');

  test('reads what was set up, after the lock', async () => {
    expect(await engine.run(ask('SELECT count(*) AS n FROM numbers'))).toEqual([{ n: 300_000 }]);
    expect(await engine.run(ask('SELECT id FROM serving.tariff'))).toEqual([{ id: 1 }]);
  });

  test('a bound month prunes partitions, a bound day compares with a DATE', async () => {
    expect(await plan('SELECT sum(id) FROM numbers WHERE month = $1', '2026-02')).toMatch(/Scanning Files: 1\/3/);
    expect(await plan('SELECT sum(id) FROM numbers WHERE month IN ($1, $2)', '2026-02', '2026-03')).toMatch(
      /Scanning Files: 2\/3/,
    );
    const days = await engine.run(
      ask('SELECT count(*) FILTER (day = $1) AS a, count(*) FILTER (day = $1::DATE) AS b FROM numbers', '2026-02-28'),
    );
    expect(days).toEqual([{ a: 3333, b: 3333 }]);
  });

  test('a day compares with text of it, uncast', async () => {
    const sql = "SELECT CAST('2024-02-29' AS DATE) BETWEEN $1 AND $2 AS v";
    expect(await engine.run(ask(sql, '2024-02-29', '2024-03-01'))).toEqual([{ v: true }]);
  });

  test('a sum of BIGINT beyond 2^63 keeps its digits, uncast', async () => {
    const big = 'CAST(9223372036854775807 AS BIGINT)';
    expect(await engine.run(ask(`SELECT sum(b) AS v FROM (SELECT ${big} AS b UNION ALL SELECT ${big}) AS t`))).toEqual([
      { v: 18446744073709551614n },
    ]);
  });

  test('values of its own types', async () => {
    const sql = `SELECT 170141183460469231731687303715884105727 AS huge, 5::HUGEINT AS small, 18446744073709551615::UBIGINT AS u,
      [1.50, NULL, -0.05]::DECIMAL(5,2)[] AS list, [[DATE '2024-02-29']] AS nested, [1, 2]::INTEGER[2] AS array, []::VARCHAR[] AS empty,
      'infinity'::DATE AS never, TIMESTAMP_NS '2024-02-29 00:00:00.000000001' AS ns, 'a'::ENUM ('a', 'b') AS enum,
      123456789012345678901234567.5::DECIMAL(38,1) AS wide, {'a': 1} AS struct, 'nan'::FLOAT AS nan, [1 / 0.0, 1.5] AS ratios`;
    expect(await engine.run(ask(sql))).toEqual([
      {
        huge: 170141183460469231731687303715884105727n,
        small: 5,
        u: 18446744073709551615n,
        list: ['1.50', null, '-0.05'],
        nested: [['2024-02-29']],
        array: [1, 2],
        empty: [],
        never: null,
        ns: '2024-02-29T00:00:00.000000001',
        enum: 'a',
        wide: '123456789012345678901234567.5',
        struct: "{'a': 1}",
        nan: null,
        ratios: [null, 1.5],
      },
    ]);
  });

  test('footers are read once, but of a file that was written anew', async () => {
    const path = join(home, 'marts/anew.parquet');
    const write = async (rows: number) => {
      const builder = await openBuilder();
      await builder.execute(`COPY (SELECT range AS id FROM range(${rows})) TO '${path}' (FORMAT parquet)`);
      await builder.close();
    };
    const count = async () => (await engine.run(ask(`SELECT count(*) AS n, max(id) AS last FROM read_parquet('${path}')`)))[0];
    expect(await engine.run(ask("SELECT current_setting('parquet_metadata_cache') AS kept"))).toEqual([{ kept: true }]);
    for (const rows of [10, 20, 15]) {
      await write(rows);
      for (let time = 0; time < 2; time++) expect(await count()).toEqual({ n: rows, last: rows - 1 });
    }
  });

  describe('is locked (I4)', () => {
    const ways: [string, (path: string) => string][] = [
      ['read_csv', (path) => `SELECT * FROM read_csv('${path}')`],
      ['read_text', (path) => `SELECT * FROM read_text('${path}')`],
      ['read_blob', (path) => `SELECT * FROM read_blob('${path}')`],
      ['read_parquet', (path) => `SELECT * FROM read_parquet('${path}')`],
      ['glob', (path) => `SELECT * FROM glob('${path}')`],
      ['a file as a table', (path) => `SELECT * FROM '${path}'`],
      ['query', (path) => `SELECT * FROM query('FROM read_text(''${path}'')')`],
    ];
    const places = () => [
      '/etc/passwd',
      '/etc/*',
      'http://127.0.0.1/x.csv',
      's3://bucket/x.csv',
      `${home}/marts-secret/secret.csv`,
      `${home}/marts/../marts-secret/secret.csv`,
      `${home}/marts/link.csv`,
    ];
    test.each(ways)('%s reads nothing outside', async (_, sql) => {
      for (const path of places())
        await expect(engine.run(ask(sql(path))), path).rejects.toThrow(/Permission Error|does not exist/);
    });

    test.each([
      'LOAD httpfs',
      'INSTALL httpfs',
      "SET memory_limit = '100GB'",
      'SET lock_configuration = false',
      'RESET lock_configuration',
      'SET enable_external_access = true',
      "SET allowed_directories = ['/']",
      "ATTACH '/tmp/martlet-elsewhere.db' AS elsewhere",
      "ATTACH ':memory:' AS elsewhere",
      "COPY (SELECT 1) TO '/tmp/martlet-elsewhere.csv'",
      "EXPORT DATABASE '/tmp/martlet-elsewhere'",
      'CREATE TABLE made AS SELECT 1',
      'DROP VIEW numbers',
      'EXPLAIN ANALYZE DROP VIEW numbers',
      'DETACH serving',
      'INSERT INTO serving.tariff VALUES (2)',
      'CALL enable_logging()',
      'CHECKPOINT',
      'PRAGMA enable_profiling',
      "SELECT * FROM query('DROP VIEW numbers')",
    ])('%s', async (sql) => {
      await expect(engine.run(ask(sql))).rejects.toThrow();
      expect(await engine.run(ask('SELECT count(*) AS n FROM numbers'))).toEqual([{ n: 300_000 }]);
    });

    test('the configuration itself refuses, not only the check for queries', async () => {
      const sql = `SELECT name, value FROM duckdb_settings() WHERE name IN ('enable_external_access', 'lock_configuration',
        'autoload_known_extensions', 'autoinstall_known_extensions', 'allow_community_extensions') ORDER BY name`;
      expect(await engine.run(ask(sql))).toEqual([
        { name: 'allow_community_extensions', value: 'false' },
        { name: 'autoinstall_known_extensions', value: 'false' },
        { name: 'autoload_known_extensions', value: 'false' },
        { name: 'enable_external_access', value: 'false' },
        { name: 'lock_configuration', value: 'true' },
      ]);
    });
  });

  test('a database file is opened read-only', async () => {
    const file = join(home, 'file.duckdb');
    const builder = await openBuilder({ database: file });
    await builder.execute('CREATE TABLE t AS SELECT 42 AS a');
    await builder.close();
    const opened = await openDuckdb({ database: file });
    expect(await opened.run(ask('SELECT a FROM t'))).toEqual([{ a: 42 }]);
    await opened.close();
    await expect(openDuckdb({ database: file, setup: ['CREATE VIEW v AS SELECT 1 AS a'] })).rejects.toThrow('read-only');
    const again = await openBuilder({ database: file });
    expect(await again.query('SELECT a + $1 AS a FROM t', [1])).toEqual([{ a: 43 }]);
    await again.close();
  });

  test('setup reaches every connection through the catalogue and SET GLOBAL', async () => {
    const opened = await openDuckdb({ setup: ['CREATE TABLE t AS SELECT 1 AS a', "SET GLOBAL TimeZone = 'Asia/Shanghai'"] });
    const sql = "SELECT (SELECT a FROM t) AS a, CAST(CAST('2024-02-28 16:00:00Z' AS TIMESTAMPTZ) AS DATE) AS day";
    const all = await Promise.all(Array.from({ length: 4 }, () => opened.run(ask(sql))));
    expect(all).toEqual(Array(4).fill([{ a: 1, day: '2024-02-29' }]));
    await opened.close();
  });

  test('setup that fails opens nothing, and says which statement', async () => {
    await expect(openDuckdb({ setup: ['CREATE VIEW v AS SELECT * FROM nowhere'] })).rejects.toMatchObject({
      name: 'EngineError',
      sql: 'CREATE VIEW v AS SELECT * FROM nowhere',
    });
  });

  test('out of memory fails alone, 20 of 20 (R4)', async () => {
    const small = await openDuckdb({ memoryLimit: '100MB', tempDirectory: '', threads: 2 });
    for (let round = 0; round < 20; round++) {
      const greedy = small.run(ask('SELECT list(range) AS a, list(range + 1) AS b FROM range(50000000)'), { lane: 'slices' });
      const modest = small.run(ask('SELECT $1 AS v', round), { lane: 'channels' });
      await expect(greedy).rejects.toMatchObject({ name: 'EngineError', message: expect.stringContaining('Out of Memory') });
      expect(await modest).toEqual([{ v: round }]);
      expect(await small.run(ask('SELECT count(*) AS n FROM range(100000)'))).toEqual([{ n: 100_000 }]);
    }
    await small.close();
  });

  test('a full temporary directory gives an error, not a hang (R5)', async () => {
    const small = await openDuckdb({
      memoryLimit: '60MB',
      tempDirectory: join(home, 'temp'),
      threads: 2,
      setup: ["SET GLOBAL max_temp_directory_size = '10MB'"],
    });
    const sort = 'SELECT hash(range) AS h, range AS r FROM range(20000000) ORDER BY h';
    await expect(
      small.run(ask(`SELECT max(r) AS r FROM (SELECT r, row_number() OVER (ORDER BY h) AS n FROM (${sort}))`)),
    ).rejects.toMatchObject({
      name: 'EngineError',
    });
    expect(await small.run(ask('SELECT 1 AS v'))).toEqual([{ v: 1 }]);
    await small.close();
  });

  test('what does not fit in memory goes to the temporary directory, locked or not', async () => {
    const spilling = await openDuckdb({ memoryLimit: '100MB', tempDirectory: join(home, 'spill'), threads: 2 });
    const sql =
      'SELECT count(*) AS n FROM (SELECT r, row_number() OVER (ORDER BY h) AS k FROM (SELECT hash(range) AS h, range AS r FROM range(5000000))) WHERE k > 0 AND r >= 0';
    expect(await spilling.run(ask(sql), { lane: 'slices' })).toEqual([{ n: 5_000_000 }]);
    await spilling.close();
  });

  test('closing twice is closing once', async () => {
    const opened = await openDuckdb();
    await Promise.all([opened.close(), opened.close()]);
    await opened.close();
  });

  test("a deadline reaches a statement that waits in libuv's pool (R2)", async () => {
    const hashes = Array.from({ length: 24 }, () => new Promise((resolve) => pbkdf2('a', 'b', 200_000, 64, 'sha512', resolve)));
    await expect(engine.run(ask(ENDLESS), { deadlineMs: 50 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await Promise.all(hashes);
    await expect.poll(() => engine.load().dashboards.running, { timeout: 5_000 }).toBe(0);
  });
});

describe('the builder', () => {
  test('runs one statement a call, of any kind, in turn', async () => {
    const builder = await openBuilder({ threads: 1 });
    await Promise.all([
      builder.execute('SET preserve_insertion_order = false'),
      builder.execute('CREATE TABLE t AS SELECT range AS i FROM range(10)'),
      builder.execute('INSERT INTO t VALUES (10)'),
    ]);
    expect(await builder.query('SELECT count(*) AS n FROM t WHERE i >= $1', [5])).toEqual([{ n: 6 }]);
    await expect(builder.execute('DROP TABLE t; DROP TABLE t')).rejects.toMatchObject({ name: 'EngineError' });
    expect(await builder.query('SELECT count(*) AS n FROM t')).toEqual([{ n: 11 }]);
    await builder.close();
  });
});
