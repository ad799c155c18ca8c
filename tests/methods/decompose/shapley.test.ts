import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateFormula, type Formula } from '../../../src/methods/decompose/formula.js';
import { pathIntegral } from '../../../src/methods/decompose/path-integral.js';
import { shapley } from '../../../src/methods/decompose/shapley.js';
import { formulaOf, order, point, randomFormula, renumbered, scaled, sum } from '../support.js';

const names = ['a', 'b', 'c', 'd', 'e'];
const contributions = (text: string, x0: readonly number[], x1: readonly number[]) => shapley(formulaOf(text, names), x0, x1);

/** As it is defined: the mean over all orders in which the variables may go. */
function byDefinition(formula: Formula, x0: readonly number[], x1: readonly number[]): readonly number[] {
  const result = x0.map(() => 0);
  const orders = permutations(x0.map((_, index) => index));
  for (const each of orders) {
    const x = [...x0];
    for (const index of each) {
      const before = evaluateFormula(formula, x);
      x[index] = x1[index]!;
      result[index]! += (evaluateFormula(formula, x) - before) / orders.length;
    }
  }
  return result;
}

const permutations = (items: readonly number[]): readonly (readonly number[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((first) => permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));

describe('by hand', () => {
  test.each([
    ['a product of two: Δa·b̄ and ā·Δb', 'a * b', [2, 3], [4, 9], [12, 18]],
    ['a product of three from nothing: a third each', 'a * b * c', [0, 0, 0], [1, 2, 3], [2, 2, 2]],
    ['a quotient: the mean of both orders', 'a / b', [2, 1], [6, 2], [3, -2]],
    ['a sum: each its own', 'a + b - c', [1, 2, 3], [4, 9, 5], [3, 7, -2]],
    ['what stands still gives nothing', 'a * b', [2, 3], [5, 3], [9, 0]],
    ['nothing moves', 'a * b', [2, 3], [2, 3], [0, 0]],
  ])('%s', (_, text, x0, x1, expected) => {
    expect(contributions(text, x0, x1)).toEqual(expected.map((value) => expect.closeTo(value, 12)));
  });

  test('products have the contributions of the path integral; powers and quotients have others of the same sum', () => {
    const both = (text: string, x0: readonly number[], x1: readonly number[]) =>
      [contributions(text, x0, x1)!, pathIntegral(formulaOf(text, names), x0, x1)!] as const;
    for (const [text, x0, x1, isAlike] of [
      ['a * b', [10930, 0.717892], [16591, 0.825974], true],
      ['a * b * c', [1, 2, 3], [4, 3, 9], true],
      ['a * a * b', [1, 2], [4, 9], false],
      ['a / b', [1, 2], [4, 7], false],
    ] as const) {
      const [one, other] = both(text, x0, x1);
      expect(sum(one)).toBeCloseTo(sum(other), 8);
      expect([text, Math.abs(one[0]! - other[0]!) < 1e-8]).toEqual([text, isAlike]);
    }
  });

  test('null where a mixture of old and new has no figure: a ÷ (b − c) with b and c both from 3 to 5', () => {
    expect(contributions('a / (b - c)', [1, 3, 1], [1, 5, 3])).toBeNull();
    expect(contributions('a / b', [1, 0], [1, 2])).toBeNull();
  });

  test('15 that move are too many; 15 of which one stands still are not', () => {
    const formula = formulaOf(names15.join(' + '), names15);
    const x0 = names15.map(() => 1);
    const x1 = names15.map((_, index) => index + 2);
    expect(shapley(formula, x0, x1)).toBeNull();
    expect(shapley(formula, x0, [1, ...x1.slice(1)])).toEqual(names15.map((_, index) => expect.closeTo(index && index + 1, 9)));
  });
});

const names15 = Array.from({ length: 15 }, (_, index) => `x${index}`);

describe('properties', () => {
  test('equals its definition, adds up to the change, scales with it and goes with its variables', () => {
    let answered = 0;
    fc.assert(
      fc.property(randomFormula, point, point, order, (formula, x0, x1, places) => {
        const parts = shapley(formula, x0, x1);
        if (!parts) return;
        answered++;
        const defined = byDefinition(formula, x0, x1);
        const [before, after] = [evaluateFormula(formula, x0), evaluateFormula(formula, x1)];
        const largest = Math.max(...cornersOf(formula, x0, x1).map(Math.abs));
        expect(Math.abs(sum(parts) - (after - before))).toBeLessThanOrEqual(1e-11 * largest);
        const times = shapley(scaled(formula, 1000), x0, x1)!;
        const elsewhere = (x: readonly number[]) => x.map((_, index) => x[places.indexOf(index)]!);
        const moved = shapley(
          renumbered(formula, (index) => places[index]!),
          elsewhere(x0),
          elsewhere(x1),
        )!;
        for (const [index, part] of parts.entries()) {
          expect(Math.abs(part - defined[index]!)).toBeLessThanOrEqual(1e-11 * largest);
          expect(Math.abs(times[index]! - 1000 * part)).toBeLessThanOrEqual(1e-8 * largest);
          expect(Math.abs(moved[places[index]!]! - part)).toBeLessThanOrEqual(1e-11 * largest);
        }
      }),
      { numRuns: 300 },
    );
    expect(answered).toBeGreaterThan(200);
  });
});

/** The formula's value for every mixture of old and new. */
function cornersOf(formula: Formula, x0: readonly number[], x1: readonly number[]): readonly number[] {
  return Array.from({ length: 2 ** x0.length }, (_, subset) =>
    evaluateFormula(
      formula,
      x0.map((value, index) => (subset & (1 << index) ? x1[index]! : value)),
    ),
  );
}
