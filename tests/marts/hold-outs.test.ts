import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGeneration } from '../../src/marts/build.js';
import type { HeldOutList } from '../../src/marts/hold-outs.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir, type Manifest } from '../../src/warehouse/generations.js';
import { HandMade, newFolder, optionsFor } from './support.js';

const folder = newFolder();
const home = join(folder, 'home');
const made = new HandMade(join(folder, 'warehouse'));
const build = (heldOut: readonly HeldOutList[]) => buildGeneration(optionsFor(home, made.dir, { heldOut }));
afterAll(() => rmSync(folder, { recursive: true }));

/** Who is on the books of 1 to 8 in which month; 8 never is. */
const left: Readonly<Record<string, readonly number[]>> = {
  '2026-01': [],
  '2026-02': [1],
  '2026-03': [1, 2, 5],
  '2026-04': [1, 2, 5, 6],
};
const number = (id: number, isGone: boolean) =>
  `(${id}, DATE '2025-01-10', '${isGone || id === 8 ? 'CANCELLED' : 'ACTIVE'}', ${isGone ? `'PRICE'` : 'NULL'})`;

beforeAll(async () => {
  for (const [month, gone] of Object.entries(left)) {
    // Who is cancelled is there in the month in which it is, and then no more.
    const before = left[`2026-0${Number(month.slice(6)) - 1}`] ?? [];
    const rows = [1, 2, 3, 4, 5, 6, 7, 8].filter((id) => !before.includes(id) && (id !== 8 || month === '2026-01'));
    await made.add(
      'number_month',
      month,
      'number_id, joined_on, status, leave_reason',
      rows.map((id) => number(id, gone.includes(id))).join(', '),
    );
  }
  const contact = (id: string, on: string, outcome: string, offer = 'CARE_CALL') =>
    `('c${id}${on}', ${id}, DATE '${on}', 'OUTBOUND', '${offer}', '${outcome}')`;
  const columns = 'contact_id, number_id, "on", scene, offer_id, outcome';
  await made.add('contact', '2026-01', columns, contact('2', '2026-01-31', 'ACCEPTED'));
  await made.add(
    'contact',
    '2026-02',
    columns,
    [contact('3', '2026-02-10', 'ACCEPTED'), contact('4', '2026-02-10', 'REFUSED')].join(),
  );
  await made.add(
    'contact',
    '2026-04',
    columns,
    [contact('4', '2026-04-30', 'ACCEPTED'), contact('6', '2026-04-01', 'ACCEPTED', 'X')].join(),
  );
  await made.add(
    'number_event',
    '2026-03',
    'number_id, "on", type, offer_id',
    `(7, DATE '2026-03-05', 'OFFER_ORDER', 'CARE_CALL')`,
  );
});

/** 1 to 4 and 8 are treated, 1 and 2 as a household; 5 to 7 are kept out; 99 is no number any more. */
const relation = `(SELECT * FROM (VALUES
  (1, 10::UBIGINT, 'MEMBER', 'CARE_CALL'), (2, 10, 'MEMBER', 'CARE_CALL'), (3, 30, 'MEMBER', 'CARE_CALL'), (4, 40, 'MEMBER', 'CARE_CALL'),
  (8, 80, 'MEMBER', 'CARE_CALL'), (99, 99, 'MEMBER', 'CARE_CALL'),
  (5, 50, 'HELD_OUT', 'CARE_CALL'), (6, 60, 'HELD_OUT', 'CARE_CALL'), (7, 70, 'HELD_OUT', 'CARE_CALL'), (7, 70, NULL, NULL)
) AS t(number_id, draw, arm, offer))`;
const list = (id: string, month: string, hash = 'a'): HeldOutList => ({ id, month, share: 0.4, hash, relation });

const armsOf = async ({ id }: Manifest) => {
  const builder = await openBuilder();
  await builder.execute(`ATTACH '${generationDir(home, id)}/serving.duckdb' AS serving (READ_ONLY)`);
  const rows = await builder.query('SELECT * FROM serving.offer_hold_out ORDER BY ALL');
  await builder.close();
  return rows.map(({ list: of, offer, share, ...row }) => {
    expect([offer, share]).toEqual(['CARE_CALL', 0.4]);
    return [
      of,
      row.horizon,
      row.treated,
      ...['numbers', 'units', 'squares', 'lost', 'accepted'].map((name) => Number(row[name])),
    ];
  });
};

test('arms by hand: who was on the books, who truly left within one and three months, and who ordered since', async () => {
  const manifest = await build([list('l', '2026-01')]);
  expect(await armsOf(manifest)).toEqual([
    // 5 to 7: nobody leaves or orders in February
    ['l', 1, false, 3, 3, 3, 0, 0],
    // 1 leaves in February; 3 orders; 2 ordered before
    ['l', 1, true, 4, 3, 6, 1, 1],
    // 5 in March, 6 in April; 7 orders by an event, and 6 something else
    ['l', 3, false, 3, 3, 3, 2, 1],
    // 2 in March; 4 orders on the last day of April
    ['l', 3, true, 4, 3, 6, 2, 2],
  ]);
});

test('a horizon that is not over is not told, and a list of the newest month not at all', async () => {
  const found = await armsOf(await build([list('m', '2026-03'), list('n', '2026-04'), list('o', '2025-11')]));
  expect(found.map(([of, horizon]) => [of, horizon])).toEqual([
    ['m', 1],
    ['m', 1],
  ]);
});

test('a list that comes to tell something makes a generation, and no month; one that does not makes none', async () => {
  const before = await build([list('l', '2026-01')]);
  expect((await build([list('l', '2026-01'), list('n', '2026-04')])).id).toBe(before.id);
  const after = await build([list('l', '2026-01', 'b')]);
  expect(after.id).not.toBe(before.id);
  expect(after.fingerprints).toEqual(before.fingerprints);
});
