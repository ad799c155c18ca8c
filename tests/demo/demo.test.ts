import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoOptions, makeDemo } from '../../src/demo/demo.js';
import { type Engine, openEngine, openMarts } from './support.js';

let temporary: string;
let engine: Engine;
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'martlet-demo-'));
  engine = await openEngine(temporary);
});
afterAll(async () => {
  engine.close();
  await rm(temporary, { recursive: true });
});

const options = (name: string, more: Partial<DemoOptions> = {}): DemoOptions => ({
  dir: join(temporary, name),
  numbers: 3_000,
  months: 4,
  seed: 7,
  ...more,
});

/** A hash over the rows of each mart, whatever their order. */
async function contentOf(dir: string): Promise<unknown> {
  await openMarts(engine, dir);
  const marts = ['number_month', 'number_event', 'contact', 'cell_month', 'plan', 'channel', 'city', 'county', 'grid', 'target'];
  return engine.rows(
    marts
      .map(
        (mart) =>
          `SELECT '${mart}' AS mart, count(*) AS n, bit_xor(hash(t))::VARCHAR || sum(hash(t)::HUGEINT) AS content FROM ${mart} t`,
      )
      .join(' UNION ALL '),
  );
}

it('makes the same content from the same seed with any number of threads, and another from another seed', async () => {
  const contents: unknown[] = [];
  for (const [name, threads, seed] of [
    ['one', 1, 7],
    ['two', 2, 7],
    ['other', 2, 8],
  ] as const) {
    const own = await openEngine(join(temporary, `engine-${name}`), { threads });
    await makeDemo(options(name, { seed, numbers: 12_000, months: 3 }), own.execute);
    own.close();
    contents.push(await contentOf(join(temporary, name)));
  }
  expect(contents[1]).toEqual(contents[0]);
  expect(contents[2]).not.toEqual(contents[0]);
});

it('tells its months, rows, bytes and progress', async () => {
  const labels: string[] = [];
  const made = await makeDemo(
    options('told', { lastMonth: '2027-01', onProgress: (_, __, label) => labels.push(label) }),
    engine.execute,
  );
  expect(made.months).toEqual(['2026-10', '2026-11', '2026-12', '2027-01']);
  expect(made.rows).toBeGreaterThan(4 * 3_000);
  expect(made.bytes).toBeGreaterThan(100_000);
  expect(labels.at(-1)).toBe('done');
  expect(await readdir(join(temporary, 'told', 'number_month'))).toEqual(made.months.map((month) => `month=${month}`));
  const left = await engine.rows("SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'martlet_demo%'");
  expect(left).toEqual([]);
});

it('leaves nothing behind when it is interrupted', async () => {
  let calls = 0;
  const broken = async (sql: string) => {
    if (++calls === 30) throw new Error('the power went out');
    await engine.execute(sql);
  };
  await expect(makeDemo(options('broken'), broken)).rejects.toThrow('the power went out');
  expect(calls).toBeGreaterThan(29);
  expect((await readdir(temporary)).filter((name) => name.startsWith('broken'))).toEqual([]);
});

it('removes what a killed run left beside the folder', async () => {
  const abandoned = join(temporary, 'next.making-999999999');
  await mkdir(abandoned);
  await makeDemo(options('next', { months: 1 }), engine.execute);
  expect(existsSync(abandoned)).toBe(false);
});

it('does not touch a folder that holds something', async () => {
  const dir = join(temporary, 'full');
  await mkdir(dir);
  await writeFile(join(dir, 'mine.txt'), 'mine');
  await expect(makeDemo(options('full'), engine.execute)).rejects.toThrow(/holds mine.txt/);
  expect(await readdir(dir)).toEqual(['mine.txt']);
});

it.each([
  [{ numbers: 10 }, /500 to 50000000 numbers, but got 10/],
  [{ months: 0 }, /1 to 60 months, but got 0/],
  [{ lastMonth: '2026-13' }, /must look like 2026-10, but is "2026-13"/],
  [{ seed: 1.5 }, /seed must be a whole number, but is 1.5/],
])('refuses %o', async (more, message) => {
  await expect(makeDemo(options('refused', more), engine.execute)).rejects.toThrow(message);
  expect(existsSync(join(temporary, 'refused'))).toBe(false);
});
