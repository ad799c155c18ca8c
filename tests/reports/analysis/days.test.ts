import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { analysisOf } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const flows = { grossAdds: 'gross_adds', wonBack: 'won_back', leavers: 'leavers', complaints: 'complaints', orders: 'orders' };
const names = Object.keys(flows);

test.each([
  ['DAY', '2026-02', '2026-03', `strftime(f.day, '%Y-%m-%d')`, undefined, 'true'],
  ['WEEK', '2025-11', '2026-02', `strftime(f.day, '%G-W%V')`, undefined, 'true'],
  ['WEEK', '2025-12', '2025-12', `strftime(f.day, '%G-W%V')`, { dataGb: { gt: 10 } }, 'n.data_gb > 10'],
] as const)(
  '%s from %s to %s by city: flows of events joined to the number of that month',
  async (grain, from, to, period, where, condition) => {
    const { rows, totals } = await analysisOf(gateway, `city ${names.join(' ')}`, {
      grain,
      from,
      to,
      where,
      totals: true,
      first: 10_000,
    });
    const sums = Object.entries(flows).map(([name, column]) => `cast(coalesce(sum(f.${column}), 0) as double) as "${name}"`);
    const found = (await gateway.sql(
      `select ${period} as period, n.city as city, grouping(n.city) as is_total, ${sums}
     from number_flow f join number_state n using (month, number_id) where month between '${from}' and '${to}' and ${condition}
     group by grouping sets ((1, 2), (1)) order by period, city`,
    )) as Data[];
    const plain = ({ period, city, ...row }: Data) => [period, city, ...names.map((name) => row[name])];
    expect(rows.map(plain)).toEqual(found.filter(({ is_total }) => Number(is_total) === 0).map(plain));
    const ofPeriods = totals.filter(({ period }: Data) => period !== null);
    expect(ofPeriods.map(plain)).toEqual(found.filter(({ is_total }) => Number(is_total) === 1).map(plain));
    expect(rows.length).toBeGreaterThan(20);
  },
);

test('weeks are ISO weeks: the last days of December 2025 are in 2026-W01, and a week that goes on outside is partial', async () => {
  const year = await analysisOf(gateway, 'complaints', { grain: 'WEEK', from: '2025-12', to: '2026-01', fill: 'ZERO' });
  const week = year.rows.find(({ period }: Data) => period === '2026-W01');
  const [{ n }] = (await gateway.sql(
    `select cast(sum(complaints) as double) as n from number_flow where day between date '2025-12-29' and date '2026-01-04'`,
  )) as Data[];
  expect([week.complaints, week.isPartial]).toEqual([n, false]);
  expect(year.rows.map(({ period, isPartial }: Data) => [period, isPartial])).toEqual([
    ...['2025-W49', '2025-W50', '2025-W51', '2025-W52', '2026-W01', '2026-W02', '2026-W03', '2026-W04'].map((code) => [
      code,
      false,
    ]),
    ['2026-W05', true],
  ]);
  const december = await analysisOf(gateway, 'complaints', { grain: 'WEEK', from: '2025-12', to: '2025-12' });
  const cut = december.rows.at(-1);
  const [{ m }] = (await gateway.sql(
    `select cast(sum(complaints) as double) as m from number_flow where day between date '2025-12-29' and date '2025-12-31'`,
  )) as Data[];
  expect([cut.period, cut.complaints, cut.isPartial]).toEqual(['2026-W01', m, true]);
});

test('the days of a month add up to the month, the quarters to the year; parts of a quarter or year are marked', async () => {
  const days = await analysisOf(gateway, names.join(' '), { grain: 'DAY', from: '2026-09', to: '2026-10' });
  const months = await analysisOf(gateway, names.join(' '), { grain: 'MONTH', from: '2026-09', to: '2026-10' });
  for (const name of names) {
    const sum = (rows: readonly Data[]) => rows.reduce((total, row) => total + row[name], 0);
    expect([name, sum(days.rows)]).toEqual([name, sum(months.rows)]);
  }
  const partial = async (grain: string) =>
    (await analysisOf(gateway, 'revenue', { grain, from: '2025-08', to: '2026-07' })).rows.map((row: Data) => [
      row.period,
      row.isPartial,
    ]);
  expect(await partial('QUARTER')).toEqual([
    ['2025-Q3', true],
    ['2025-Q4', false],
    ['2026-Q1', false],
    ['2026-Q2', false],
    ['2026-Q3', true],
  ]);
  expect(await partial('YEAR')).toEqual([
    ['2025', true],
    ['2026', true],
  ]);
  expect(await partial('TOTAL')).toEqual([['2025-08..2026-07', false]]);
});

test.each(['DAY', 'WEEK'])(
  'the total of all periods by %s is that of the months, at every level, and its slice holds its numbers',
  async (grain) => {
    const span = { from: '2026-08', to: '2026-10' };
    const fields = `${names.join(' ')} planTier totalOf period slice(measure: LEAVERS)`;
    const { totals } = await analysisOf(gateway, fields, { ...span, grain, totals: true });
    const ofAll = totals.filter(({ period }: Data) => period === null);
    const months = await analysisOf(gateway, fields, { ...span, grain: 'TOTAL', totals: true });
    const figures = (row: Data) => [row.planTier, ...names.map((name) => row[name] ?? 0)];
    const flowing = [...months.totals, ...months.rows].map(figures).filter(([, ...values]) => values.some((value) => value > 0));
    expect(new Set(ofAll.map(figures))).toEqual(new Set(flowing));
    const [whole] = ofAll.filter(({ totalOf }: Data) => totalOf.length === 1);
    const { data } = await gateway.ask(`{ numbers(slice: "${whole.slice}", first: 1) { sums(measures: [LEAVERS]) } }`);
    expect(data.numbers.sums).toEqual([whole.leavers]);
  },
);

test('one month without dimensions has its total too: the month itself', async () => {
  const { rows, totals } = await analysisOf(gateway, 'revenue churnRate period totalOf', { totals: true });
  expect(totals).toEqual(rows.map((row: Data) => ({ ...row, period: null })));
  expect(totals).toHaveLength(1);
});
