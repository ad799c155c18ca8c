import type { Expression } from '../../catalogue/types.js';

/** An expression over numbered variables, with what its value takes from each. */
export type Formula =
  | { readonly kind: 'variable'; readonly index: number }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'binary'; readonly op: '+' | '-' | '*' | '/'; readonly left: Formula; readonly right: Formula };

/** Puts a formula in the place of each measure code. */
export function substitute(expression: Expression, formulaOf: (code: string) => Formula): Formula {
  if (expression.kind === 'constant') return expression;
  if (expression.kind === 'measure') return formulaOf(expression.code);
  const { op, left, right } = expression;
  return { kind: 'binary', op, left: substitute(left, formulaOf), right: substitute(right, formulaOf) };
}

export function evaluateFormula(formula: Formula, x: readonly number[]): number {
  if (formula.kind === 'constant') return formula.value;
  if (formula.kind === 'variable') return x[formula.index]!;
  const left = evaluateFormula(formula.left, x);
  const right = evaluateFormula(formula.right, x);
  if (formula.op === '+') return left + right;
  if (formula.op === '-') return left - right;
  return formula.op === '*' ? left * right : left / right;
}

/**
 * How large the terms are that a value is the sum of: what its rounding error is a share of. 1,000,000 − 999,999 is 1 out of
 * magnitudes of two million; a product or a ratio is as exact as its value.
 */
export function magnitude(formula: Formula, x: readonly number[]): number {
  if (formula.kind === 'binary' && (formula.op === '+' || formula.op === '-')) {
    return magnitude(formula.left, x) + magnitude(formula.right, x);
  }
  return Math.abs(evaluateFormula(formula, x));
}

/** Is the value what the formula gives, within a share of what it is made of? */
export const holds = (formula: Formula, x: readonly number[], value: number, tolerance: number): boolean =>
  Math.abs(evaluateFormula(formula, x) - value) <= tolerance * Math.max(magnitude(formula, x), Math.abs(value));
