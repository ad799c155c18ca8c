import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MartletError } from '../../src/errors.js';
import type { Lane, LaneLimits, Row, WarehouseEngine } from '../../src/warehouse/engine.js';
import { type Parameter, type Statement, statement } from '../../src/warehouse/statement.js';

/** What the suite needs to know of an engine: how to open it and how it writes a few things that no standard covers. */
export interface EngineUnderTest {
  open(options: { readonly exports: string; readonly lanes?: Partial<Record<Lane, LaneLimits>> }): Promise<WarehouseEngine>;
  /** SQL of a relation with one column `i`: 0 … count − 1. */
  numbers(count: number): string;
  /** SQL of a query that does not end within a test. */
  readonly endless: string;
  /** SQL of a query over `numbers` that fails at row 50,000. */
  readonly failsLate: string;
}

const ask = (sql: string, ...parameters: Parameter[]): Statement => statement('contract', sql, parameters);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const code = (error: unknown) => (error instanceof MartletError ? error.code : error);
const failure = (work: Promise<unknown>) =>
  work.then(
    (value) => expect.unreachable(`expected a failure, got ${String(value)}`),
    (error: unknown) => error as Error & { sql?: string },
  );

async function drain(chunks: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const rows of chunks) all.push(...rows);
  return all;
}

/** Waits for the engine to be idle: a cancelled caller is answered before its statement has let go. */
const idle = (engine: WarehouseEngine): Promise<void> =>
  expect
    .poll(() => Object.values(engine.load()).filter(({ running, waiting }) => running + waiting > 0), { interval: 10 })
    .toEqual([]);

/** The suite that every warehouse engine passes. */
export function engineContract(name: string, under: EngineUnderTest): void {
  describe(`${name} keeps the engine's contract`, () => {
    let engine: WarehouseEngine;
    let exports: string;
    beforeAll(async () => {
      exports = mkdtempSync(join(tmpdir(), 'martlet-exports-'));
      engine = await under.open({ exports });
    });
    afterAll(async () => {
      await engine.close();
      rmSync(exports, { recursive: true });
    });
    const value = async (sql: string, ...parameters: Parameter[]) =>
      (await engine.run(ask(`SELECT ${sql} AS v`, ...parameters)))[0]?.v;

    describe('values (C1)', () => {
      test.each<[string, unknown]>([
        ['CAST(9007199254740991 AS BIGINT)', 9007199254740991],
        ['CAST(9007199254740992 AS BIGINT)', 9007199254740992n],
        ['CAST(-9223372036854775807 AS BIGINT)', -9223372036854775807n],
        ['CAST(12.50 AS DECIMAL(18,2))', '12.50'],
        ['CAST(-0.05 AS DECIMAL(18,2))', '-0.05'],
        ['CAST(0 AS DECIMAL(18,6))', '0.000000'],
        ['CAST(1234567890123456.78 AS DECIMAL(18,2))', '1234567890123456.78'],
        ['CAST(7 AS DECIMAL(4,0))', '7'],
        ["CAST('2024-02-29' AS DATE)", '2024-02-29'],
        ["CAST('1969-12-31' AS DATE)", '1969-12-31'],
        ["CAST('2026-10-31 00:00:00' AS TIMESTAMP)", '2026-10-31T00:00:00'],
        ["CAST('1969-12-31 23:59:59.25' AS TIMESTAMP)", '1969-12-31T23:59:59.25'],
        ["CAST('2024-02-29 00:00:00+08:00' AS TIMESTAMP WITH TIME ZONE)", '2024-02-28T16:00:00Z'],
        ["CAST('NaN' AS DOUBLE PRECISION)", null],
        ["CAST('Infinity' AS DOUBLE PRECISION)", null],
        ["CAST('-Infinity' AS DOUBLE PRECISION)", null],
        ['CAST(0.1 AS DOUBLE PRECISION)', 0.1],
        ['CAST(NULL AS DECIMAL(12,2))', null],
        ['TRUE', true],
        ["'客户 🐦 O''Brien'", "客户 🐦 O'Brien"],
        ["''", ''],
      ])('%s', async (sql, expected) => {
        expect(await value(sql)).toStrictEqual(expected);
      });

      test('a sum of BIGINT beyond 2^63 keeps its digits', async () => {
        const big = 'CAST(9223372036854775807 AS BIGINT)';
        const sum = 'sum(CAST(b AS DECIMAL(38,0)))';
        expect(await engine.run(ask(`SELECT ${sum} AS v FROM (SELECT ${big} AS b UNION ALL SELECT ${big}) AS t`))).toEqual([
          { v: '18446744073709551614' },
        ]);
      });

      test('nulls stay in their rows', async () => {
        const sql = `SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE i * 2 END AS v FROM ${under.numbers(5000)} ORDER BY i`;
        const rows = await engine.run(ask(sql));
        expect(rows).toHaveLength(5000);
        expect(rows.every(({ i, v }) => v === (Number(i) % 3 === 0 ? null : Number(i) * 2))).toBe(true);
      });

      test('two columns of one name are refused, not merged', async () => {
        expect(await failure(engine.run(ask('SELECT 1 AS a, 2 AS a')))).toMatchObject({ name: 'EngineError' });
      });
    });

    // Where engines differ without a word, the spelling that gives the same on all; what has none is in the dialect.
    describe('one spelling, one figure', () => {
      const few =
        "(VALUES (1, 'a', CAST(1.10 AS DECIMAL(18,2))), (2, NULL, CAST(2.25 AS DECIMAL(18,2))), (NULL, 'b', NULL)) AS t(i, s, d)";
      test.each<[string, unknown]>([
        // "/" of whole numbers leaves the rest away, or not.
        ['SELECT CAST(7 AS DOUBLE PRECISION) / 2', 3.5],
        ['SELECT sum(i) / CAST(nullif(count(i) - 2, 0) AS DOUBLE PRECISION) FROM few', null],
        // A DOUBLE that becomes a whole number is rounded half up, or half to even.
        ['SELECT CAST(round(CAST(2.5 AS DOUBLE PRECISION)) AS INTEGER)', 3],
        ['SELECT CAST(round(CAST(-2.5 AS DOUBLE PRECISION)) AS INTEGER)', -3],
        ['SELECT CAST(CAST(2.345 AS DECIMAL(12,3)) AS DECIMAL(12,2))', '2.35'],
        ['SELECT CAST(CAST(-2.345 AS DECIMAL(12,3)) AS DECIMAL(12,2))', '-2.35'],
        // The mean of DECIMALs is a DOUBLE, or a DECIMAL of their scale.
        ['SELECT avg(CAST(d AS DOUBLE PRECISION)) FROM few', 1.675],
        ['SELECT sum(d) FROM few', '3.35'],
        ['SELECT sum(CAST(i AS DECIMAL(38,0))) FROM few', '3'],
        // concat leaves nulls away, or is null.
        ["SELECT 'x' || coalesce(s, '') || 'y' FROM few WHERE i = 2", 'xy'],
        ["SELECT 'x' || s FROM few WHERE i = 2", null],
        ['SELECT count(*) FILTER (WHERE i > 1) FROM few', 1],
        ['SELECT (array_agg(i ORDER BY s DESC NULLS LAST))[1] FROM few WHERE i IS NOT NULL', 1],
        ['SELECT array_agg(i ORDER BY i) FROM few', [1, 2, null]],
        ['SELECT array_agg(i ORDER BY i DESC) FROM few', [2, 1, null]],
        ["SELECT array_agg(x ORDER BY x) FROM (VALUES ('张'), ('a'), ('Z'), ('é')) AS t(x)", ['Z', 'a', 'é', '张']],
        ['SELECT count(*) FROM few WHERE i IS DISTINCT FROM 1', 2],
        ['SELECT sum((SELECT sum(y) FROM (VALUES (1, 5), (1, 7), (2, 9)) AS u(x, y) WHERE u.x = few.i)) FROM few', 21],
        ['SELECT count(*) FROM few WHERE EXISTS (SELECT 1 FROM (VALUES (2)) AS u(x) WHERE u.x = few.i)', 1],
        ["SELECT CAST(DATE '2026-03-31' - INTERVAL '1' MONTH AS DATE)", '2026-02-28'],
        ["SELECT substr('客🐦ab', 2, 2) || CAST(length('🐦ab') AS VARCHAR) || CAST(strpos('abc', 'c') AS VARCHAR)", '🐦a33'],
        ["SELECT starts_with('DECLINE.A', 'DECLINE.')", true],
        ['SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY i DESC) AS n FROM few) AS t', 3],
      ])('%s', async (sql, expected) => {
        const [row] = await engine.run(ask(`WITH few AS (SELECT * FROM ${few}) SELECT (${sql}) AS v`));
        expect(row).toEqual({ v: expected });
      });
    });

    describe('parameters', () => {
      test.each<[string, Parameter, unknown]>([
        ['text', "x' OR '1'='1; DROP", "x' OR '1'='1; DROP"],
        ['a NUL in text', 'a\0b', 'a\0b'],
        ['an integer', 7, 7],
        ['a big integer', 2 ** 40, 2 ** 40],
        ['a bigint', 9223372036854775807n, 9223372036854775807n],
        ['a fraction', 0.1, 0.1],
        ['a boolean', false, false],
        ['null', null, null],
      ])('%s comes back as it went', async (_, parameter, expected) => {
        expect(await value('$1', parameter)).toStrictEqual(expected);
      });

      test('a date compares as text of it', async () => {
        expect(await value("CAST('2024-02-29' AS DATE) = CAST($1 AS DATE)", '2024-02-29')).toBe(true);
        const between = "CAST('2024-02-29' AS DATE) BETWEEN CAST($1 AS DATE) AND CAST($2 AS DATE)";
        expect(await value(between, '2024-02-29', '2024-03-01')).toBe(true);
      });

      test('a fraction does not match a whole number, nor is it rounded to the scale of a decimal', async () => {
        const sql = 'FROM (SELECT CAST(2 AS BIGINT) AS b, CAST(1.51 AS DECIMAL(12,2)) AS d) AS t';
        expect(await engine.run(ask(`SELECT b = $1 AS same, d > $2 AS more ${sql}`, 1.5, 1.505))).toEqual([
          { same: false, more: true },
        ]);
      });

      test('too few and too many are refused', async () => {
        expect(await failure(engine.run(ask('SELECT $1 AS a')))).toMatchObject({ name: 'EngineError' });
        expect(await failure(engine.run(ask('SELECT $1 AS a', 1, 2)))).toMatchObject({ name: 'EngineError' });
      });
    });

    describe('statements', () => {
      test.each(['SELECT 1; SELECT 2', 'SELECT 1; DROP TABLE x', '', '-- nothing', 'SELECT 1 \0; SELECT 2'])(
        'not one: %j (I2)',
        async (sql) => {
          const doors = [engine.run(ask(sql)), drain(engine.stream(ask(sql))), engine.describe(ask(sql))].map(failure);
          for (const error of await Promise.all(doors)) expect(error).toMatchObject({ name: 'EngineError', sql });
        },
      );

      test('only queries', async () => {
        for (const sql of ['CREATE TABLE made AS SELECT 1 AS a', 'EXPLAIN ANALYZE CREATE TABLE made AS SELECT 1 AS a', 'BEGIN']) {
          expect(await failure(engine.run(ask(sql)))).toMatchObject({ name: 'EngineError' });
        }
        expect(await failure(engine.run(ask('SELECT * FROM made')))).toMatchObject({ name: 'EngineError' });
      });

      test("the engine's own error carries the SQL and the cause", async () => {
        const sql = 'SELECT nothing FROM nowhere';
        const error = await failure(engine.run(ask(sql)));
        expect(error).not.toBeInstanceOf(MartletError);
        expect(error).toMatchObject({ name: 'EngineError', sql, cause: expect.any(Error) });
        expect(await value('1')).toBe(1);
      });

      test('describe tells the columns and runs nothing', async () => {
        expect(await engine.describe(ask('SELECT CAST(1 AS DECIMAL(12,2)) AS fee, $1 AS month', '2026-10'))).toEqual([
          { name: 'fee', type: 'DECIMAL(12,2)' },
          { name: 'month', type: expect.stringMatching(/VARCHAR/i) },
        ]);
        expect(await engine.describe(ask(under.endless))).toHaveLength(1);
      });
    });

    describe('streams', () => {
      const many = `SELECT i FROM ${under.numbers(20_000)} ORDER BY i`;

      test('arrive whole and in order', async () => {
        const chunks: number[] = [];
        let next = 0;
        for await (const rows of engine.stream(ask(many))) {
          chunks.push(rows.length);
          for (const { i } of rows) expect(i).toBe(next++);
        }
        expect(next).toBe(20_000);
        expect(chunks.length).toBeGreaterThan(1);
      });

      test('two at once, and statements between, do not cut each other short', async () => {
        const [one, two] = [engine.stream(ask(many)), engine.stream(ask(many))].map((stream) => stream[Symbol.asyncIterator]());
        let [ones, twos] = [0, 0];
        for (;;) {
          const [a, b] = await Promise.all([one!.next(), two!.next()]);
          ones += a.value?.length ?? 0;
          twos += b.value?.length ?? 0;
          expect(await value('1')).toBe(1);
          if (a.done && b.done) break;
        }
        expect([ones, twos]).toEqual([20_000, 20_000]);
        await idle(engine);
      });

      test('left early, they free their place', async () => {
        for (let round = 0; round < 10; round++) {
          for await (const rows of engine.stream(ask(`SELECT i FROM ${under.numbers(1_000_000)}`))) {
            expect(rows.length).toBeGreaterThan(0);
            break;
          }
        }
        await idle(engine);
        expect(await drain(engine.stream(ask(many)))).toHaveLength(20_000);
      });

      test('aborted in the middle, they throw and never end early', async () => {
        const abort = new AbortController();
        let chunks = 0;
        const reading = (async () => {
          for await (const _ of engine.stream(ask(`SELECT i FROM ${under.numbers(5_000_000)}`), { signal: abort.signal })) {
            if (++chunks === 3) abort.abort(new Error('the client hung up'));
          }
        })();
        expect(await failure(reading)).toMatchObject({ message: 'the client hung up' });
        expect(chunks).toBe(3);
        await idle(engine);
      });

      test('that fail late throw', async () => {
        expect(await failure(drain(engine.stream(ask(under.failsLate))))).toMatchObject({
          name: 'EngineError',
          sql: under.failsLate,
        });
        await idle(engine);
      });

      test('whose reader has stopped reading lose their place at the deadline', async () => {
        const stalled = engine
          .stream(ask(`SELECT i FROM ${under.numbers(1_000_000)}`), { deadlineMs: 1000 })
          [Symbol.asyncIterator]();
        await stalled.next();
        await idle(engine);
        expect(code(await failure(stalled.next()))).toBe('DEADLINE_EXCEEDED');
      });
    });

    describe('deadlines and cancelling', () => {
      // Within a second of it; again where others on the machine had the cores meanwhile.
      test('a deadline frees ten stuck statements (R2)', { retry: 2 }, async () => {
        const lanes: Lane[] = ['dashboards', 'slices', 'channels'];
        const began = performance.now();
        const stuck = Array.from({ length: 10 }, (_, n) =>
          failure(engine.run(ask(under.endless), { lane: lanes[n % 3], deadlineMs: 200 })),
        );
        const ends = await Promise.all(stuck);
        expect(ends.map(code)).toEqual(Array(10).fill('DEADLINE_EXCEEDED'));
        // Their own, which the message names, and none of the lanes'.
        expect(ends.filter(({ message }) => !message.includes(' 200 ms '))).toEqual([]);
        await idle(engine);
        expect(performance.now() - began).toBeLessThan(2_000);
        expect(await value('1')).toBe(1);
      });

      test('the caller cannot lengthen the deadline', async () => {
        const short = await under.open({ exports, lanes: { channels: { concurrency: 1, queue: 1, deadlineMs: 100 } } });
        expect(code(await failure(short.run(ask(under.endless), { lane: 'channels', deadlineMs: 60_000 })))).toBe(
          'DEADLINE_EXCEEDED',
        );
        await short.close();
      });

      test('an abort stops what runs (R3)', async () => {
        const abort = new AbortController();
        const running = failure(engine.run(ask(under.endless), { signal: abort.signal }));
        await sleep(50);
        expect(engine.load().dashboards.running).toBe(1);
        abort.abort(new Error('the client hung up'));
        expect(await running).toMatchObject({ message: 'the client hung up' });
        await idle(engine);
      });

      test('an abort before the start runs nothing', async () => {
        expect(await failure(engine.run(ask(under.endless), { signal: AbortSignal.abort() }))).toMatchObject({
          name: 'AbortError',
        });
        expect(engine.load().dashboards).toEqual({ running: 0, waiting: 0 });
      });

      test('an abort takes what waits out of the queue', async () => {
        const narrow = await under.open({ exports, lanes: { dashboards: { concurrency: 1, queue: 1, deadlineMs: 60_000 } } });
        const [first, second] = [new AbortController(), new AbortController()];
        const running = failure(narrow.run(ask(under.endless), { signal: first.signal }));
        const waiting = failure(narrow.run(ask('SELECT 1 AS v'), { signal: second.signal }));
        expect(narrow.load().dashboards).toEqual({ running: 1, waiting: 1 });
        expect(await failure(narrow.run(ask('SELECT 1 AS v')))).toMatchObject({
          code: 'TOO_BUSY',
          details: { retryAfterMs: expect.any(Number) },
        });
        second.abort();
        expect(await waiting).toMatchObject({ name: 'AbortError' });
        const later = narrow.run(ask('SELECT 2 AS v'));
        first.abort();
        expect(await running).toMatchObject({ name: 'AbortError' });
        expect(await later).toEqual([{ v: 2 }]);
        await narrow.close();
      });

      test('a lane full of slow work leaves the others answering (R1)', async () => {
        const stop = new AbortController();
        const slow = Array.from({ length: 18 }, () =>
          failure(engine.run(ask(under.endless), { lane: 'slices', signal: stop.signal })),
        );
        expect(engine.load().slices).toEqual({ running: 2, waiting: 16 });
        expect(await failure(engine.run(ask('SELECT 1 AS v'), { lane: 'slices' }))).toMatchObject({ code: 'TOO_BUSY' });
        for (let n = 0; n < 50; n++) expect(await engine.run(ask('SELECT $1 AS v', n), { lane: 'channels' })).toEqual([{ v: n }]);
        stop.abort();
        await Promise.all(slow);
        await idle(engine);
      });

      test('close interrupts what runs, refuses what waits and what comes', async () => {
        const closing = await under.open({ exports, lanes: { dashboards: { concurrency: 1, queue: 1, deadlineMs: 60_000 } } });
        const [running, waiting] = [failure(closing.run(ask(under.endless))), failure(closing.run(ask('SELECT 1 AS v')))];
        const streaming = failure(drain(closing.stream(ask(under.endless), { lane: 'slices' })));
        await sleep(50);
        await closing.close();
        const codes = (await Promise.all([running, waiting, streaming, failure(closing.run(ask('SELECT 1 AS v')))])).map(code);
        expect(codes).toEqual(Array(4).fill('TOO_BUSY'));
      });
    });

    describe('exports', () => {
      test.each(['parquet', 'csv', 'ndjson'] as const)('%s: all rows, counted', async (format) => {
        const path = join(exports, `it's.${format}`);
        const numbers = ask(`SELECT i, $2 AS month FROM ${under.numbers(10_000)} WHERE i < $1;`, 5000, "2026'10");
        expect(await engine.export(numbers, { path, format }, { lane: 'slices' })).toEqual({ rows: 5000 });
        expect(existsSync(path)).toBe(true);
      });

      test('cancelled, they leave no file', async () => {
        const before = readdirSync(exports);
        const target = { path: join(exports, 'never.parquet'), format: 'parquet' } as const;
        expect(code(await failure(engine.export(ask(under.endless), target, { deadlineMs: 100 })))).toBe('DEADLINE_EXCEEDED');
        await idle(engine);
        expect(readdirSync(exports)).toEqual(before);
      });

      test.each(['/tmp/martlet-elsewhere.csv', '../martlet-elsewhere.csv'])('not to %s', async (path) => {
        const target = { path: path.startsWith('/') ? path : `${exports}/${path}`, format: 'csv' } as const;
        expect(await failure(engine.export(ask('SELECT 1 AS v'), target))).toMatchObject({ name: 'EngineError' });
        expect(existsSync(target.path)).toBe(false);
      });
    });
  });
}
