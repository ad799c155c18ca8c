import type { Expression } from '../catalogue/types.js';

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

/** Adds seed · ∂f/∂x_i to `gradient`; tells denominators to `onDenominator`, in a fixed order. */
function addGradient(
  formula: Formula,
  x: readonly number[],
  seed: number,
  gradient: number[],
  onDenominator: (value: number) => void,
): void {
  if (formula.kind === 'constant') return;
  if (formula.kind === 'variable') {
    gradient[formula.index] = gradient[formula.index]! + seed;
    return;
  }
  const { op, left, right } = formula;
  const l = evaluateFormula(left, x);
  const r = evaluateFormula(right, x);
  if (op === '/') onDenominator(r);
  const [dl, dr] = op === '+' ? [1, 1] : op === '-' ? [1, -1] : op === '*' ? [r, l] : [1 / r, -l / (r * r)];
  addGradient(left, x, seed * dl, gradient, onDenominator);
  addGradient(right, x, seed * dr, gradient, onDenominator);
}

/** Gauss–Legendre nodes and weights on [0, 1]; eight points integrate polynomials to degree 15 exactly. */
const gauss: readonly (readonly [number, number])[] = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
].flatMap(([node, weight]) => [
  [(1 - node!) / 2, weight! / 2],
  [(1 + node!) / 2, weight! / 2],
]) as [number, number][];

/** Halvings of the path: what is smooth needs none, what comes near to a zero denominator some dozens. */
const maxHalvings = 200;

/**
 * Exact contributions of the variables to f(x1) − f(x0): the straight-line path integral (Aumann–Shapley),
 * C_i = Δx_i · ∫₀¹ ∂f/∂x_i(x0 + tΔx) dt. They add up to the change; for a product they equal Shapley's values.
 * Source: Aumann & Shapley 1974; as in Sprumont & Wang 1998. Unit: f's.
 * Returns null where a denominator is zero or changes its sign on the way (SIGN_CHANGE): the integral does not exist.
 */
export function pathIntegral(formula: Formula, x0: readonly number[], x1: readonly number[]): readonly number[] | null {
  const ends = [evaluateFormula(formula, x0), evaluateFormula(formula, x1)] as const;
  const change = ends[1] - ends[0];
  if (!Number.isFinite(change)) return null;
  const result = integrate(formula, x0, x1);
  if (!result) return null;
  const scale = result.reduce((sum, value) => sum + Math.abs(value), Math.abs(ends[0]) + Math.abs(ends[1]));
  const residual = Math.abs(result.reduce((sum, value) => sum + value, 0) - change);
  return residual <= 1e-9 * scale ? result : null;
}

/** A piece of the path: contributions on it, and how far these are from a coarser estimate (all variables: in the sum errors may cancel). */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly values: readonly number[];
  readonly error: number;
}

/** Halves the worst piece until the errors are rounding errors. */
function integrate(formula: Formula, x0: readonly number[], x1: readonly number[]): readonly number[] | null {
  const overPiece = rule(formula, x0, x1);
  const pieceOf = (from: number, to: number): Piece | null => {
    const middle = (from + to) / 2;
    const [coarse, left, right] = [overPiece(from, to), overPiece(from, middle), overPiece(middle, to)];
    if (!coarse || !left || !right) return null;
    const values = left.map((value, index) => value + right[index]!);
    return { from, to, values, error: values.reduce((sum, value, index) => sum + Math.abs(value - coarse[index]!), 0) };
  };
  const whole = pieceOf(0, 1);
  if (!whole) return null;
  const pieces = [whole];
  for (let halvings = 0; halvings < maxHalvings; halvings++) {
    const size = pieces.reduce((sum, { values }) => sum + values.reduce((all, value) => all + Math.abs(value), 0), 0);
    if (pieces.reduce((sum, { error }) => sum + error, 0) <= 1e-13 * size) break;
    const worst = pieces.reduce((index, { error }, other) => (error > pieces[index]!.error ? other : index), 0);
    const { from, to } = pieces[worst]!;
    const halves = [pieceOf(from, (from + to) / 2), pieceOf((from + to) / 2, to)] as const;
    if (!halves[0] || !halves[1]) return null;
    pieces.splice(worst, 1, halves[0], halves[1]);
  }
  return x0.map((_, index) => pieces.reduce((sum, { values }) => sum + values[index]!, 0));
}

/** The integral over a piece of the path by one rule of Gauss; null where a denominator is zero or has not the sign that it had. */
function rule(formula: Formula, x0: readonly number[], x1: readonly number[]) {
  const delta = x1.map((value, index) => value - x0[index]!);
  const signs: number[] = [];
  const gradientAt = (t: number): readonly number[] | null => {
    const x = x0.map((value, index) => (t === 1 ? x1[index]! : value + t * delta[index]!));
    const gradient = delta.map(() => 0);
    let position = 0;
    let crossed = false;
    addGradient(formula, x, 1, gradient, (denominator) => {
      const sign = Math.sign(denominator);
      signs[position] ??= sign;
      if (sign === 0 || sign !== signs[position]) crossed = true;
      position++;
    });
    return crossed ? null : gradient;
  };
  return (from: number, to: number): readonly number[] | null => {
    const totals = delta.map(() => 0);
    if (!gradientAt(from) || !gradientAt(to)) return null;
    for (const [node, weight] of gauss) {
      const gradient = gradientAt(from + (to - from) * node);
      if (!gradient) return null;
      for (const [index, value] of gradient.entries())
        totals[index] = totals[index]! + weight * (to - from) * value * delta[index]!;
    }
    return totals;
  };
}
