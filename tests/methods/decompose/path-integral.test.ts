import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateFormula, type Formula } from '../../../src/methods/decompose/formula.js';
import { gradientOf, pathIntegral } from '../../../src/methods/decompose/path-integral.js';
import { formulaOf, order, point, randomFormula, renumbered, size, sum } from '../support.js';

const integral = (text: string, x0: readonly number[], x1: readonly number[]) =>
  pathIntegral(formulaOf(text, ['a', 'b', 'c'].slice(0, x0.length)), x0, x1);

describe('vectors (shared/vectors.md)', () => {
  test('Das Gupta 1993, product of two: 4369.913 and 1487.262', () => {
    const parts = integral('a * b', [10930, 0.717892], [16591, 0.825974])!;
    expect(parts[0]).toBeCloseTo(4369.913, 3);
    expect(parts[1]).toBeCloseTo(1487.262, 3);
    expect(sum(parts)).toBeCloseTo(5857.175, 3);
  });

  test('0 × 10 → 5 × 10 is all of the first: (50, 0)', () => {
    expect(integral('a * b', [0, 10], [5, 10])).toEqual([expect.closeTo(50, 12), 0]);
  });

  test('a factor may change its sign: −2 × 10 → 3 × 12 is (55, 1)', () => {
    expect(integral('a * b', [-2, 10], [3, 12])).toEqual([expect.closeTo(55, 12), expect.closeTo(1, 12)]);
  });

  test('a ratio equals its closed form, C_num = Δa·ln(b1/b0)/(b1−b0)', () => {
    const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(positive, positive, positive, positive, (a0, b0, a1, b1) => {
        const [numerator, denominator] = integral('a / b', [a0, b0], [a1, b1])!;
        const near = Math.abs(b1 / b0 - 1) < 1e-6;
        const closed = near ? (a1 - a0) / ((b0 + b1) / 2) : ((a1 - a0) * Math.log(b1 / b0)) / (b1 - b0);
        const scale = Math.abs(numerator!) + Math.abs(denominator!) + 1e-12;
        expect(Math.abs(numerator! - closed)).toBeLessThanOrEqual(1e-9 * scale);
        expect(Math.abs(numerator! + denominator! - (a1 / b1 - a0 / b0))).toBeLessThanOrEqual(1e-9 * (scale + a0 / b0 + a1 / b1));
      }),
      { numRuns: 500 },
    );
  });

  test('a denominator that stands still: C_num = Δa ÷ b', () => {
    expect(integral('a / b', [3, 4], [5, 4])).toEqual([expect.closeTo(0.5, 12), 0]);
  });
});

describe('where there is no answer', () => {
  test.each([
    ['a denominator changes its sign', 'a / b', [1, -1], [1, 2]],
    ['a denominator is zero before', 'a / b', [1, 0], [1, 2]],
    ['a denominator is zero after', 'a / b', [1, 2], [1, 0]],
    ['an inner denominator changes its sign', 'a + b / (b + c)', [1, 1, 1], [1, 1, -3]],
    ['a denominator touches zero on the way', 'a / (b * c)', [1, -1, -1], [2, 1, 1]],
  ])('%s: null', (_, text, x0, x1) => {
    expect(integral(text, x0, x1)).toBeNull();
  });
});

describe('errors of the quadrature', () => {
  test('contributions that cancel in the sum are exact each: 1 ÷ 1 → 1000 ÷ 1000', () => {
    const [up, down] = integral('a / b', [1, 1], [1000, 1000])!;
    expect(up).toBeCloseTo(Math.log(1000), 10);
    expect(down).toBeCloseTo(-Math.log(1000), 10);
  });

  test('a denominator that begins near to zero', () => {
    const [numerator, denominator] = integral('a / b', [3, 1e-6], [5, 10])!;
    expect(numerator).toBeCloseTo((2 * Math.log(1e7)) / (10 - 1e-6), 4);
    expect(numerator! + denominator!).toBeCloseTo(0.5 - 3e6, 3);
  });
});

describe('random expression trees', () => {
  test('contributions add up to the change within 1e-9; a variable that stands still or is not in the formula gives nothing', () => {
    let answered = 0;
    fc.assert(
      fc.property(randomFormula, point, point, fc.nat({ max: size - 1 }), (formula, x0, other, still) => {
        const x1 = other.map((value, index) => (index === still ? x0[index]! : value));
        const parts = pathIntegral(formula, x0, x1);
        if (!parts) return;
        answered++;
        const [f0, f1] = [evaluateFormula(formula, x0), evaluateFormula(formula, x1)];
        const scale = Math.abs(f0) + Math.abs(f1) + sum(parts.map(Math.abs));
        expect(Math.abs(sum(parts) - (f1 - f0))).toBeLessThanOrEqual(1e-9 * scale);
        expect(Math.abs(parts[still]!)).toBe(0);
      }),
      { numRuns: 400 },
    );
    expect(answered).toBeGreaterThan(200);
  });

  test('another unit of a variable changes nothing; another unit of the whole scales every contribution', () => {
    fc.assert(
      fc.property(randomFormula, point, point, fc.integer({ min: -3, max: 3 }), (formula, x0, x1, power) => {
        const parts = pathIntegral(formula, x0, x1);
        const unit = 2 ** power;
        const inUnit = (at: Formula): Formula =>
          at.kind === 'variable'
            ? { kind: 'binary', op: '/', left: at, right: { kind: 'constant', value: unit } }
            : at.kind === 'binary'
              ? { ...at, left: inUnit(at.left), right: inUnit(at.right) }
              : at;
        const converted = pathIntegral(
          inUnit(formula),
          x0.map((value) => value * unit),
          x1.map((value) => value * unit),
        );
        const times: Formula = { kind: 'binary', op: '*', left: formula, right: { kind: 'constant', value: 1000 } };
        const scaled = pathIntegral(times, x0, x1);
        expect(converted === null).toBe(parts === null);
        const tolerance = 1e-9 * (sum((parts ?? []).map(Math.abs)) + Math.abs(evaluateFormula(formula, x0)) + 1e-9);
        for (const [index, part] of (parts ?? []).entries()) {
          expect(Math.abs(converted![index]! - part)).toBeLessThanOrEqual(tolerance);
          expect(Math.abs(scaled![index]! - part * 1000)).toBeLessThanOrEqual(tolerance * 1000);
        }
      }),
      { numRuns: 150 },
    );
  });
});

test('contributions go with their variables, whatever these are called', () => {
  fc.assert(
    fc.property(randomFormula, point, point, order, (formula, x0, x1, places) => {
      const parts = pathIntegral(formula, x0, x1);
      const elsewhere = (x: readonly number[]) => x.map((_, index) => x[places.indexOf(index)]!);
      const moved = pathIntegral(
        renumbered(formula, (index) => places[index]!),
        elsewhere(x0),
        elsewhere(x1),
      );
      expect(places.map((place) => moved?.[place])).toEqual(places.map((_, index) => parts?.[index]));
    }),
    { numRuns: 200 },
  );
});

describe('the gradient', () => {
  test.each([
    ['a * b + c', [2, 3, 5], [3, 2, 1]],
    ['a / b', [6, 3], [1 / 3, -2 / 3]],
    ['a * a - b / c', [4, 6, 2], [8, -0.5, 1.5]],
    ['(a + b) / (b + c)', [1, 2, 3], [0.2, 0.08, -0.12]],
  ])('of %s by hand', (text, x, expected) => {
    expect(gradientOf(formulaOf(text, ['a', 'b', 'c']), x)).toEqual(expected.map((value) => expect.closeTo(value, 12)));
  });

  test('none where a denominator is zero', () => {
    expect(gradientOf(formulaOf('a / b', ['a', 'b']), [1, 0])).toBeNull();
    expect(gradientOf(formulaOf('a * 0 / (b - b)', ['a', 'b']), [1, 2])).toBeNull();
  });

  test('is what a small step changes', () => {
    let compared = 0;
    fc.assert(
      fc.property(randomFormula, point, (formula, x) => {
        const gradient = gradientOf(formula, x);
        if (!gradient) return;
        for (const [index, slope] of gradient.entries()) {
          const step = 1e-4 * x[index]!;
          const at = (by: number) =>
            evaluateFormula(
              formula,
              x.map((value, i) => (i === index ? value + by : value)),
            );
          const [wide, narrow] = [step, step / 2].map((by) => (at(by) - at(-by)) / (2 * by)) as [number, number];
          // Near a pole differences say nothing: the two have to agree first.
          if (Math.abs(wide - narrow) > 1e-6 * Math.abs(narrow)) continue;
          compared++;
          const rounding = (1e-14 * Math.abs(at(0))) / step;
          expect(Math.abs(narrow - slope)).toBeLessThanOrEqual(1e-5 * Math.abs(slope) + rounding);
        }
      }),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(300);
  });
});
