import { cpSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BuildOptions, buildGeneration } from '../../src/marts/build.js';
import { changesBetween } from '../../src/serving/changes.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import {
  currentGeneration,
  generationDir,
  listGenerations,
  type Manifest,
  openGeneration,
} from '../../src/warehouse/generations.js';
import { catalogue, fewRollups, makeWarehouse, newFolder, optionsFor } from './support.js';

const MONTHS = 5;
/** One warehouse and one generation of it for all tests; each works on a copy of the home. */
const made = newFolder();
const warehouse = join(made, 'demo');
const built = join(made, 'home');
let whole: Manifest;
let folder: string;
let home: string;

beforeAll(async () => {
  await makeWarehouse(warehouse, 800, MONTHS);
  whole = await buildGeneration(optionsFor(built, warehouse));
});
afterAll(() => rmSync(made, { recursive: true }));
beforeEach(() => {
  folder = newFolder();
  home = join(folder, 'home');
  cpSync(built, home, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const build = (more: Partial<BuildOptions> = {}): Promise<Manifest> => buildGeneration(optionsFor(home, warehouse, more));
const links = (manifest: Manifest, path: string): number => statSync(join(generationDir(home, manifest.id), path)).nlink;
const shared = (manifest: Manifest): string[] =>
  ofNumbers(manifest.files.map(({ path }) => path)).filter((path) => links(manifest, path) > 1);
const inMonth = (manifest: Manifest, month: string): string[] =>
  manifest.files.map(({ path }) => path).filter((path) => path.includes(`month=${month}/`));
/**
 * Leads become customers later: their months are made by every build, from what months of numbers say. Scores are the warehouse's, whatever
 * becomes of the months (tests/marts/scores.test.ts).
 */
const ofNumbers = (paths: readonly string[]): string[] => paths.filter((path) => !/^(lead_state|number_score)\//.test(path));
const sums = (manifest: Manifest): Record<string, string> =>
  Object.fromEntries(manifest.files.filter(({ path }) => path.includes('month=')).map(({ path, sha256 }) => [path, sha256]));

test('an added month costs that month only, and the result is that of a build from nothing', async () => {
  home = join(folder, 'other');
  cpSync(join(built, 'secret.key'), join(home, 'secret.key'));
  const months = ['number_month', 'number_event', 'contact', 'number_day', 'complaint', 'score'].map((mart) =>
    join(warehouse, mart, 'month=2026-10'),
  );
  // Moved, not copied: a file's time is part of what tells whether it changed.
  for (const [at, month] of months.entries()) renameSync(month, join(folder, String(at)));
  const first = await build();
  for (const [at, month] of months.entries()) renameSync(join(folder, String(at)), month);
  expect(first.dataDate).toBe('2026-09-30');
  const labels: string[] = [];
  const second = await build({ onProgress: (_, __, label) => labels.push(label) });
  expect(labels.filter((label) => label.endsWith('(unchanged)'))).toHaveLength(MONTHS - 1);
  expect(labels).toContain('2026-10');
  expect(shared(second).sort()).toEqual(ofNumbers(first.months.flatMap((month) => inMonth(second, month))).sort());
  expect(inMonth(second, '2026-10').filter((path) => links(second, path) > 1)).toEqual([]);
  const same = { monthsRemoved: [], columnsAdded: [], columnsRemoved: [], definitionsChanged: false };
  expect(changesBetween(first, second)).toEqual({ ...same, since: first, monthsAdded: ['2026-10'], monthsRebuilt: [] });
  await openGeneration(home, first.id);
  await openGeneration(home, second.id);

  expect(sums(second)).toEqual(sums(whole));
  expect(second.fingerprints).toEqual(whole.fingerprints);
  expect([...second.checks].sort(byName)).toEqual([...whole.checks].sort(byName));
  expect(await served(home, second)).toEqual(await served(built, whole));
});

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

/** The serving database's tables with a hash of their content. */
async function served(place: string, manifest: Manifest): Promise<readonly unknown[]> {
  const builder = await openBuilder();
  await builder.execute(`ATTACH '${generationDir(place, manifest.id)}/serving.duckdb' AS serving (READ_ONLY)`);
  const tables = (await builder.query(`SELECT table_name FROM duckdb_tables() WHERE database_name = 'serving' ORDER BY 1`)).map(
    (row) => row.table_name,
  );
  const all = [];
  for (const table of tables)
    all.push([
      table,
      ...(await builder.query(`SELECT count(*) AS n, CAST(bit_xor(hash(t)) AS VARCHAR) AS h FROM serving."${table}" t`)),
    ]);
  await builder.close();
  return all;
}

test('when nothing changed nothing is built, unless forced', async () => {
  const labels: string[] = [];
  const again = await build({ onProgress: (_, __, label) => labels.push(label) });
  expect(again).toEqual(whole);
  expect(labels).toEqual([`nothing changed since ${whole.id}`]);
  const forced = await build({ force: true });
  expect(forced.id).not.toBe(whole.id);
  expect(shared(forced)).toEqual([]);
  expect(sums(forced)).toEqual(sums(whole));
  expect(await currentGeneration(home)).toBe(forced.id);
});

test('a changed old month is built again with all that follows; those before it are shared', async () => {
  const builder = await openBuilder();
  const file = join(warehouse, 'number_month/month=2026-08/data.parquet');
  const original = join(folder, 'original.parquet');
  renameSync(file, original);
  await builder.execute(
    `COPY (SELECT * REPLACE (CASE WHEN number_id = (SELECT min(number_id) FROM '${original}') THEN NULL ELSE city END AS city) FROM '${original}') TO '${file}' (FORMAT parquet)`,
  );
  await builder.close();
  const second = await build().finally(() => renameSync(original, file));
  const unchanged = second.months.filter((month) => month < '2026-08');
  expect(changesBetween(whole, second).monthsRebuilt).toEqual(second.months.filter((month) => month >= '2026-08'));
  expect(shared(second).sort()).toEqual(ofNumbers(unchanged.flatMap((month) => inMonth(second, month))).sort());
});

test('changed cells are taken over, and no month of numbers is built for them', async () => {
  const builder = await openBuilder();
  const file = join(warehouse, 'cell_month/month=2026-08/data.parquet');
  const original = join(folder, 'original.parquet');
  renameSync(file, original);
  await builder.execute(
    `COPY (SELECT * REPLACE (foreign_numbers + 1 AS foreign_numbers) FROM '${original}') TO '${file}' (FORMAT parquet)`,
  );
  const second = await build().finally(() => renameSync(original, file));
  expect(shared(second).sort()).toEqual(ofNumbers(Object.keys(sums(whole))).sort());
  const seen = async (place: string, { id }: Manifest) => {
    await builder.execute(`ATTACH '${generationDir(place, id)}/serving.duckdb' AS serving (READ_ONLY)`);
    const rows = await builder.query(
      `SELECT month, CAST(sum(foreign_numbers) AS INTEGER) AS seen, CAST(count(*) AS INTEGER) AS cells FROM serving.mart_cell_month GROUP BY month ORDER BY month`,
    );
    await builder.execute('DETACH serving');
    return rows;
  };
  const before = await seen(built, whole);
  expect(before).toHaveLength(MONTHS);
  const more = before.map((row) => (row.month === '2026-08' ? { ...row, seen: Number(row.seen) + Number(row.cells) } : row));
  expect(await seen(home, second)).toEqual(more);
  await builder.close();
});

test('another threshold builds the months anew; another rollup only that rollup', async () => {
  const added = await build({ catalogue: { ...fewRollups(['whole', 'whole_cohort', 'place']), hash: 'a'.repeat(64) } });
  expect(shared(added).sort()).toEqual(ofNumbers(Object.keys(sums(whole))).sort());
  expect(added.files.filter(({ path }) => path.startsWith('rollup/place/'))).toHaveLength(MONTHS);
  const youth = catalogue.thresholds.get('youth_to');
  const thresholds = new Map([...catalogue.thresholds, ['youth_to', { ...youth!, value: 30 }]]);
  const changed = await build({ catalogue: { ...fewRollups(), thresholds, hash: 'b'.repeat(64) } });
  expect(shared(changed)).toEqual([]);
});

test('a damaged file of the current generation is not passed on', async () => {
  const file = join(generationDir(home, whole.id), 'number_state/month=2026-07/data.parquet');
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
  writeFileSync(file, bytes);
  await expect(openGeneration(home, whole.id)).rejects.toThrow(/2026-07\/data\.parquet differs from its sha256/);
  const second = await build({ catalogue: { ...fewRollups(), hash: 'c'.repeat(64) } });
  expect(sums(second)).toEqual(sums(whole));
  expect(links(second, 'number_state/month=2026-07/data.parquet')).toBe(1);
  expect(links(second, 'number_state/month=2026-08/data.parquet')).toBe(2);
  await openGeneration(home, second.id);
});

test('the last three are kept', async () => {
  const ids: string[] = [];
  for (const hash of ['1', '2', '3', '4']) ids.push((await build({ catalogue: { ...fewRollups(), hash: hash.repeat(64) } })).id);
  expect(await listGenerations(home)).toEqual(ids.slice(1));
  await openGeneration(home, ids[3] as string);
});

test('a second build at the same time is refused', async () => {
  const results = await Promise.allSettled([build({ force: true }), build({ force: true })]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = results.find((result) => result.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'CONFLICT' });
});

test('a check of the caller that fails keeps the generation from serving', async () => {
  const checks = async () => [{ name: 'a tree holds', ok: false, detail: 'REVENUE of 2026-10: 1, its formula gives 2' }];
  await expect(build({ checks, catalogue: { ...fewRollups(), hash: 'd'.repeat(64) } })).rejects.toThrow(
    /fails 1 of \d+ checks.*\na tree holds: REVENUE of 2026-10/,
  );
  expect(await currentGeneration(home)).toBe(whole.id);
  expect(await listGenerations(home)).toEqual([whole.id]);
});
