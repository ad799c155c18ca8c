import { expect, test } from 'vitest';
import { twoSidedNormalP } from '../../../src/methods/detect/normal.js';

/** Abramowitz & Stegun 1964, table 26.1 and 26.2 (tails), twice the one-sided. */
test.each([
  [0, 1],
  [1, 0.3173105079],
  [1.959963985, 0.05],
  [3, 0.002699796063],
  [4, 6.334248367e-5],
  [6, 1.97317529e-9],
  [10, 1.523970605e-23],
])('beyond %f, up or down: %f', (z, p) => {
  expect(twoSidedNormalP(z) / p).toBeCloseTo(1, 8);
  expect(twoSidedNormalP(-z)).toBe(twoSidedNormalP(z));
});

test('the two ways to it meet', () => {
  expect(twoSidedNormalP(2.5 - 1e-9) / twoSidedNormalP(2.5)).toBeCloseTo(1, 7);
});
