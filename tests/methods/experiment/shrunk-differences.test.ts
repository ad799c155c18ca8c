import { expect, test } from 'vitest';
import { shrunkDifferences } from '../../../src/methods/experiment/shrunk-differences.js';

test('eight schools (Rubin 1981; Gelman et al. 2013, 5.5): no more than chance between them, and 7.7 with a standard error of 4.1 in common', () => {
  const effects = [28, 8, -3, 7, -1, 1, 18, 12];
  const errors = [15, 10, 16, 11, 9, 11, 10, 18];
  const { cells, mean, between } = shrunkDifferences(
    effects.map((difference, at) => ({ difference, variance: errors[at]! ** 2 })),
  )!;
  expect(between).toBe(0);
  expect(mean.difference).toBeCloseTo(7.7, 1);
  expect((mean.high - mean.low) / (2 * 1.96)).toBeCloseTo(4.1, 1);
  for (const cell of cells) expect(cell).toEqual(mean);
});

test('by hand: two of variance 1 that lie 4 apart stay apart; what differs more than chance is drawn half as much as it is uncertain', () => {
  // Q = 8, one degree of freedom, Σw − Σw²/Σw = 2 − 1: 7 between; each drawn by 1/8 to 2
  const { cells, mean, between } = shrunkDifferences([
    { difference: 0, variance: 1 },
    { difference: 4, variance: 1 },
  ])!;
  expect(between).toBeCloseTo(7, 12);
  expect(mean.difference).toBeCloseTo(2, 12);
  expect(cells.map(({ difference }) => difference)).toEqual([expect.closeTo(0.25, 12), expect.closeTo(3.75, 12)]);
  // (1 − 1/8) · 1 + (1/8)² · 4
  const spread = 1.959964 * Math.sqrt(0.875 + 4 / 64);
  expect(cells[1]!.high - cells[1]!.difference).toBeCloseTo(spread, 5);
});

test('one is its own mean, and of none there is nothing', () => {
  const { cells, mean } = shrunkDifferences([{ difference: 0.1, variance: 0.01 }])!;
  expect(cells).toEqual([mean]);
  expect(mean.difference).toBeCloseTo(0.1, 12);
  expect(shrunkDifferences([])).toBeNull();
});
