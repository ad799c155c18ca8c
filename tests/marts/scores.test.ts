import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMonths } from '../../src/contract/check/check-months.js';
import { type BuildOptions, buildGeneration } from '../../src/marts/build.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { currentGeneration, generationDir, type Manifest } from '../../src/warehouse/generations.js';
import { contract, HandMade, newFolder, optionsFor } from './support.js';

const folder = newFolder();
const home = join(folder, 'home');
const made = new HandMade(join(folder, 'warehouse'));
const build = (more: Partial<BuildOptions> = {}) => buildGeneration(optionsFor(home, made.dir, more));
afterAll(() => rmSync(folder, { recursive: true }));

const score = (month: string, ...rows: readonly string[]) =>
  made.add('score', month, 'number_id, model, probability', rows.join(', '));

beforeAll(async () => {
  for (const month of ['2026-01', '2026-02', '2026-03'])
    await made.add(
      'number_month',
      month,
      'number_id, joined_on, status',
      `(1, DATE '2025-01-10', 'ACTIVE'), (2, DATE '2025-01-10', 'ACTIVE')`,
    );
});

const scoresOf = async ({ id }: Manifest) => {
  const marts = await openBuilder();
  const rows = await marts.query(
    `SELECT month, number_id, model, probability FROM '${generationDir(home, id)}/number_score/*/*.parquet' ORDER BY ALL`,
  );
  await marts.close();
  return rows.map((row) => Object.values(row).map(String).join(' '));
};
const files = ({ files: all }: Manifest) =>
  new Map(all.filter(({ path }) => path.startsWith('number_score/')).map(({ path, sha256 }) => [path.slice(19, 26), sha256]));

test('a warehouse without scores has none of them', async () => {
  expect(files(await build()).size).toBe(0);
});

test('scores are kept as they came, of the months that there are; one that changes is taken up, and no month is made anew for it', async () => {
  await score('2026-01', `(1, 'A', 0.25)`, `(1, 'B', 0.5)`);
  await score('2026-02', `(2, 'A', 0.125)`);
  await score('2026-04', `(2, 'A', 0.125)`);
  const before = await build();
  const first = ['2026-01 1 A 0.25000000', '2026-01 1 B 0.50000000'];
  expect(await scoresOf(before)).toEqual([...first, '2026-02 2 A 0.12500000']);
  expect([...files(before).keys()]).toEqual(['2026-01', '2026-02', '2026-03']);
  await score('2026-02', `(1, 'A', 0.75)`, `(2, 'A', 0.125)`);
  const after = await build();
  expect(await scoresOf(after)).toEqual([...first, '2026-02 1 A 0.75000000', '2026-02 2 A 0.12500000']);
  expect(after.fingerprints).toEqual(before.fingerprints);
  const [old, now] = [files(before), files(after)];
  expect([...now].filter(([month, hash]) => old.get(month) !== hash).map(([month]) => month)).toEqual(['2026-02']);
});

test('what no month of numbers rests on is checked too where it comes anew, also of a month that has passed or has no numbers', async () => {
  const checked = () =>
    build({
      checkBase: (builder, months, further) => checkMonths(builder, contract, { dir: made.dir }, months, { further }),
    });
  const good = await checked();
  for (const month of ['2026-02', '2026-04']) {
    await score(month, `(2, 'A', 1.5)`);
    await expect(checked()).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [expect.stringContaining('score')] },
    });
    expect(await currentGeneration(home)).toBe(good.id);
    await score(month, `(2, 'A', 0.125)`);
  }
});
