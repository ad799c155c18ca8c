// Its own generation (about 3 s): a newest month that is not over, which the shared one has not.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGeneration } from '../../src/marts/build.js';
import { catalogue, HandMade, newFolder, optionsFor } from '../marts/support.js';
import { type Gateway, openGateway } from '../support/gateway.js';

const folder = newFolder();
const home = join(folder, 'home');
const made = new HandMade(join(folder, 'warehouse'));
let gateway: Gateway;

/** In each month a number joins on these days. */
const joins: Readonly<Record<string, readonly number[]>> = {
  // 30 days, of which 20 are left after the 10th: six of eight joined in those.
  '2026-04': [5, 10, 11, 15, 20, 25, 28, 30],
  // 31 days: after the 11th as many are left.
  '2026-05': [1, 11, 12, 31],
  // Until the 10th.
  '2026-06': [2, 9, 10],
};
const day = (month: string, of: number) => `DATE '${month}-${String(of).padStart(2, '0')}'`;

beforeAll(async () => {
  let id = 0;
  const rows: string[] = [];
  for (const [month, days] of Object.entries(joins)) {
    rows.push(...days.map((of) => `(${++id}, ${day(month, of)}, 'ACTIVE', '${of % 2 === 0 ? 'A' : 'B'}')`));
    await made.add('number_month', month, 'number_id, joined_on, status, city', rows.join(', '));
  }
  const plans = `('2026-05', NULL, 'GROSS_ADDS', 5), ('2026-06', NULL, 'GROSS_ADDS', 20), ('2026-06', 'A', 'GROSS_ADDS', 8)`;
  await made.add('target', null, 'month, city, measure, value', plans);
  await buildGeneration(optionsFor(home, made.dir, { catalogue }));
  gateway = await openGateway(home);
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

const pace = async (args: string) => {
  const { data, errors } = await gateway.ask(`{ indicator(${args}) { pace { asOf soFar share expected projected absence } } }`);
  expect(errors).toEqual([]);
  return data.indicator.pace;
};

test('an unfinished month: what came by now, what should have, and where it goes, by how the months before went', async () => {
  // 2 of 8 and 2 of 4 had come when as many days were left.
  const share = 4 / 12;
  const found = await pace('measure: GROSS_ADDS');
  expect(found).toEqual({ asOf: '2026-06-10', soFar: 3, share, expected: 20 * share, projected: 3 / share, absence: null });
});

test('a part goes by its own figures and its own plan; without a plan it says so', async () => {
  const share = 4 / 12;
  expect(await pace('measure: GROSS_ADDS, where: { city: { eq: "A" } }')).toMatchObject({
    soFar: 2,
    share,
    expected: 8 * share,
    projected: 2 / share,
    absence: null,
  });
  expect(await pace('measure: GROSS_ADDS, where: { city: { eq: "B" } }')).toMatchObject({
    soFar: 1,
    expected: null,
    projected: 1 / share,
    absence: 'NO_TARGET',
  });
});

test('a month that is over is at its end', async () => {
  expect(await pace('measure: GROSS_ADDS, month: "2026-05"')).toEqual({
    asOf: '2026-05-31',
    soFar: 4,
    share: 1,
    expected: 5,
    projected: 4,
    absence: null,
  });
});

test('what has no figures by day, or no months before to go by, has none and says why', async () => {
  const none = { share: null, expected: null, projected: null };
  expect(await pace('measure: CLOSING_SUBSCRIBERS')).toEqual({ ...none, asOf: null, soFar: 15, absence: 'NOT_COVERED' });
  expect(await pace('measure: LEAVERS')).toEqual({ ...none, asOf: '2026-06-10', soFar: 0, absence: 'NO_BASELINE' });
  expect(await pace('measure: LEAVERS, month: "2026-04"')).toEqual({ ...none, asOf: null, soFar: null, absence: 'NO_BASELINE' });
});
