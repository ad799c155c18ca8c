import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGeneration } from '../../src/marts/build.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { HandMade, newFolder, optionsFor } from './support.js';

const folder = newFolder();
const home = join(folder, 'home');
const made = new HandMade(join(folder, 'warehouse'));
const build = () => buildGeneration(optionsFor(home, made.dir));
afterAll(() => rmSync(folder, { recursive: true }));

const number = (id: number, joined: string, revenue: number | null, status = 'ACTIVE') =>
  `(${id}, DATE '${joined}', '${status}', ${revenue}, 1)`;
const months: Readonly<Record<string, readonly string[]>> = {
  '2026-01': [number(1, '2026-01-10', 10)],
  // 2 leaves in the month of its joining: its first three months are over with it
  '2026-02': [number(1, '2026-01-10', 20), number(2, '2026-02-03', 5, 'CANCELLED'), number(4, '2026-02-05', null)],
  '2026-03': [number(1, '2026-01-10', 30), number(3, '2026-03-01', 7), number(4, '2026-02-05', 9)],
  '2026-04': [number(1, '2026-01-10', 40), number(3, '2026-03-01', 8), number(4, '2026-02-05', 9)],
};
const lead = (id: string, received: string, state: string, becomes: number | null, contacted: string | null = null) =>
  `('${id}', DATE '${received}', 'CAMPUS', '${state}', ${becomes}, ${contacted ? `DATE '${contacted}'` : 'NULL'})`;
const leadColumns = 'lead_id, received_on, source, state, converted_number_id, contacted_on';
const received = [
  lead('a', '2026-01-05', 'CONVERTED', 1, '2026-01-09'),
  lead('b', '2026-01-31', 'CONVERTED', 2, '2026-02-01'),
  lead('c', '2026-01-20', 'CONVERTED', 3),
  lead('d', '2026-01-20', 'CONVERTED', 4),
  lead('e', '2026-01-02', 'CONVERTED', 99),
  lead('f', '2026-01-02', 'LOST', null),
];

beforeAll(async () => {
  for (const [month, rows] of Object.entries(months))
    await made.add('number_month', month, 'number_id, joined_on, status, revenue, discount', rows.join(', '));
});

const leadsOf = async (id: string) => {
  const marts = await openBuilder();
  const rows = await marts.query(
    `SELECT lead_id, days_to_contact, three_months_over, revenue_3m, margin_3m FROM '${generationDir(home, id)}/lead_state/*/*.parquet' ORDER BY lead_id`,
  );
  await marts.close();
  return rows.map((row) => Object.values(row));
};

test('a lead has what its number brought in its first three months, once they are all there and known', async () => {
  await made.add('lead', '2026-01', leadColumns, received.join(', '));
  const { id } = await build();
  expect(await leadsOf(id)).toEqual([
    ['a', 4, true, '60.00', '57.00'],
    ['b', 1, true, '5.00', '4.00'],
    // joined in the last month but one
    ['c', null, false, null, null],
    // of one month nobody knows
    ['d', null, true, null, null],
    // of a number that nobody knows
    ['e', null, null, null, null],
    ['f', null, null, null, null],
  ]);
});

test('a lead that changes later is taken up, and no month of numbers is made anew for it', async () => {
  const before = await build();
  await made.add('lead', '2026-01', leadColumns, [...received.slice(1), lead('a', '2026-01-05', 'LOST', null)].join(', '));
  const after = await build();
  expect(after.id).not.toBe(before.id);
  expect(after.fingerprints).toEqual(before.fingerprints);
  expect((await leadsOf(after.id))[0]).toEqual(['a', null, null, null, null]);
});
