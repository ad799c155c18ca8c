import { expect, test } from 'vitest';
import { stabilityIndex } from '../../../src/methods/score/stability.js';

test('nothing moved, nothing to tell, whatever the sizes', () => {
  expect(stabilityIndex([100, 200, 700], [100, 200, 700])).toBe(0);
  expect(stabilityIndex([1000, 2000, 7000], [10_000, 20_000, 70_000])).toBeCloseTo(0, 6);
});

test('shares of 10, 20, 70 % that were 20, 20, 60 %: by hand', () => {
  const byHand = (0.1 - 0.2) * Math.log(0.1 / 0.2) + (0.7 - 0.6) * Math.log(0.7 / 0.6);
  expect(stabilityIndex([1e7, 2e7, 7e7], [2e7, 2e7, 6e7])).toBeCloseTo(byHand, 6);
});

test('a bin that emptied is far, and finite', () => {
  const moved = stabilityIndex([0, 1000], [500, 500]);
  expect(moved).toBeGreaterThan(0.25);
  expect(Number.isFinite(moved)).toBe(true);
});
