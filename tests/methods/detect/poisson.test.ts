import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { twoSidedNormalP } from '../../../src/methods/detect/normal.js';
import { isWithinChance, poissonDeviate } from '../../../src/methods/detect/poisson.js';

/** Two rates compared exactly (Przyborowski & Wilenski 1940): of all events, those of the tested month are Binomial(all, 1 ÷ (n + 1)). */
function exact(observed: number, before: number, months: number): number {
  const [all, share] = [observed + before, 1 / (months + 1)];
  const probability = (count: number): number => {
    let p = (1 - share) ** all;
    for (let k = 0; k < count; k++) p *= ((all - k) / (k + 1)) * (share / (1 - share));
    return p;
  };
  const upTo = Array.from({ length: all + 1 }, (_, count) => probability(count));
  const sum = (list: readonly number[]) => list.reduce((total, p) => total + p, 0);
  return 2 * Math.min(sum(upTo.slice(observed)), sum(upTo.slice(0, observed + 1)), 0.5);
}

describe('against the exact test of two rates', () => {
  test.each([
    [23, 23, 7],
    [3, 1, 7],
    [2, 0, 7],
    [1, 0, 7],
    [0, 80, 8],
    [64, 315, 7],
    [9, 30, 12],
  ])('%i after %i in %i months: within a factor of six', (observed, before, months) => {
    const p = twoSidedNormalP(poissonDeviate(observed, before / months, 1 / months));
    const expected = exact(observed, before, months);
    expect(p / expected).toBeGreaterThan(1 / 6);
    expect(p / expected).toBeLessThan(6);
  });
});

test('0, 0, 0, 1: the first event after quiet months is no news', () => {
  expect(Math.abs(poissonDeviate(1, 0, 1 / 7))).toBeLessThan(2);
});

describe('properties', () => {
  const count = fc.integer({ min: 0, max: 5000 });
  const rate = fc.double({ min: 0, max: 5000, noNaN: true });
  const leverage = fc.double({ min: 0.02, max: 1, noNaN: true });

  test('on the side that it is on; within five deviations more events lie higher', () => {
    fc.assert(
      fc.property(count, rate, leverage, (observed, expected, h) => {
        const deviate = poissonDeviate(observed, expected, h);
        expect(deviate * (observed - expected - h / 2)).toBeGreaterThanOrEqual(0);
        if (Math.abs(deviate) < 5) expect(poissonDeviate(observed + 1, expected, h)).toBeGreaterThanOrEqual(deviate);
      }),
    );
  });

  test('of many events it is the plain deviate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 1_000_000 }), fc.integer({ min: -3, max: 3 }), (expected, spreads) => {
        const observed = Math.round(expected + spreads * Math.sqrt(expected));
        expect(Math.abs(poissonDeviate(observed, expected, 0) - spreads)).toBeLessThan(0.1);
      }),
    );
  });
});

test('95 % points of χ² ÷ ν: 3.84 of one degree, 2.37 of 4, 1.69 of 14 (Abramowitz & Stegun, table 26.8)', () => {
  expect([isWithinChance(2.35, 1, 4), isWithinChance(2.39, 1, 4)]).toEqual([true, false]);
  expect([isWithinChance(1.68, 1, 14), isWithinChance(1.7, 1, 14)]).toEqual([true, false]);
  expect([isWithinChance(3.6, 1, 1), isWithinChance(4, 1, 1)]).toEqual([true, false]);
});
