import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateFormula } from '../../../src/methods/decompose/formula.js';
import { lmdi } from '../../../src/methods/decompose/lmdi.js';
import { formulaOf, gross, order, point, randomFormula, renumbered, scaled, sum } from '../support.js';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const contributions = (text: string, x0: readonly number[], x1: readonly number[]) => lmdi(formulaOf(text, names), x0, x1);

test('two sectors of three factors: 69.79006598, −9.455125793, 39.66505981; in sum 100 (shared/vectors.md)', () => {
  const parts = contributions('a * b * c + d * e * f', [1, 10, 2, 4, 5, 3], [4, 5, 3, 5, 6, 4])!;
  const factor = (index: number) => parts[index]! + parts[index + 3]!;
  expect(factor(0)).toBeCloseTo(69.79006598, 8);
  expect(factor(1)).toBeCloseTo(-9.455125793, 9);
  expect(factor(2)).toBeCloseTo(39.66505981, 8);
  expect(sum(parts)).toBeCloseTo(100, 10);
});

describe('by hand', () => {
  test.each([
    ['a quotient: L(6, 2) is 4 ÷ ln 3; a tripled, b stood still', 'a / b', [2, 1], [6, 1], [4, 0]],
    ['a divisor that halves gives what a factor that doubles gives', 'a / b', [3, 2], [3, 1], [0, 1.5]],
    ['both double: they share it', 'a * b', [1, 1], [2, 2], [1.5, 1.5]],
    ['a difference: each term by itself', 'a - b', [5, 3], [9, 4], [4, -1]],
    ['a square counts twice', 'a * a * b', [1, 3], [2, 3], [9, 0]],
    ['from zero: it takes the whole change', 'a * b', [0, 10], [5, 12], [60, 0]],
    ['to zero', 'a * b', [5, 10], [0, 12], [-50, 0]],
    ['two from zero: half each', 'a * b', [0, 0], [2, 3], [3, 3]],
    ['zero and zero: nothing', 'a * b', [0, 5], [3, 0], [0, 0]],
    ['a constant is no variable', '100 * a / b', [1, 2], [1, 4], [0, -25]],
    ['a factor that cancels gives nothing', 'a * b / b', [2, 3], [5, 7], [3, 0]],
  ])('%s', (_, text, x0, x1, expected) => {
    expect(contributions(text, x0, x1)).toEqual(expected.map((value) => expect.closeTo(value, 12)));
  });

  test.each([
    ['a value is negative', 'a * b', [-1, 2], [3, 4]],
    ['a divisor is zero', 'a / b', [1, 0], [3, 4]],
    ['a divisor becomes zero', 'a / b', [1, 4], [3, 0]],
    ['a divisor is a sum', 'a / (b + c)', [1, 2, 3], [2, 3, 4]],
    ['a divisor is the constant zero', 'a / 0', [1], [2]],
  ])('no answer where %s', (_, text, x0, x1) => {
    expect(contributions(text, x0, x1)).toBeNull();
  });
});

describe('properties', () => {
  test('contributions add up to the change, scale with it, and go with their variables', () => {
    let answered = 0;
    fc.assert(
      fc.property(randomFormula, point, point, order, (formula, x0, x1, places) => {
        const parts = lmdi(formula, x0, x1);
        if (!parts) return;
        answered++;
        const tolerance = 1e-11 * (gross(formula, x0) + gross(formula, x1) + sum(parts.map(Math.abs)));
        expect(Math.abs(sum(parts) - (evaluateFormula(formula, x1) - evaluateFormula(formula, x0)))).toBeLessThanOrEqual(
          tolerance,
        );
        const times = lmdi(scaled(formula, 1000), x0, x1)!;
        const elsewhere = (x: readonly number[]) => x.map((_, index) => x[places.indexOf(index)]!);
        const moved = lmdi(
          renumbered(formula, (index) => places[index]!),
          elsewhere(x0),
          elsewhere(x1),
        )!;
        for (const [index, part] of parts.entries()) {
          expect(Math.abs(times[index]! - 1000 * part)).toBeLessThanOrEqual(1000 * tolerance);
          expect(Math.abs(moved[places[index]!]! - part)).toBeLessThanOrEqual(tolerance);
        }
      }),
      { numRuns: 500 },
    );
    expect(answered).toBeGreaterThan(200);
  });

  test('back again is the same with the other sign', () => {
    fc.assert(
      fc.property(point, point, (x0, x1) => {
        const formula = formulaOf('a * b * c / d', names);
        const [there, back] = [lmdi(formula, x0, x1)!, lmdi(formula, x1, x0)!];
        const scale = sum(there.map(Math.abs)) + gross(formula, x0) + gross(formula, x1);
        for (const [index, part] of there.entries()) expect(Math.abs(part + back[index]!)).toBeLessThanOrEqual(1e-12 * scale);
      }),
    );
  });

  test.each([1e-3, 1e-8, 1e-12, 1e-18])('nearly to nothing, to a share of %f: still the whole change', (share) => {
    const parts = contributions('a * b', [40, 25], [40 * share, 50])!;
    expect(sum(parts) / (2000 * share - 1000)).toBeCloseTo(1, 12);
  });
});
