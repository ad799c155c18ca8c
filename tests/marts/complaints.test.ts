import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildGeneration } from '../../src/marts/build.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { HandMade, newFolder, optionsFor } from './support.js';

const folder = newFolder();
const home = join(folder, 'home');
const made = new HandMade(join(folder, 'warehouse'));
afterAll(() => rmSync(folder, { recursive: true }));

const complaint = (id: string, number: number, opened: string, closed: string | null, kind = 'BILLING') =>
  `('${id}', ${number}, DATE '${opened}', ${closed ? `DATE '${closed}'` : 'NULL'}, '${kind}')`;
const columns = 'complaint_id, number_id, opened_on, closed_on, kind';
const rowsOf = async (sql: string) => {
  const { id } = await buildGeneration(optionsFor(home, made.dir));
  const marts = await openBuilder();
  const rows = await marts.query(sql.replaceAll(/from (\w+)/g, `from '${generationDir(home, id)}/$1/*/*.parquet'`));
  await marts.close();
  return rows.map((row) => Object.values(row));
};
const open = 'select month, number_id from number_state where has_open_complaint order by all';

test('open at the end of each month, days to close, and what comes back; of no complaint the month’s count tells', async () => {
  for (const month of ['2026-01', '2026-02', '2026-03'])
    await made.add(
      'number_month',
      month,
      'number_id, joined_on, status, complaints',
      [1, 2, 3].map((id) => `(${id}, DATE '2020-01-01', 'ACTIVE', ${id === 3 ? 1 : 0})`).join(', '),
    );
  expect(await rowsOf(open)).toEqual(['2026-01', '2026-02', '2026-03'].map((month) => [month, 3]));
  await made.add(
    'complaint',
    '2026-01',
    columns,
    [complaint('a', 1, '2026-01-05', '2026-01-10'), complaint('b', 2, '2026-01-31', '2026-03-02')].join(', '),
  );
  await made.add(
    'complaint',
    '2026-02',
    columns,
    [
      complaint('c', 1, '2026-02-09', '2026-02-09'), // comes back on the last day
      complaint('d', 1, '2026-02-09', null, 'NETWORK'), // of another kind
      complaint('e', 9, '2026-02-09', null), // of a number that nobody knows
    ].join(', '),
  );
  await made.add('complaint', '2026-03', columns, complaint('f', 1, '2026-03-12', null)); // a day late
  expect(await rowsOf('select complaint_id, days_to_close, is_reopened from number_complaint order by all')).toEqual([
    ['a', 5, false],
    ['b', 30, false],
    ['c', 0, true],
    ['d', null, false],
    ['f', null, false],
  ]);
  expect(await rowsOf(open)).toEqual([
    ['2026-01', 2],
    ['2026-02', 1],
    ['2026-02', 2],
    ['2026-03', 1],
  ]);
});
