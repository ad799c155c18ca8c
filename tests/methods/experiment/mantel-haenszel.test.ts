import { expect, test } from 'vitest';
import { mantelHaenszel } from '../../../src/methods/experiment/mantel-haenszel.js';

const arm = (hits: number, trials: number) => ({ hits, trials });

/** Deaths under tolbutamide and placebo below and from 55 years of age: University Group Diabetes Program 1970. */
const diabetes = [
  { treated: arm(8, 106), control: arm(5, 120) },
  { treated: arm(22, 98), control: arm(16, 85) },
];

test('two strata by hand: weights 56.2832 and 45.5191, differences 0.03381 and 0.03625', () => {
  const pooled = mantelHaenszel(diabetes)!;
  const [first, second] = [(106 * 120) / 226, (98 * 85) / 183];
  const [a, b] = [8 / 106 - 5 / 120, 22 / 98 - 16 / 85];
  expect(pooled.difference).toBeCloseTo((first * a + second * b) / (first + second), 12);
  expect(pooled.difference).toBeCloseTo(0.0349, 4);
  expect(pooled.controlRate).toBeCloseTo((first * (5 / 120) + second * (16 / 85)) / (first + second), 12);
  // Greenland and Robins write it with whole numbers: Σ (a·(n₁−a)·n₀³ + b·(n₀−b)·n₁³) ÷ (n₁·n₀·N²) over the square of the weights' sum.
  const term = (hits: number, n1: number, held: number, n0: number) =>
    (hits * (n1 - hits) * n0 ** 3 + held * (n0 - held) * n1 ** 3) / (n1 * n0 * (n1 + n0) ** 2);
  const deviation = Math.sqrt(term(8, 106, 5, 120) + term(22, 98, 16, 85)) / (first + second);
  expect(pooled.high - pooled.difference).toBeCloseTo(1.959963984540054 * deviation, 12);
  expect(pooled.low + pooled.high).toBeCloseTo(2 * pooled.difference, 12);
});

test('strata drawn by other shares do not pass for an effect: each alone has none', () => {
  const strata = [
    { treated: arm(90, 900), control: arm(10, 100) },
    { treated: arm(50, 100), control: arm(450, 900) },
  ];
  expect(mantelHaenszel(strata)!.difference).toBeCloseTo(0, 12);
  // Put together they would seem to.
  expect(140 / 1000 - 460 / 1000).toBeLessThan(-0.3);
});

test('an arm without trials says nothing; without any there is no answer', () => {
  expect(mantelHaenszel([...diabetes, { treated: arm(3, 5), control: arm(0, 0) }])).toEqual(mantelHaenszel(diabetes));
  expect(mantelHaenszel([])).toBeNull();
});

test('what is no proportion is refused', () => {
  expect(() => mantelHaenszel([{ treated: arm(3, 2), control: arm(0, 1) }])).toThrow(RangeError);
});
