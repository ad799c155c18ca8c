import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SignalAnswer } from '../../../src/indicators/signals/signals.js';
import { type Demo, nameOf, openDemo } from './support.js';

let demo: Demo;
let tests: readonly SignalAnswer[];
beforeAll(async () => {
  demo = await openDemo(2000, 26);
  tests = await demo.tested('2026-10');
});
afterAll(() => demo?.close());

test('with 24 months before the season is compared with last year', () => {
  const rules = tests.filter(({ measure }) => measure.code === 'REVENUE').map(({ rule }) => rule);
  expect(rules.length).toBeGreaterThan(25);
  expect(new Set(rules)).toEqual(new Set(['SEASONAL_NAIVE']));
});

test('by hand-written SQL: a year ago and the mean gain, or the line of the gains where they grow', async () => {
  // October 2024 is the 24th month back; the festivals of January 2025 and February 2026 change the two months' places.
  const rows = await demo.sql(`
    with figures as (select city, month, sum(revenue)::double as y from number_state where month between '2024-10' and '2026-09' group by all),
    gains as (
      select a.city, a.month, date_diff('month', date '2026-10-01', (a.month || '-01')::date) as x, a.y - b.y as gain
      from figures a join figures b on a.city = b.city and b.month = case a.month
        when '2026-01' then '2025-02' when '2026-02' then '2025-01'
        else strftime((a.month || '-01')::date - interval 1 year, '%Y-%m') end
      where a.month >= '2025-10'),
    fit as (select city, avg(gain) as level, regr_intercept(gain, x) as at_october, count(*) as n from gains group by city)
    select fit.*, figures.y as year_ago from fit join figures using (city) where figures.month = '2025-10'`);
  const found = tests.filter((each) => nameOf(each).startsWith('REVENUE CITY'));
  expect(found).toHaveLength(rows.length);
  let levels = 0;
  for (const { cut, expected } of found) {
    const row = rows.find(({ city }) => city === cut.terms[0]!.code)!;
    expect(Number(row.n)).toBe(12);
    const isLevel = Math.abs(expected - Number(row.year_ago) - Number(row.level)) < 1e-6;
    const isLine = Math.abs(expected - Number(row.year_ago) - Number(row.at_october)) < 1e-6;
    expect(isLevel || isLine).toBe(true);
    if (isLevel) levels++;
  }
  expect(levels).toBeGreaterThan(0);
});
