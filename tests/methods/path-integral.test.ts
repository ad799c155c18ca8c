import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExpression } from '../../src/catalogue/expression.js';
import { evaluateFormula, type Formula, substitute } from '../../src/methods/formula.js';
import { pathIntegral } from '../../src/methods/path-integral.js';

/** "a * b" over variables named in the order of `names`. */
const formulaOf = (text: string, names: readonly string[]): Formula =>
  substitute(parseExpression(text), (code) => ({ kind: 'variable', index: names.indexOf(code) }));
const integral = (text: string, x0: readonly number[], x1: readonly number[]) =>
  pathIntegral(formulaOf(text, ['a', 'b', 'c'].slice(0, x0.length)), x0, x1);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

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

const size = 5;
const variable = fc.nat({ max: size - 1 }).map((index): Formula => ({ kind: 'variable', index }));
const constant = fc.integer({ min: 1, max: 20 }).map((value): Formula => ({ kind: 'constant', value: value / 4 }));
const { node } = fc.letrec<{ node: Formula }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    { arbitrary: variable, weight: 3 },
    { arbitrary: constant, weight: 1 },
    {
      arbitrary: fc
        .tuple(fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const), tie('node'), tie('node'))
        .map(([op, left, right]): Formula => ({ kind: 'binary', op, left, right })),
      weight: 6,
    },
  ),
}));
const point = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: size, maxLength: size });

describe('random expression trees', () => {
  test('contributions add up to the change within 1e-9; a variable that stands still or is not in the formula gives nothing', () => {
    let answered = 0;
    fc.assert(
      fc.property(node, point, point, fc.nat({ max: size - 1 }), (formula, x0, other, still) => {
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
      fc.property(node, point, point, fc.integer({ min: -3, max: 3 }), (formula, x0, x1, power) => {
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
