import fc from 'fast-check';
import { parseExpression } from '../../src/catalogue/expression.js';
import { evaluateFormula, type Formula, substitute } from '../../src/methods/decompose/formula.js';

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** "a * b" over variables named in the order of `names`. */
export const formulaOf = (text: string, names: readonly string[]): Formula =>
  substitute(parseExpression(text), (code) => ({ kind: 'variable', index: names.indexOf(code) }));

export const scaled = (formula: Formula, factor: number): Formula => ({
  kind: 'binary',
  op: '*',
  left: formula,
  right: { kind: 'constant', value: factor },
});

/** The formula with other numbers for its variables. */
export const renumbered = (formula: Formula, indexOf: (index: number) => number): Formula =>
  formula.kind === 'variable'
    ? { kind: 'variable', index: indexOf(formula.index) }
    : formula.kind === 'binary'
      ? { ...formula, left: renumbered(formula.left, indexOf), right: renumbered(formula.right, indexOf) }
      : formula;

/** What a formula would be with sums for its differences: how large its terms are, which rounding is a share of. */
export const gross = (formula: Formula, x: readonly number[]): number => {
  const added = (at: Formula): Formula =>
    at.kind === 'binary' ? { ...at, op: at.op === '-' ? '+' : at.op, left: added(at.left), right: added(at.right) } : at;
  return evaluateFormula(added(formula), x);
};

/** Variables of random formulas. */
export const size = 5;
const variable = fc.nat({ max: size - 1 }).map((index): Formula => ({ kind: 'variable', index }));
const constant = fc.integer({ min: 1, max: 20 }).map((value): Formula => ({ kind: 'constant', value: value / 4 }));
export const { node: randomFormula } = fc.letrec<{ node: Formula }>((tie) => ({
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
export const point = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: size, maxLength: size });
export const order = fc.shuffledSubarray(
  Array.from({ length: size }, (_, index) => index),
  { minLength: size, maxLength: size },
);
