import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { monthsUpTo } from '../../src/lib/months.js';
import { buildGeneration } from '../../src/marts/build.js';
import type { Builder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { HandMade, newFolder, openMarts, optionsFor } from './support.js';

const MONTHS = monthsUpTo('2026-08', 8);

/** A number's months, with what differs from an ordinary one: 100 minutes, 10 GB, 50 CNY, ACTIVE. */
interface Life {
  readonly id: number;
  readonly joined: string;
  readonly customer?: string;
  readonly previous?: number;
  readonly port?: string;
  /** First and last month with a row. */
  readonly from?: string;
  readonly to?: string;
  readonly months?: Readonly<Record<string, Partial<Facts>>>;
  readonly usual?: Partial<Facts>;
}
interface Facts {
  readonly status: string;
  readonly since: string | null;
  readonly minutes: number | null;
  readonly gb: number | null;
  readonly revenue: number;
  readonly complaints: number;
}

const pre = (since: string): Partial<Facts> => ({ status: 'PRE_CANCELLED', since });
const cancelled = (since: string): Partial<Facts> => ({ status: 'CANCELLED', since });

const lives: readonly Life[] = [
  {
    id: 1,
    joined: '2020-01-05',
    months: { '2026-04': { complaints: 1 }, '2026-05': { minutes: 70, gb: 7 }, '2026-06': { minutes: 63.1, gb: 6.3 } },
  },
  { id: 2, joined: '2020-01-05', usual: { minutes: 40 }, months: { '2026-04': { minutes: 20, gb: 9 } } },
  { id: 3, joined: '2020-01-05', usual: { minutes: 20 }, months: { '2026-04': { minutes: 5 } } },
  { id: 4, joined: '2020-01-05', months: { '2026-04': { revenue: 40, complaints: 2 } } },
  { id: 5, joined: '2020-01-05', months: { '2026-04': { revenue: 40 } } },
  { id: 6, joined: '2020-01-05', months: { '2026-04': { revenue: 40, status: 'SUSPENDED', since: '2026-04-02' } } },
  {
    id: 7,
    joined: '2020-01-05',
    months: { '2026-04': pre('2026-04-10'), '2026-05': pre('2026-04-10'), '2026-06': { since: '2026-06-15' } },
  },
  { id: 8, joined: '2020-01-05', to: '2026-04', months: { '2026-04': cancelled('2026-04-20') } },
  { id: 9, joined: '2026-05-03', previous: 8 },
  { id: 10, joined: '2026-08-01', previous: 8 },
  { id: 11, joined: '2026-04-25', previous: 20 },
  { id: 12, joined: '2020-01-05', customer: 'C12', to: '2026-04', months: { '2026-04': cancelled('2026-04-20') } },
  { id: 13, joined: '2026-02-11', customer: 'C12' },
  { id: 14, joined: '2020-01-05', customer: 'C14', to: '2026-06', months: { '2026-06': cancelled('2026-06-20') } },
  { id: 15, joined: '2026-02-11', customer: 'C14' },
  { id: 16, joined: '2026-04-02', customer: 'C16', to: '2026-04', months: { '2026-04': cancelled('2026-04-28') } },
  { id: 17, joined: '2026-03-31', port: 'COMPETITOR_A' },
  { id: 18, joined: '2020-01-05', to: '2026-02', months: { '2026-01': pre('2025-12-15'), '2026-02': cancelled('2026-02-01') } },
  { id: 19, joined: '2026-07-01', previous: 7 },
  { id: 20, joined: '2020-01-05', to: '2026-04', months: { '2026-04': cancelled('2026-04-20') } },
  // No data for one of the three months before: no mean of data, so no judgement on both.
  { id: 21, joined: '2020-01-05', months: { '2026-02': { gb: null }, '2026-04': { minutes: 10, gb: 1 } } },
  // Three months on the net are too few for a decline.
  { id: 22, joined: '2026-01-10', months: { '2026-04': { minutes: 10, gb: 1 }, '2026-05': { minutes: 10, gb: 1 } } },
  // Silent on both sides: nothing fell.
  // Down by just the threshold: as a quotient of DOUBLEs -0.19999999999999996.
  { id: 24, joined: '2020-01-05', usual: { revenue: 6.3 }, months: { '2026-04': { revenue: 5.04, complaints: 1 } } },
  { id: 25, joined: '2020-01-05', usual: { revenue: 6.3 }, months: { '2026-04': { revenue: 5.05, complaints: 1 } } },
  { id: 23, joined: '2020-01-05', usual: { minutes: 0, gb: 0, revenue: 9.99 } },
];

const date = (day: string | null | undefined): string => (day ? `DATE '${day}'` : 'NULL');
const name = (value: string | undefined): string => (value === undefined ? 'NULL' : `'${value}'`);

function rowsOf(month: string): string {
  const rows = lives
    .filter(({ joined, from = joined.slice(0, 7), to = '9999-12' }) => from <= month && month <= to)
    .map(({ id, joined, customer, previous, port, months, usual }) => {
      const facts: Facts = {
        status: 'ACTIVE',
        since: joined,
        minutes: 100,
        gb: 10,
        revenue: 50,
        complaints: 0,
        ...usual,
        ...months?.[month],
      };
      return `(${id}, ${date(joined)}, '${facts.status}', ${date(facts.since)}, ${name(customer)}, ${previous ?? 'NULL'}, ${name(port)}, ${facts.minutes ?? 'NULL'}, ${facts.gb ?? 'NULL'}, ${facts.revenue}, ${facts.complaints})`;
    });
  return rows.join(', ');
}

const COLUMNS =
  'number_id, joined_on, status, status_since, customer_id, previous_number_id, ported_in_from, voice_min, data_gb, revenue, complaints';

const folder = newFolder();
let marts: Builder;
beforeAll(async () => {
  const made = new HandMade(join(folder, 'warehouse'));
  for (const month of MONTHS) await made.add('number_month', month, COLUMNS, rowsOf(month));
  await made.add(
    'number_event',
    '2026-04',
    'number_id, "on", type',
    `(4, DATE '2026-04-07', 'COMPLAINT'), (1, DATE '2026-04-09', 'COMPLAINT'), (1, DATE '2026-04-03', 'COMPLAINT'), (7, DATE '2026-04-01', 'SUSPEND'),
     (7, DATE '2026-04-11', 'PRE_CANCEL'), (8, DATE '2026-04-05', 'PRE_CANCEL'), (8, DATE '2026-04-06', 'RESUME'), (8, DATE '2026-04-19', 'PORT_OUT'), (8, DATE '2026-04-20', 'CANCEL')`,
  );
  await made.add(
    'number_event',
    '2026-06',
    'number_id, "on", type',
    `(7, DATE '2026-06-15', 'RESUME'), (7, DATE '2026-06-20', 'PLAN_CHANGE')`,
  );
  await made.add(
    'contact',
    '2026-04',
    'contact_id, number_id, "on", scene, offer_id, outcome, cost, margin',
    `('a', 1, DATE '2026-04-02', 'ONLINE', 'o', 'REACHED', 1, NULL), ('b', 1, DATE '2026-04-05', 'ONLINE', 'o', 'ACCEPTED', 5.5, 100),
     ('c', 1, DATE '2026-04-06', 'ONLINE', 'o', 'WRONG_NUMBER', 0.5, NULL), ('d', 99, DATE '2026-04-06', 'ONLINE', 'o', 'ACCEPTED', 7, 7)`,
  );
  const home = join(folder, 'home');
  const manifest = await buildGeneration(optionsFor(home, made.dir));
  marts = await openMarts(generationDir(home, manifest.id), made.dir);
});
afterAll(async () => {
  await marts.close();
  rmSync(folder, { recursive: true });
});

const one = async (columns: string, id: number, month: string) =>
  (await marts.query(`SELECT ${columns} FROM number_state WHERE number_id = ${id} AND month = '${month}'`))[0];
const over = async (column: string, id: number) =>
  (await marts.query(`SELECT ${column} AS x FROM number_state WHERE number_id = ${id} ORDER BY month`)).map(({ x }) => x);

describe('a ratio and its threshold', () => {
  test('6.30 → 5.04 is a fall of 20 %, for the rule and for a filter', async () => {
    const columns = 'revenue_change, value_drop, revenue_mean_3';
    expect(await one(columns, 24, '2026-04')).toEqual({ revenue_change: -0.2, value_drop: true, revenue_mean_3: '6.30' });
    expect(await one(columns, 25, '2026-04')).toEqual({ revenue_change: -0.198412, value_drop: false, revenue_mean_3: '6.30' });
  });

  test('a mean that is no level is none to fall from', async () => {
    expect(await one('revenue_change, minutes_change, data_change', 23, '2026-06')).toEqual({
      revenue_change: 0,
      minutes_change: null,
      data_change: null,
    });
  });
});

describe('decline', () => {
  test('minutes and data down by just 30 % are a dual drop; a little less is none', async () => {
    expect(await one('dual_drop, segment, minutes_mean_3', 1, '2026-05')).toEqual({
      dual_drop: true,
      segment: 'DUAL_DROP',
      minutes_mean_3: 100,
    });
    expect(await one('dual_drop, secondary_sim, stage', 1, '2026-06')).toEqual({
      dual_drop: false,
      secondary_sim: false,
      stage: 'MATURE',
    });
    expect((await one('minutes_change', 1, '2026-05'))?.minutes_change).toBeCloseTo(-0.3, 12);
  });
  test('one of the two down by half from a real level is a secondary SIM', async () => {
    expect(await one('lifecycle', 2, '2026-04')).toEqual({ lifecycle: 'DECLINE.SECONDARY_SIM.UNKNOWN_SIM' });
    expect(await one('secondary_sim, stage', 3, '2026-04')).toEqual({ secondary_sim: false, stage: 'MATURE' });
  });
  test('revenue down by 20 % counts with complaints or suspension only', async () => {
    expect(await one('segment', 4, '2026-04')).toEqual({ segment: 'VALUE_DROP' });
    expect(await one('stage', 5, '2026-04')).toEqual({ stage: 'MATURE' });
    expect(await one('segment', 6, '2026-04')).toEqual({ segment: 'VALUE_DROP' });
  });
  test('no judgement without three known months before, on silent numbers, or before the fourth month', async () => {
    expect(await one('dual_drop, secondary_sim, data_mean_3, data_change', 21, '2026-04')).toEqual({
      dual_drop: false,
      secondary_sim: false,
      data_mean_3: null,
      data_change: null,
    });
    expect(await one('months_on_net, dual_drop, stage', 22, '2026-04')).toEqual({
      months_on_net: 3,
      dual_drop: false,
      stage: 'GROWTH',
    });
    expect(await one('months_on_net, dual_drop, stage', 22, '2026-05')).toEqual({
      months_on_net: 4,
      dual_drop: true,
      stage: 'DECLINE',
    });
    expect(await one('lifecycle, minutes_change', 23, '2026-06')).toEqual({
      lifecycle: 'MATURE.LIGHT.UNKNOWN_AGE',
      minutes_change: null,
    });
    expect(await one('minutes_mean_3', 1, '2026-03')).toEqual({ minutes_mean_3: null });
  });
});

describe('re-entry', () => {
  test('the number replaced was given up in the three months before, or in the month itself', async () => {
    expect(await over('re_entry', 9)).toEqual([true, true, true, true]);
    expect(await over('re_entry', 10)).toEqual([false]);
    expect(await over('re_entry', 11)).toEqual([true, true, true, true, true]);
  });
  test('a number that is back on the books was not given up', async () => {
    expect(await over('re_entry', 19)).toEqual([false, false]);
  });
  test('a leaver is re-entered when its holder joined in the month or the three before, without hindsight', async () => {
    const left = async (id: number, month: string) => (await one('lifecycle', id, month))?.lifecycle;
    expect(await left(12, '2026-04')).toBe('OFF_NET.RE_ENTERED');
    expect(await left(14, '2026-06')).toBe('OFF_NET.TRUE_LEAVE.OTHER');
    expect(await left(20, '2026-04')).toBe('OFF_NET.RE_ENTERED');
    // Number 9 replaces it, but only the month after.
    expect(await left(8, '2026-04')).toBe('OFF_NET.TRUE_LEAVE.OTHER');
    // Its own joining is no other number's.
    expect(await left(16, '2026-04')).toBe('OFF_NET.TRUE_LEAVE.OTHER');
  });
});

describe('flows', () => {
  const flags = 'was_on_books, gross_add, won_back, leaver, on_books';
  test('leaving, staying off and being won back', async () => {
    expect(await over('leaver', 7)).toEqual([null, false, false, true, false, false, false, false]);
    expect(await over('won_back', 7)).toEqual([null, false, false, false, false, true, false, false]);
    expect(await over('left_on', 7)).toEqual([null, null, null, '2026-04-10', '2026-04-10', null, null, null]);
    expect(await over('left_months', 7)).toEqual([null, null, null, 0, 1, null, null, null]);
  });
  test('joining and leaving in one month is both', async () => {
    expect(await one(flags, 16, '2026-04')).toEqual({
      was_on_books: false,
      gross_add: true,
      won_back: false,
      leaver: true,
      on_books: false,
    });
  });
  test('the first month has no baseline; the day of leaving before it is the one given', async () => {
    expect(await one(flags, 18, '2026-01')).toEqual({
      was_on_books: null,
      gross_add: false,
      won_back: null,
      leaver: null,
      on_books: false,
    });
    expect(await over('left_on', 18)).toEqual(['2025-12-15', '2025-12-15']);
    expect(await over('high_value_before', 1)).toEqual([null, ...Array(7).fill(expect.any(Boolean))]);
  });
  test('days come from events, and the sums stay those of the month', async () => {
    const days = await marts.query(
      `SELECT number_id AS id, strftime(day, '%m-%d') AS day, gross_adds AS g, won_back AS w, leavers AS l, complaints AS c, campaign_contacts AS k, orders AS o
       FROM number_flow WHERE number_id IN (1, 4, 7, 8, 16, 17) AND month > '2026-01' ORDER BY month, id, day`,
    );
    expect(days.map(({ id, day, g, w, l, c, k, o }) => `${id} ${day} ${g}${w}${l} ${c} ${k}${o}`)).toEqual([
      '17 03-31 100 0 00',
      '1 04-02 000 0 10',
      '1 04-03 000 1 00',
      '1 04-05 000 0 11',
      '1 04-06 000 0 10',
      '4 04-07 000 2 00',
      '7 04-11 001 0 00',
      '8 04-19 001 0 00',
      '16 04-02 100 0 00',
      '16 04-28 001 0 00',
      '7 06-15 010 0 00',
    ]);
  });
  test('contacts of the month', async () => {
    const columns = 'reached_contacts, orders, campaign_cost, order_margin';
    expect(await one(columns, 1, '2026-04')).toEqual({
      reached_contacts: 2,
      orders: 1,
      campaign_cost: '7.00',
      order_margin: '100.00',
    });
    expect(await one(columns, 2, '2026-04')).toEqual({
      reached_contacts: 0,
      orders: 0,
      campaign_cost: '0.00',
      order_margin: '0.00',
    });
  });
});

test('a cohort is the joiners of six months before as last seen', async () => {
  const rows = await marts.query(
    'SELECT month, number_id, state_month, status, cohort_retained FROM cohort_state ORDER BY month, number_id',
  );
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['2026-07', 22, '2026-07', 'ACTIVE', true],
    ['2026-08', 13, '2026-08', 'ACTIVE', true],
    ['2026-08', 15, '2026-08', 'ACTIVE', true],
  ]);
});

test('money of three months counts the months on the net', async () => {
  expect(await one('money_3m, money_months', 9, '2026-06')).toEqual({ money_3m: '100.00', money_months: 2 });
  expect(await one('money_3m, money_months', 1, '2026-01')).toEqual({ money_3m: '50.00', money_months: 1 });
  expect(await one('money_3m, money_months', 4, '2026-05')).toEqual({ money_3m: '140.00', money_months: 3 });
});
