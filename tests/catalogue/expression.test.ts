import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identifiers } from '../../src/catalogue/columns.js';
import { codesOf, parseExpression, type Quotient, relationOf, toQuotient } from '../../src/catalogue/expression.js';
import { didYouMean, suggestions, unknownName } from '../../src/catalogue/suggestions.js';

const part = (code: string): Quotient => ({ numerator: { terms: new Map([[code, 1]]) }, denominator: null });
const ratio = (a: string, b: string): Quotient => ({ numerator: part(a).numerator, denominator: part(b).numerator });
const resolve = (code: string): Quotient =>
  code === 'R' ? ratio('a', 'd') : code === 'S' ? ratio('b', 'd') : code === 'T' ? ratio('a', 'e') : part(code);
const quotient = (text: string) => {
  const { numerator, denominator } = toQuotient(parseExpression(text), resolve);
  return [Object.fromEntries(numerator.terms), denominator && Object.fromEntries(denominator.terms)];
};

describe('toQuotient', () => {
  test.each([
    ['a', { a: 1 }, null],
    ['a + b - c', { a: 1, b: 1, c: -1 }, null],
    ['a - (b - c)', { a: 1, b: -1, c: 1 }, null],
    ['(a + b) / 2', { a: 0.5, b: 0.5 }, null],
    ['-a', { a: -1 }, null],
    ['a + a', { a: 2 }, null],
    ['a - a + b', { b: 1 }, null],
    ['2 * 3 * a', { a: 6 }, null],
    ['a / b', { a: 1 }, { b: 1 }],
    ['a / b * 100', { a: 100 }, { b: 1 }],
    ['100 * (a - c) / (b + c)', { a: 100, c: -100 }, { b: 1, c: 1 }],
    ['R * 100', { a: 100 }, { d: 1 }],
    ['R + S', { a: 1, b: 1 }, { d: 1 }],
    ['R / 4', { a: 0.25 }, { d: 1 }],
  ])('%s', (text, numerator, denominator) => {
    expect(quotient(text)).toEqual([numerator, denominator]);
  });

  test.each([
    ['R / S', 'a ratio of ratios'],
    ['R / b', 'a ratio of ratios'],
    ['a / R', 'a ratio of ratios'],
    ['R + T', 'different denominators'],
    ['R + a', 'different denominators'],
    ['a * b', 'multiplied by a number only'],
    ['a + 1', 'a constant cannot be added'],
    ['1 / a', 'a constant cannot be added'],
    ['a / (b + 1)', 'a constant cannot be added'],
    ['a / 0', 'division by zero'],
  ])('%s is refused: %s', (text, message) => {
    expect(() => quotient(text)).toThrow(message);
  });

  test('it is linear: the quotient’s value is the formula’s, whatever the sums are', () => {
    const value = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(value, value, value, fc.integer({ min: 1, max: 9 }), (a, b, c, n) => {
        const sums: Record<string, number> = { a, b, c };
        const { numerator, denominator } = toQuotient(parseExpression(`(a + ${n} * b - c / 2) / (b + c) * ${n}`), resolve);
        const total = (terms: ReadonlyMap<string, number>) =>
          [...terms].reduce((sum, [key, factor]) => sum + factor * sums[key]!, 0);
        expect(total(numerator.terms) / total(denominator!.terms)).toBeCloseTo(((a + n * b - c / 2) / (b + c)) * n, 9);
      }),
    );
  });
});

test.each([
  ['A + B', 'SUM'],
  ['A', 'SUM'],
  ['A - B + C', 'DIFFERENCE'],
  ['A + B - C', 'DIFFERENCE'],
  ['A * B', 'PRODUCT'],
  ['A * B - C', 'DIFFERENCE'],
  ['A / B', 'RATIO'],
  ['A + B * (C - D)', 'SUM'],
])('relationOf %s is %s', (text, relation) => {
  expect(relationOf(parseExpression(text))).toBe(relation);
});

test('codesOf: each once, left to right', () => {
  expect(codesOf(parseExpression('B * (A + B) / C - 2 * A'))).toEqual(['B', 'A', 'C']);
});

test.each(['', 'A B', 'A; B', '"x"', 'A ? B : C', 'A && B', 'A.b', 'A[0]', 'f(A)', '!A', 'A % B', 'A ** B', 'this', '(A', 'A +'])(
  '"%s" is no formula',
  (text) => {
    expect(() => parseExpression(text)).toThrow();
  },
);

test('identifiers: column names, and neither words of SQL, functions, strings nor numbers', () => {
  const sql = `CASE WHEN gross_add AND "number_id" IS NOT NULL THEN coalesce(revenue, 0) + 1.5 ELSE CAST(plan_fee AS DECIMAL) END = 'city' || 'it''s'`;
  expect([...identifiers(sql)].sort()).toEqual(['gross_add', 'number_id', 'plan_fee', 'revenue']);
});

describe('suggestions', () => {
  const measures = ['REVENUE', 'VAS_REVENUE', 'DATA_REVENUE', 'CHURN_RATE', 'ARPU', 'VOICE_ARPU', 'DOU', 'MOU'];

  test.each([
    ['REVENEU', 'REVENUE'],
    ['revenue', 'REVENUE'],
    ['CHURN', 'CHURN_RATE'],
    ['APRU', 'ARPU'],
    ['ARPU', 'ARPU'],
    ['DUO', 'DOU'],
  ])('%s: %s first', (name, meant) => {
    expect(suggestions(name, measures)[0]).toBe(meant);
  });

  test('at most three, none for what is like nothing', () => {
    expect(suggestions('REVENUE', [...measures, 'X_REVENUE'])).toHaveLength(3);
    expect(suggestions('XYZZY', measures)).toEqual([]);
  });

  test('the sentence, and what there is where nothing is near', () => {
    expect([didYouMean([]), didYouMean(['A']), didYouMean(['A', 'B', 'C'])]).toEqual([
      '',
      ' Did you mean A?',
      ' Did you mean A, B or C?',
    ]);
    expect(unknownName('measure', 'ARPO', measures)).toMatchObject({
      code: 'UNKNOWN_NAME',
      message: 'Unknown measure "ARPO". Did you mean ARPU?',
      details: { suggestions: ['ARPU'] },
    });
    expect(unknownName('tree', 'XYZZY', ['A', 'B']).message).toBe('Unknown tree "XYZZY". Known: A, B.');
  });
});
