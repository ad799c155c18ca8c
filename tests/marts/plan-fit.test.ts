import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGeneration } from '../../src/marts/build.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { HandMade, newFolder, optionsFor } from './support.js';

const folder = newFolder();
const made = new HandMade(join(folder, 'warehouse'));
afterAll(() => rmSync(folder, { recursive: true }));

const months = ['2026-01', '2026-02', '2026-03', '2026-04'];
/** Each month's use of each number: GB and minutes. */
const used: Readonly<Record<number, readonly (readonly [number, number] | null)[]>> = {
  // 4 GB and 80 minutes: on S 10 + 2 × 3 a month = 16, on M 30, on L 60
  1: [[4, 80], [4, 80], [4, 80], [4, 80]],
  // on M just what it has; on S 10 + 3 × 8 + 0.2 × 100 = 54
  2: [[10, 200], [10, 200], [10, 200], [10, 200]],
  // once far more: S costs 10 + 3 × 98 = 304 once and 10 else (83.50), M 30 + 3 × 90 = 300 once and 30 else, on L 60 + 40 × 3 = 180 once and 60 else (90)
  3: [[2, 0], [2, 0], [2, 0], [100, 0]],
  // S and M cost the same: 10 + 3 × 5 + 0.2 × 25 = 30
  4: [[7, 125], [7, 125], [7, 125], [7, 125]],
  5: [[4, 80], [4, 80], [4, 80], [4, 80]],
  // the month without use known is left out, and three are enough; with another they are not
  6: [[4, 80], null, [4, 80], [4, 80]],
  7: [[4, 80], null, null, [4, 80]],
  8: [[4, 80], [4, 80], [4, 80], [4, 80]],
  9: [[2, 0], [2, 0], [2, 0], [2, 0]],
}; // biome-ignore format: a row a number
/** Plan, 5G device, status at the end, complaints, satisfaction, revenue of the last month (of the others: 50). */
const others: Readonly<Record<number, string>> = {
  1: "'L', FALSE, 'ACTIVE', 0, 8, 50",
  2: "'L', FALSE, 'ACTIVE', 1, 8, 50",
  3: "'L', TRUE, 'ACTIVE', 0, 8, 50",
  4: "'M', FALSE, 'ACTIVE', 0, 4, 50",
  5: "'F', FALSE, 'ACTIVE', 0, 8, 50",
  6: "'L', FALSE, 'ACTIVE', 1, 8, 50",
  7: "'L', FALSE, 'ACTIVE', 0, 8, 50",
  8: "'L', FALSE, 'CANCELLED', 0, 8, 50",
  9: "'SUB', FALSE, 'ACTIVE', 0, 8, 50",
};
const columns = 'number_id, joined_on, data_gb, voice_min, plan_id, device_5g, status, complaints, satisfaction, revenue';
const rowOf = (id: number, at: number): string => {
  const use = used[id]![at];
  const end = at === months.length - 1 ? others[id]! : others[id]!.replace('CANCELLED', 'ACTIVE');
  return `(${id}, DATE '2020-01-01', ${use ? use.join(', ') : 'NULL, NULL'}, ${end})`;
};

beforeAll(async () => {
  for (const [at, month] of months.entries())
    await made.add(
      'number_month',
      month,
      columns,
      Object.keys(used)
        .map((id) => rowOf(Number(id), at))
        .join(', '),
    );
});

const plans = (overage: string) =>
  made.add(
    'plan',
    null,
    `code, fee, data_allowance_gb, voice_allowance_min, is_5g${overage}`,
    [
      `('S', 10, 2, 100, FALSE${overage && ', 3, 0.2'})`,
      `('M', 30, 10, 200, FALSE${overage && ', 3, 0.2'})`,
      `('L', 60, 60, 1000, FALSE${overage && ', 3, 0.2'})`,
      // cheapest of all, and nobody's without a 5G device
      `('F', 5, 50, 50, TRUE${overage && ', 3, 0.2'})`,
      `('SUB', 1, 50, 500, FALSE${overage && ', NULL, NULL'})`,
    ].join(', '),
  );
const fits = async (month: string) => {
  const { id } = await buildGeneration(optionsFor(join(folder, 'home'), made.dir));
  const builder = await openBuilder();
  const rows = await builder.query(
    `SELECT number_id, best_plan_id, best_plan_saving, leave_driver FROM '${generationDir(join(folder, 'home'), id)}/number_state/*/*.parquet' WHERE month = '${month}' ORDER BY number_id`,
  );
  await builder.close();
  return rows.map((row) => Object.values(row));
};

test('the cheapest plan for the use there was, what it saves, and what may drive the number away', async () => {
  await plans(', overage_per_gb, overage_per_min');
  expect(await fits('2026-04')).toEqual([
    [1, 'S', '44.00', 'PRICE'],
    [2, 'M', '30.00', 'BOTH'],
    // 5 on F, and once 5 + 3 × 50 more: 42.50
    [3, 'F', '47.50', 'PRICE'],
    // its own where another costs the same
    [4, 'M', '0.00', 'SERVICE'],
    // on F by contract, without the device: 4 GB, and 30 minutes beyond, 0.20 each
    [5, 'F', '0.00', 'NONE'],
    [6, 'S', '44.00', 'BOTH'],
    [7, null, null, null],
    [8, null, null, null],
    [9, null, null, null],
  ]);
  expect(await fits('2026-02')).toEqual(Object.keys(used).map((id) => [Number(id), null, null, null]));
});

test('without prices of use beyond the allowances nothing is compared', async () => {
  await plans('');
  expect(await fits('2026-04')).toEqual(Object.keys(used).map((id) => [Number(id), null, null, null]));
});
