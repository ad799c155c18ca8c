// Takes a quarter of a minute where Trino is at hand: a statement costs it a tenth to a fifth of a second, however small it is.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import type { WarehouseEngine } from '../../src/warehouse/engine.js';
import { type Parameter, statement } from '../../src/warehouse/statement.js';
import { openTrino } from '../../src/warehouse/trino.js';
import { engineContract } from './engine.contract.js';

const url = process.env.TEST_TRINO_URL;
const ask = (sql: string, ...parameters: Parameter[]) => statement('test', sql, parameters);

const thousands = 'UNNEST(sequence(1, 10000))';
/** On one thread, so that two of them leave others something. */
const ENDLESS = `SELECT count(*) AS n FROM ${thousands} AS a CROSS JOIN ${thousands} AS b CROSS JOIN ${thousands} AS c`;
/** Nobody at a counter waits for Trino, and on a busy machine its 0.2 s become more than that lane's 0.8. */
const channels = { concurrency: 4, queue: 128, deadlineMs: 30_000 };
const sequence = (count: number) => `TABLE(sequence(start => 0, stop => ${count - 1}))`;

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'martlet-trino-'));
});
afterAll(() => rmSync(home, { recursive: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(home, name), text);
  return join(home, name);
};

describe('settings of Trino', () => {
  const user = 'martlet';

  test.each(['trino:8443', 'ftp://trino', 'https://user:pass@trino', 'https://trino/ui', 'https://trino?a', ''])(
    'not %j',
    (bad) => {
      expect(() => openTrino({ url: bad, user })).toThrow('Expected the address of a Trino coordinator');
    },
  );

  test('a token or a password goes over https, or stays on this machine', async () => {
    const tokenFile = file('token', 'abc\n');
    for (const proof of [{ tokenFile }, { passwordFile: tokenFile }]) {
      expect(() => openTrino({ url: 'http://trino.example:8080', user, ...proof })).toThrow('expected https');
      await openTrino({ url: 'https://trino.example', user, ...proof }).close();
      await openTrino({ url: 'http://127.0.0.1:8080', user, ...proof }).close();
    }
    await openTrino({ url: 'http://trino.example:8080', user }).close();
    expect(() => openTrino({ url: 'https://trino.example', user, tokenFile, passwordFile: tokenFile })).toThrow('found both');
  });

  test('what no header can hold, and files that hold nothing, are told by name', () => {
    const common = { url: 'https://trino.example', user } as const;
    expect(() => openTrino({ ...common, user: 'a\nX-Trino-Role: admin' })).toThrow('X-Trino-User: expected printable ASCII');
    expect(() => openTrino({ ...common, catalog: '目录' })).toThrow('X-Trino-Catalog');
    expect(() => openTrino({ ...common, tokenFile: file('empty', '\n') })).toThrow(
      /empty: expected one line without blanks, found nothing/,
    );
    expect(() => openTrino({ ...common, tokenFile: join(home, 'nowhere') })).toThrow('nowhere: expected a file that can be read');
    expect(() => openTrino({ ...common, caFile: join(home, 'nowhere') })).toThrow('nowhere: expected a file that can be read');
  });

  test('a statement with a secret in it is refused before anything is sent', async () => {
    const engine = openTrino({ url: 'http://127.0.0.1:1', user, secrets: ["5c'36"] });
    for (const asked of [ask('SELECT $1 AS v', "x5c'36"), ask("SELECT 1 AS v -- 5c'36")])
      await expect(engine.run(asked)).rejects.toThrow('Expected a statement without secrets');
    await expect(engine.run(ask('SELECT $1 AS v', '5c36'))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      cause: { message: expect.stringContaining('could not be asked') },
    });
    await engine.close();
  });

  test('statements say what is meant by names of the gateway: helpers, and its own schema, but not in a string', async () => {
    const helpers = new Map([['data_date', () => "DATE '2026-10-31'"]]);
    const engine = openTrino({ url: 'http://127.0.0.1:1', user, helpers, ownSchema: 'serving' });
    const sql = `SELECT data_date(), 'serving.a' FROM serving.a JOIN "serving"."b" ON preserving.c = other.serving.d`;
    expect(engine.spell(ask(sql))).toBe(
      `SELECT DATE '2026-10-31', 'serving.a' FROM a JOIN "b" ON preserving.c = other.serving.d`,
    );
    await engine.close();
  });

  const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
  test.skipIf(!hasOpenssl)('over https with a certificate of its own; the token is read anew for each request', async () => {
    const [key, certificate] = [join(home, 'key.pem'), join(home, 'certificate.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        ...subject,
        '-keyout',
        key,
        '-out',
        certificate,
      ],
      { stdio: 'pipe' },
    );
    const tokenFile = file('token', 'first');
    const told: IncomingHttpHeaders[] = [];
    const server = https.createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, ({ headers }, response) => {
      told.push(headers);
      writeFileSync(tokenFile, 'second');
      response.end(JSON.stringify({ columns: [], ...(told.length === 1 && { nextUri: `${address}/next` }) }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `https://localhost:${(server.address() as AddressInfo).port}`;
    const trusting = openTrino({
      url: address,
      user,
      tokenFile,
      caFile: certificate,
      session: { query_priority: '1,=' },
      catalog: 'hive',
    });
    expect(await trusting.run(ask('SELECT 1 AS v'), { lane: 'slices' })).toEqual([]);
    expect(told.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer second']);
    expect(told[0]).toMatchObject({
      'x-trino-user': user,
      'x-trino-source': 'martlet',
      'x-trino-catalog': 'hive',
      'x-trino-session': 'query_priority=1%2C%3D',
      'x-trino-client-tags': 'slices',
      'x-trino-client-info': 'test',
    });
    const wary = openTrino({ url: address, user, tokenFile });
    await expect(wary.run(ask('SELECT 1 AS v'))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      cause: { message: expect.stringMatching(/could not be asked: .*self.signed/) },
    });
    expect(told).toHaveLength(2);
    await Promise.all([trusting.close(), wary.close()]);
    server.close();
  });
});

if (url === undefined) {
  test.skip('Trino: set TEST_TRINO_URL to a coordinator that asks for no password, as tests/support/trino.sh starts one', () => {});
} else {
  engineContract('Trino', {
    open: async ({ exports, lanes }) =>
      openTrino({ url, user: 'test', timeZone: 'UTC', exportDirectories: [exports], lanes: { channels, ...lanes } }),
    numbers: (count) => `(SELECT sequential_number AS i FROM ${sequence(count)}) AS numbers`,
    endless: ENDLESS,
    failsLate: `SELECT 1 / (sequential_number - 50000) AS v FROM ${sequence(1_000_000)}`,
  });

  describe('Trino', () => {
    let engine: WarehouseEngine;
    beforeAll(() => {
      engine = openTrino({ url, user: 'test', timeZone: 'Asia/Shanghai', exportDirectories: [home] });
    });
    afterAll(() => engine.close());
    const only = async (sql: string, ...parameters: Parameter[]) => (await engine.run(ask(sql, ...parameters)))[0];

    test('values of its own types', async () => {
      const sql = `SELECT ARRAY[DECIMAL '1.50', NULL] AS list, ARRAY[ARRAY[DATE '2024-02-29']] AS nested, ROW(9007199254740993, 'a') AS pair,
        MAP(ARRAY['a'], ARRAY[1]) AS map, UUID '0b8f1f2e-1111-2222-3333-444455556666' AS uuid, DECIMAL '123456789012345678901234567.5' AS wide,
        TIMESTAMP '2024-02-29 00:00:00.000000001' AS ns, TIMESTAMP '2024-02-29 00:00:00.5 Asia/Shanghai' AS zoned, 1e300 AS far,
        ARRAY[nan(), 1.5e0] AS ratios, REAL '0.1' AS real, JSON '{"a":1}' AS json, TIME '09:30:00' AS time, CAST(NULL AS BIGINT) AS nothing`;
      expect(await only(sql)).toEqual({
        list: ['1.50', null],
        nested: [['2024-02-29']],
        pair: [9007199254740993n, 'a'],
        map: '{"a":1}',
        uuid: '0b8f1f2e-1111-2222-3333-444455556666',
        wide: '123456789012345678901234567.5',
        ns: '2024-02-29T00:00:00.000000001',
        zoned: '2024-02-28T16:00:00.5Z',
        far: 1e300,
        ratios: [null, 1.5],
        real: 0.1,
        json: '{"a":1}',
        time: '09:30:00',
        nothing: null,
      });
    });

    test('every value comes back as it went, of many in one statement', async () => {
      const text = fc.string({ unit: 'binary', maxLength: 20 });
      const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Object.is(each, -0));
      const value = fc.oneof(
        text,
        fc.constantFrom("'", "''", '\\', '\0', '--', '/*', '?', '$1', '客户 🐦'),
        number,
        fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
      );
      const values = fc
        .sample(value, 400)
        .map((each) => (typeof each === 'bigint' && Number.isSafeInteger(Number(each)) ? Number(each) : each));
      const columns = values.map((_, index) => `$${values.length - index} AS v${values.length - index}`);
      const found = await only(`SELECT ${columns.join(', ')}`, ...values);
      expect(values.map((_, index) => found![`v${index + 1}`])).toEqual(values);
    });

    test('a parameter may be used twice, as a limit and where rows are grouped by it', async () => {
      const sql = 'SELECT $2 AS a, count(*) AS n FROM (VALUES 1, 2) AS t(x) WHERE x <= $1 OR x > $1 GROUP BY $2 LIMIT $1';
      expect(await engine.run(ask(sql, 1, 'x'))).toEqual([{ a: 'x', n: 2 }]);
    });

    test('the cluster is told who asks, and lets go of what is cancelled', async () => {
      const stop = new AbortController();
      const running = engine.run(statement('the board 看板', ENDLESS), { lane: 'slices', signal: stop.signal });
      const mine =
        "SELECT state, source FROM system.runtime.queries WHERE query LIKE '%CROSS JOIN%' AND query NOT LIKE '%system.runtime%' AND NOT state IN ('FINISHED', 'FAILED')";
      await expect.poll(() => engine.run(ask(mine)), { interval: 200 }).toEqual([{ state: 'RUNNING', source: 'martlet' }]);
      stop.abort();
      await expect(running).rejects.toMatchObject({ name: 'AbortError' });
      await expect.poll(() => engine.load().slices.running).toBe(0);
      await expect.poll(() => engine.run(ask(mine)), { interval: 200 }).toEqual([]);
    });

    test('in a time zone of its own', async () => {
      expect(
        await only("SELECT CAST(at_timezone(TIMESTAMP '2024-02-28 16:00:00 UTC', current_timezone()) AS DATE) AS day"),
      ).toEqual({ day: '2024-02-29' });
    });

    describe('a file', () => {
      const sql = `SELECT sequential_number AS i, 9007199254740993 + sequential_number AS big, CAST(0.01 AS DECIMAL(18,2)) * sequential_number AS money,
        DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 00:00:00.123456' AS at, TIMESTAMP '2024-02-29 00:00:00 +08:00' AS instant,
        IF(sequential_number = 1, nan(), 0.1e0) AS ratio, '=1+1' AS formula, ARRAY['a', NULL] AS texts, ARRAY[0.5e0] AS shares, ROW(1, 'b') AS pair,
        sequential_number = 0 AS is_first, CAST(NULL AS INTEGER) AS nothing FROM ${sequence(3000)} ORDER BY 1 DESC`;
      const read = async (path: string, columns: string) => {
        const builder = await openBuilder();
        try {
          return await builder.query(`SELECT ${columns} FROM '${path}' LIMIT 2`);
        } finally {
          await builder.close();
        }
      };

      test('of Parquet has the types and the values, in order', async () => {
        const path = join(home, 'all.parquet');
        const shares: number[] = [];
        const onProgress = (share: number) => void shares.push(share);
        expect(
          await engine.export(ask(sql), { path, format: 'parquet', ordered: true }, { lane: 'exports', onProgress }),
        ).toEqual({ rows: 3000 });
        expect(shares.length).toBeGreaterThan(0);
        expect(shares.every((share, index) => share >= (shares[index - 1] ?? 0) && share <= 1)).toBe(true);
        const [row] = await read(
          path,
          '*, typeof(money) AS type, typeof(day) AS day_type, typeof(big) AS big_type, typeof(instant) AS instant_type',
        );
        expect(row).toEqual({
          i: 2999,
          big: 9007199254743992n,
          money: '29.99',
          day: '2024-02-29',
          at: '2024-02-29T00:00:00.123456',
          instant: '2024-02-28T16:00:00Z',
          ratio: 0.1,
          formula: '=1+1',
          texts: ['a', null],
          shares: [0.5],
          pair: '[1,"b"]',
          is_first: false,
          nothing: null,
          type: 'DECIMAL(37,2)',
          day_type: 'DATE',
          big_type: 'BIGINT',
          instant_type: 'TIMESTAMP WITH TIME ZONE',
        });
        expect(await read(path, 'count(*) AS n, count(ratio) AS ratios, sum(money) AS money, sum(big) AS big')).toEqual([
          { n: 3000, ratios: 2999, money: '44985.00', big: 27021597764227477500n },
        ]);
      });

      test('of CSV and NDJSON is as DuckDB writes it, of no rows, too', async () => {
        const [csv, ndjson] = [join(home, 'one.csv'), join(home, 'one.ndjson')];
        const one = ask(`SELECT big, money, day, formula FROM (${sql}) WHERE i = $1`, 1);
        await engine.export(one, { path: csv, format: 'csv', bom: true });
        expect(readFileSync(csv, 'utf8')).toBe("\uFEFFbig,money,day,formula\r\n9007199254740994,0.01,2024-02-29,'=1+1\r\n");
        await engine.export(one, { path: ndjson, format: 'ndjson' });
        expect(JSON.parse(readFileSync(ndjson, 'utf8'))).toMatchObject({ money: 0.01, day: '2024-02-29', formula: '=1+1' });
        const none = { path: join(home, 'none.csv'), format: 'csv' } as const;
        expect(await engine.export(ask('SELECT 1 AS a, 2 AS b WHERE false'), none)).toEqual({ rows: 0 });
        expect(readFileSync(none.path, 'utf8')).toBe('a,b\r\n');
      });

      test('leaves nothing beside itself, also when it fails late or is cancelled', async () => {
        const before = readdirSync(home);
        const target = { path: join(home, 'never.parquet'), format: 'parquet' } as const;
        const late = `SELECT 1 / (sequential_number - 50000) AS v FROM ${sequence(1_000_000)}`;
        await expect(engine.export(ask(late), target)).rejects.toMatchObject({ name: 'EngineError', sql: late });
        const stop = new AbortController();
        const many = engine.export(ask(`SELECT * FROM ${sequence(5_000_000)}`), target, {
          signal: stop.signal,
          onProgress: () => stop.abort(),
        });
        await expect(many).rejects.toMatchObject({ name: 'AbortError' });
        await expect.poll(() => engine.load().dashboards.running).toBe(0);
        expect(readdirSync(home)).toEqual(before);
      });
    });
  });
}
