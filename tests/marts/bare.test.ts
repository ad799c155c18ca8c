import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MartletError } from '../../src/errors.js';
import { buildGeneration } from '../../src/marts/build.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { currentGeneration, generationDir } from '../../src/warehouse/generations.js';
import { HandMade, newFolder, openMarts, optionsFor } from './support.js';

let folder: string;
let made: HandMade;
beforeEach(() => {
  folder = newFolder();
  made = new HandMade(join(folder, 'warehouse'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const build = () => buildGeneration(optionsFor(join(folder, 'home'), made.dir));
const add = (month: string, rows: string) => made.add('number_month', month, 'number_id, joined_on, status', rows);

test('a warehouse with the required columns only: what is not provided is null, the rest holds', async () => {
  await add('2026-01', `(1, DATE '2020-01-01', 'ACTIVE'), (2, DATE '2026-01-02', 'SUSPENDED')`);
  await add('2026-02', `(1, DATE '2020-01-01', 'CANCELLED'), (2, DATE '2026-01-02', 'ACTIVE')`);
  const manifest = await build();
  expect(manifest.coverage.contact).toEqual([]);
  const happened = manifest.files.filter(({ path }) => /^number_(event|contact)\//.test(path));
  expect(happened.map(({ rows }) => rows)).toEqual([0, 0, 0, 0]);
  expect(manifest.checks.filter(({ ok }) => !ok)).toEqual([]);
  await made.add('number_event', '2026-02', 'number_id, "on", type', `(1, DATE '2026-02-02', 'CANCEL')`);
  await made.add('contact', '2026-02', 'contact_id, number_id, "on"', `('a', 1, DATE '2026-02-02')`);
  const marts = await openMarts(generationDir(join(folder, 'home'), manifest.id), made.dir);
  const rows = await marts.query(
    `SELECT month, number_id, lifecycle, leaver, orders, value_tier, rfm_cell, in_arrears, over_plan, left_on, lean, dual_drop FROM number_state ORDER BY ALL`,
  );
  const unknown = [null, null, null, null, null];
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['2026-01', 1, 'MATURE.BALANCED.UNKNOWN_AGE', null, ...unknown, null, null, false],
    ['2026-01', 2, 'NEW.PURE_NEW.UNKNOWN_CHANNEL', null, ...unknown, null, null, false],
    ['2026-02', 1, 'OFF_NET.TRUE_LEAVE.OTHER', true, ...unknown, '2026-02-01', null, false],
    ['2026-02', 2, 'NEW.PURE_NEW.UNKNOWN_CHANNEL', false, ...unknown, null, null, false],
  ]);
  expect(await marts.query('SELECT complaints, orders, leavers FROM number_flow WHERE leavers = 1')).toEqual([
    { complaints: null, orders: null, leavers: 1 },
  ]);
  await marts.close();
});

test('a cost that the warehouse lacks counts as 0, one that is empty leaves the margin unknown; without revenue there is none', async () => {
  const months = ['2026-01', '2026-02', '2026-03', '2026-04'];
  for (const [at, month] of months.entries()) {
    await made.add(
      'number_month',
      month,
      'number_id, joined_on, status, revenue, discount, points_cost',
      `(1, DATE '2020-01-01', 'ACTIVE', ${10 + at}, 1, 0.5), (2, DATE '2020-01-01', 'ACTIVE', 20, ${at === 3 ? 'NULL' : at}, 0), (3, DATE '${month}-01', 'ACTIVE', NULL, 0, 0)`,
    );
  }
  const manifest = await build();
  const marts = await openBuilder();
  const files = `${generationDir(join(folder, 'home'), manifest.id)}/number_state/*/*.parquet`;
  const rows = await marts.query(
    `SELECT number_id, contribution_margin, monthly_margin, lifetime_value FROM '${files}' WHERE number_id < 3 OR month = '2026-04' ORDER BY number_id, month`,
  );
  await marts.close();
  expect(rows.map((row) => Object.values(row))).toEqual([
    [1, '8.50', '8.50', null],
    [1, '9.50', '9.00', null],
    [1, '10.50', '9.50', null],
    [1, '11.50', '10.50', null],
    [2, '20.00', '20.00', null],
    [2, '19.00', '19.50', null],
    [2, '18.00', '19.00', null],
    // of 19.00 and 18.00
    [2, null, '18.50', null],
    [3, null, null, null],
  ]);
});

test('a gap between months is refused', async () => {
  await add('2026-01', `(1, DATE '2020-01-01', 'ACTIVE')`);
  await add('2026-03', `(1, DATE '2020-01-01', 'ACTIVE')`);
  await expect(build()).rejects.toThrow(/gap: 2026-01 is followed by 2026-03, expected 2026-02/);
});

test('a failing check lists what failed, and the generation before keeps serving', async () => {
  await add('2026-01', `(1, DATE '2020-01-01', 'ACTIVE'), (2, DATE '2020-01-01', 'ACTIVE')`);
  const first = await build();
  await add('2026-02', `(1, DATE '2020-01-01', 'ACTIVE')`);
  const failure = await build().catch((error) => error);
  expect(failure).toBeInstanceOf(MartletError);
  expect(failure.code).toBe('BAD_USER_INPUT');
  expect(failure.details.problems).toEqual([
    expect.stringMatching(
      /^opening = closing of the month before: 2026-02: 1 numbers on the books at the end of 2026-01 have no row.*e\.g\. 2$/,
    ),
  ]);
  expect(await currentGeneration(join(folder, 'home'))).toBe(first.id);
});

test('a number twice in a month is refused', async () => {
  await add('2026-01', `(1, DATE '2020-01-01', 'ACTIVE'), (1, DATE '2020-01-01', 'SUSPENDED')`);
  const failure = await build().catch((error) => error);
  expect(failure.details.problems).toEqual(['a number has one row a month: 2026-01: 2 rows of 1 numbers']);
  expect(await currentGeneration(join(folder, 'home'))).toBeNull();
});
