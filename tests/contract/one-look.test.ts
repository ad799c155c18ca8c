import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import type { Problem } from '../../src/contract/problem.js';
import type { Warehouse } from '../../src/contract/read/found.js';
import { type Bench, bench, contract, SOUND_EVENTS, SOUND_MONTHS, thresholds } from './support.js';

let on: Bench;
beforeEach(async () => {
  on = await bench();
  await on.months('number_month', SOUND_MONTHS);
  await on.months('number_event', SOUND_EVENTS);
});
afterEach(() => on.close());

const check = async (how: Partial<Warehouse> = {}): Promise<readonly Problem[]> =>
  (await checkWarehouse(on.builder, contract, { dir: on.dir, ...how }, { thresholds })).problems;
/** The sound months with columns written otherwise in one of them. */
const instead = (changes: Readonly<Record<string, string>>, where = "month = '2026-03'"): string => {
  const replaced = Object.entries(changes).map(
    ([column, value]) => `CASE WHEN ${where} THEN ${value} ELSE ${column} END AS ${column}`,
  );
  return `SELECT * REPLACE (${replaced.join(', ')}) FROM (${SOUND_MONTHS})`;
};
const times = (factor: string, ...columns: string[]): string =>
  instead(Object.fromEntries(columns.map((column) => [column, `CAST(${column} * ${factor} AS DECIMAL(12,2))`])));
const warnings = (problems: readonly Problem[]): readonly Problem[] => problems.filter(({ severity }) => severity === 'warning');

const parts = ['voice_revenue', 'data_revenue', 'vas_revenue', 'broadband_revenue'];
const money = [...contract.marts.get('number_month')!.columns.values()].flatMap(({ name, unit }) =>
  unit === 'CNY' ? [name] : [],
);

it('a sound warehouse has no warning', async () => {
  expect(await check()).toEqual([]);
});

it('what is held against other months needs thresholds', async () => {
  await on.months('number_month', times('100', 'revenue', ...parts));
  expect((await checkWarehouse(on.builder, contract, { dir: on.dir })).problems).toEqual([]);
});

describe('fen for yuan in one month', () => {
  it.each(money)('%s', async (column) => {
    await on.months('number_month', times('100', column));
    const [told, ...more] = warnings(await check());
    expect(more).toEqual([]);
    expect(told).toMatchObject({ column, kind: 'odd-amount', month: '2026-03' });
    expect(told!.message).toContain('100 times as much');
  });

  it('and yuan for fen, with both figures', async () => {
    await on.months('number_month', times('0.01', 'prepaid_balance'));
    expect((await check()).map(({ message }) => message)).toEqual([
      'number_month.prepaid_balance: expected about 100 where it is not 0, as in other months, found 1 in 2026-03, 100 times as little: see in which unit that month came (fen for yuan make 100).',
    ]);
  });
});

describe('one look finds', () => {
  const found: readonly [string, string, Partial<Problem>, string][] = [
    [
      '-999,999 for none',
      instead({ prepaid_balance: '-999999' }, "month = '2026-03' AND number_id = 100007"),
      { column: 'prepaid_balance', kind: 'outlier', month: '2026-03', count: 1 },
      'expected amounts of about 100, found -999,999 in 1 row in 2026-03',
    ],
    [
      '9,999,999,999 for many',
      instead({ arrears: '9999999999::DECIMAL(12,2)' }, "month = '2026-03' AND number_id % 2 = 0"),
      { column: 'arrears', kind: 'outlier', month: '2026-03', count: 20 },
      'expected amounts of about 5, found 9,999,999,999 in 20 rows in 2026-03',
    ],
    [
      'a count that is absurd',
      instead({ sms: '8000000' }, "month = '2026-02' AND number_id = 100007"),
      { column: 'sms', kind: 'outlier', month: '2026-02', count: 1 },
      'found 8,000,000 in 1 row in 2026-02',
    ],
    [
      'a column empty in one month',
      instead({ data_gb: 'NULL' }),
      { column: 'data_gb', kind: 'empty-column', month: '2026-03' },
      'expected values, found none in 2026-03',
    ],
    [
      'a column sparse in one month',
      instead({ data_gb: 'NULL' }, "month = '2026-03' AND number_id % 4 > 0"),
      { column: 'data_gb', kind: 'sparse-column', month: '2026-03', count: 10 },
      'expected a value in about 100% of the rows, as in other months, found 10 such rows of 40 (25%) in 2026-03',
    ],
    [
      'a month of zeros',
      instead({ data_gb: '0' }),
      { column: 'data_gb', kind: 'sparse-column', month: '2026-03', count: 0 },
      'expected other values than 0 in about 100% of the rows, as in other months, found 0 such rows of 40 (0%) in 2026-03',
    ],
    [
      'everybody joined on another day',
      instead({ joined_on: 'joined_on + 31' }, "month >= '2026-03'"),
      { column: 'joined_on', kind: 'changed-value', month: '2026-03', count: 40 },
      'expected of each number what the month before 2026-03 has, as it never changes, found another value for 40 of 40 numbers',
    ],
    [
      'half of the base cancelled',
      instead({ status: "'CANCELLED'" }, "month = '2026-04' AND number_id % 2 = 1"),
      { column: 'status', kind: 'many-leavers', month: '2026-04', count: 20 },
      'expected fewer than 30% of the numbers on the books to leave in 2026-04, found 20 of 39 numbers CANCELLED',
    ],
    [
      'rows doubled under other ids',
      `${SOUND_MONTHS} UNION ALL SELECT * REPLACE (number_id + 900000 AS number_id, 'CANCELLED' AS status) FROM (${SOUND_MONTHS}) WHERE month = '2026-04'`,
      { kind: 'row-count', month: '2026-04', count: 78 },
      'expected about 40 or 40 rows in 2026-04 as in the months beside it, found 78',
    ],
  ];
  it.each(found)('%s, and nothing else', async (_, sql, problem, message) => {
    await on.months('number_month', sql);
    const problems = await check();
    expect(problems).toMatchObject([{ mart: 'number_month', severity: 'warning', ...problem }]);
    expect(problems[0]!.message).toContain(message);
  });

  it('half of the base vanished: an error with both figures', async () => {
    await on.months('number_month', `SELECT * FROM (${SOUND_MONTHS}) WHERE NOT (month = '2026-04' AND number_id % 2 = 1)`);
    const vanished = (await check()).find(({ severity }) => severity === 'error');
    expect(vanished).toMatchObject({ kind: 'vanished-number', count: 20 });
    expect(vanished!.message).toContain('found none for 20 of 39 numbers');
  });

  it('events loaded twice, which have no key', async () => {
    await on.months('number_event', `${SOUND_EVENTS} UNION ALL SELECT * FROM (${SOUND_EVENTS}) WHERE month = '2026-02'`);
    const told = await check();
    expect(told.map(({ kind, month, count }) => [kind, month, count])).toEqual([['repeated-rows', '2026-02', 12]]);
    expect(told[0]!.message).toContain('found 12 different ones among 24 rows in 2026-02');
  });

  it('files among the Parquet files that nobody reads', async () => {
    on.text('number_month/month=2026-03/late.csv', 'number_id\n1\n');
    on.text('number_month/month=2026-03/_SUCCESS', '');
    const file = 'number_month/month=2026-03/late.csv';
    const problems = await check();
    expect(problems).toMatchObject([{ kind: 'ignored-file', severity: 'warning', file, count: 1 }]);
    expect(problems[0]!.message).toContain(`found 1 file of another kind, which is ignored: ${file}`);
  });
});

describe('a phone number for a number_id', () => {
  const written = [
    ['a number', '13800000000 + number_id'],
    ['a number with +86', '8613800000000 + number_id'],
    ['text', "'+86 138-00' || number_id"],
  ] as const;
  it.each(written)('%s is an error unless it is allowed', async (_, id) => {
    await on.months('number_month', `SELECT * REPLACE (${id} AS number_id) FROM (${SOUND_MONTHS})`);
    await on.months('number_event', `SELECT * REPLACE (${id} AS number_id) FROM (${SOUND_EVENTS})`);
    const problems = await check();
    expect(problems.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['personal-id', 'error'],
      ['personal-id', 'error'],
    ]);
    expect(problems[0]!.message).toContain('MARTLET_PHONE_IDS=allow');
    expect(JSON.stringify(problems)).not.toMatch(/138[ -]?0+1000/);
    expect(await check({ phoneIds: true })).toEqual([]);
  });
});
