import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDemo } from '../../src/demo/demo.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';
import { writeStrange } from '../contract/draft/strange.js';
import { martlet } from '../support/command.js';

const root = mkdtempSync(join(tmpdir(), 'martlet-init-'));
const [extracts, out, home] = ['extracts', 'mine', 'home'].map((name) => join(root, name)) as [string, string, string];
const months = ['2026-09', '2026-10'];
const warehouse = ['--warehouse', out, '--data', join(out, 'data')];

interface Drafted {
  readonly marts: readonly {
    readonly mart: string;
    readonly columns: readonly { readonly column: string; readonly from: string | null; readonly isCertain: boolean }[];
  }[];
  readonly copied: readonly { readonly encoding: string }[];
}

let builder: Builder;
let headers: Awaited<ReturnType<typeof writeStrange>>;
let drafted: Drafted;
beforeAll(async () => {
  builder = await openBuilder();
  await makeDemo({ dir: join(root, 'demo'), numbers: 500, months: months.length, seed: 7, lastMonth: '2026-10' }, (sql) =>
    builder.execute(sql),
  );
  headers = await writeStrange(builder, join(root, 'demo'), extracts, months);
  const { status, stdout } = await martlet(['init', extracts, '--out', out, '--home', home, '--json']);
  expect(status).toBe(0);
  drafted = JSON.parse(stdout) as Drafted;
});
afterAll(async () => {
  await builder.close();
  rmSync(root, { recursive: true });
});

test('of strange extracts nine columns in ten are found, and whatever was found wrongly is said to be a guess', () => {
  expect(new Set(drafted.copied.map(({ encoding }) => encoding))).toEqual(new Set(['gb18030']));
  const all = [...headers].flatMap(([mart, columns]) =>
    Object.entries(columns).map(([column, header]) => ({
      header,
      found: drafted.marts.find((each) => each.mart === mart)?.columns.find((each) => each.column === column),
    })),
  );
  expect(all.length).toBeGreaterThan(100);
  const right = all.filter(({ header, found }) => found?.from === header);
  expect(right.length / all.length).toBeGreaterThanOrEqual(0.9);
  const wrong = all.filter(({ header, found }) => found !== undefined && found.from !== header);
  expect(wrong.filter(({ found }) => found!.isCertain)).toEqual([]);
});

test('from the extracts to the first figures in four commands: those of plain SQL on the raw files', async () => {
  const checked = await martlet(['check', ...warehouse, '--home', home]);
  expect(checked.stdout).toMatch(/^ACCEPTED: 0 errors/m);
  expect((await martlet(['build', ...warehouse, '--home', home, '--json'])).status).toBe(0);
  const document =
    '{ analysis(from: "2026-09", measures: [REVENUE, CLOSING_SUBSCRIBERS, VOICE_MINUTES, LEAVERS]) { rows { period revenue closingSubscribers voiceMinutes leavers } } }';
  const { status, stdout } = await martlet(['query', document, '--home', home, '--format', 'json']);
  expect(status).toBe(0);
  const { rows } = JSON.parse(stdout).data.analysis as { rows: readonly Record<string, unknown>[] };
  for (const month of months) {
    const [raw] =
      await builder.query(`SELECT CAST(sum(${amount('出账收入')}) AS DOUBLE) / 100 AS revenue, CAST(sum(${amount('通话总时长(秒)')}) AS DOUBLE) / 60 AS minutes
      FROM ${read('用户账单', month)}`);
    const [people] = await builder.query(`SELECT count(*) AS closing FROM ${read('用户资料', month)} WHERE ${onBooks}`);
    const row = rows.find(({ period }) => period === month);
    expect(row).toMatchObject({ revenue: raw!.revenue, closingSubscribers: Number(people!.closing) });
    expect(row!.voiceMinutes).toBeCloseTo(Number(raw!.minutes), 6);
  }
  // Who was on the books at the end of the month before and is no more.
  const [left] =
    await builder.query(`SELECT count(*) AS n FROM (SELECT "用户编码" FROM ${read('用户资料', '2026-09')} WHERE ${onBooks}
    EXCEPT SELECT "用户编码" FROM ${read('用户资料', '2026-10')} WHERE ${onBooks})`);
  expect(Number(left!.n)).toBeGreaterThan(0);
  expect(rows.map(({ leavers }) => leavers)).toEqual([null, Number(left!.n)]);
});

const onBooks = `"用户状态" IN ('正常', '停机')`;

/** The raw extract, read by another way than the draft's: Node's decoder into a table of text. */
const read = (file: string, month: string): string => {
  const text = new TextDecoder('gbk').decode(readFileSync(join(extracts, `${file}_${month.replace('-', '')}.csv`)));
  const [head, ...lines] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const quote = (cell: string): string => (cell === '' ? 'NULL' : `'${cell}'`);
  return `(VALUES ${lines.map((cells) => `(${cells.map(quote).join(', ')})`).join(', ')}) AS raw(${head!.map((name) => `"${name}"`).join(', ')})`;
};

const amount = (header: string): string => `CAST("${header}" AS BIGINT)`;

test('preview shows rows, nulls and the strangest, and no personal value', async () => {
  const { status, stdout } = await martlet(['preview', 'number_month', ...warehouse, '--home', home, '--json']);
  expect(status).toBe(0);
  const [mart] = JSON.parse(stdout).marts;
  expect(mart).toMatchObject({ mart: 'number_month', months });
  expect(mart.rows).toHaveLength(10);
  expect(mart.rows.map((row: { msisdn: string }) => row.msisdn)).toEqual(Array(10).fill(expect.stringMatching(/^1\*\*\*\d$/)));
  const revenue = mart.columns.find(({ name }: { name: string }) => name === 'revenue');
  for (const [at, month] of months.entries()) {
    const [raw] = await builder.query(`SELECT count(DISTINCT "出账收入") AS n FROM ${read('用户账单', month)}`);
    expect(revenue.found[at]).toEqual({ nullShare: 0, distinct: Number(raw!.n) });
  }
  expect(mart.strangest).toHaveLength(10);
  expect(mart.strangest[0].times).toBeGreaterThan(mart.strangest[9].times);
  const people = await martlet(['preview', 'number_month', ...warehouse, '--home', home]);
  expect(people.stdout).not.toMatch(/1[3-9]\d{9}/);
  expect(people.stdout).toMatch(/Farthest from the rest of their month/);
});

test('a mart that nobody knows, and a warehouse that is not named', async () => {
  expect((await martlet(['preview', 'number_mont', ...warehouse, '--home', home])).stderr).toContain('Did you mean number_month');
  expect((await martlet(['preview', '--home', home])).stderr).toContain('--warehouse');
});
