import { describe, expect, test } from 'vitest';
import { expectationOf } from '../../../src/indicators/signals/expectation.js';
import { monthPlace } from '../../../src/indicators/signals/month-place.js';
import { shiftMonth } from '../../../src/lib/months.js';
import { lastOf, seriesFrom } from './series.js';

const expected = (first: string, values: readonly number[], leastMonths = 6) =>
  expectationOf(...lastOf(seriesFrom(first, values)), leastMonths);

test('places: Spring Festival of 2025 is on January 29, of 2026 on February 17', () => {
  expect(monthPlace('2026-02')).toEqual({ month: '2026-02', position: 2026 * 12 + 1, festival: 'FESTIVAL', lastYear: '2025-01' });
  expect(['2025-01', '2025-02', '2025-03', '2026-01', '2026-03', '2026-04'].map((month) => monthPlace(month).festival)).toEqual([
    'FESTIVAL',
    'AFTER',
    null,
    null,
    'AFTER',
    null,
  ]);
});

describe('fewer than 24 months before', () => {
  test('a level: the mean of the ordinary months', () => {
    // April to September, tested October
    expect(expected('2026-04', [10, 12, 11, 9, 10, 11, 30])).toMatchObject({ expected: 10.5, rule: 'XMR', degrees: 3 });
  });

  test('fewer than the least number of ordinary months: no answer', () => {
    expect(expected('2026-05', [10, 12, 11, 9, 10, 30])).toBeNull();
    // October to January, February and March do not count, April: five ordinary ones before May
    expect(expected('2025-10', [10, 12, 11, 9, 99, 99, 10, 30])).toBeNull();
    expect(expected('2025-10', [10, 12, 11, 9, 99, 99, 10, 30], 5)).toMatchObject({ expected: 10.4, rule: 'XMR' });
  });

  test('a clear slope: the line carried on, over the gap that the festival leaves', () => {
    // 100 in August and 2 more each month; 116 in April
    const values = [100.1, 101.9, 104.1, 105.9, 108.1, 109.9, 50, 150, 116.1, 0];
    const { expected: at, rule } = expected('2025-08', values)!;
    expect(rule).toBe('XMR_TREND');
    expect(at).toBeCloseTo(118, 0);
  });
});

describe('the months of Spring Festival', () => {
  /** October 2025 to January 2027: 100 in ordinary months, but 80 and 130 around the festival of 2026; tested February 2027. */
  const quiet = [100, 102, 98, 100, 80, 130, 101, 99, 100, 102, 98, 100, 101, 99, 100, 100, 81];

  test('are compared with the last festival by its own neighbours', () => {
    const { expected: level, rule, spread } = expected('2025-10', quiet)!;
    // neighbours of February 2026: November to January, and April and May
    const factor = 80 / ((102 + 98 + 100 + 101 + 99) / 5);
    expect(rule).toBe('SPRING_FESTIVAL');
    expect(level).toBeCloseTo((factor * (100 + 102 + 98 + 100 + 101 + 99 + 100 + 102 + 98 + 100 + 101 + 99 + 100 + 100)) / 14, 9);
    // steps of the ordinary months: 2 4 2 1 2 1 2 4 2 1 2 1 0, of this festival by the factor and of the last one as it was
    expect(spread).toBeCloseTo(((24 / 13) * Math.sqrt(0.8 ** 2 + 1)) / 1.128, 2);
  });

  test('and so is the month after', () => {
    const after = [...quiet, 132];
    const { expected: level, rule } = expected('2025-10', after)!;
    // neighbours of March 2026: December and January, April to June
    expect(rule).toBe('SPRING_FESTIVAL');
    expect(level).toBeCloseTo((130 / ((98 + 100 + 101 + 99 + 100) / 5)) * 100, 9);
  });

  test('not without an earlier festival, nor one at the edge of the data, nor by a factor of what is not above zero', () => {
    expect(expected('2026-04', [100, 102, 98, 100, 101, 99, 100, 102, 98, 100, 81])).toBeNull();
    expect(expected('2026-02', [80, 130, 100, 102, 98, 100, 101, 99, 100, 102, 98, 100, 81])).toBeNull();
    const debts = quiet.map((value) => -value);
    expect(expected('2025-10', debts)).toBeNull();
  });
});

describe('24 months before or more', () => {
  const season = [5, 7, 3, 9, 4, 8, 6, 2, 5, 7, 3, 9];
  /** May 2024 to April 2026, and May 2026: the season, and in the second year 10, 12, 10, 12 … more. */
  const values = Array.from({ length: 25 }, (_, index) => season[index % 12]! + (index >= 12 ? 10 + 2 * (index % 2) : 0));

  test('a year ago and the mean gain on it; its spread is that of the gains', () => {
    const seasonal = expected('2024-05', values)!;
    // the festivals of 2025 and 2026 lie in January and February: the two months change places
    const gains = [10, 12, 10, 12, 10, 12, 10, 12, 10 + 2, 12 - 2, 10, 12];
    expect(monthPlace('2026-01').lastYear).toBe('2025-02');
    expect(seasonal.rule).toBe('SEASONAL_NAIVE');
    expect(seasonal.expected).toBeCloseTo(values[12]! + gains.reduce((sum, gain) => sum + gain, 0) / 12, 9);
    expect(seasonal.leverage).toBeCloseTo(1 / 12, 12);
  });

  test('a year ago must be there', () => {
    const series = seriesFrom('2024-04', [0, ...values]).filter(({ place }) => place.month !== '2025-05');
    expect(expectationOf(...lastOf(series), 6)).toBeNull();
  });

  test('every month a year later is expected at its like, if nothing else happened', () => {
    const still = Array.from({ length: 37 }, (_, index) => season[index % 12]!);
    for (const month of [24, 25, 26, 27, 30, 35, 36]) {
      const place = monthPlace(shiftMonth('2024-05', month));
      if (place.lastYear !== shiftMonth(place.month, -12)) continue;
      expect(Math.abs(expected('2024-05', still.slice(0, month + 1))!.expected - still[month]!)).toBeLessThan(0.5);
    }
  });
});
