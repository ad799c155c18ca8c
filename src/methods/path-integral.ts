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

const maxPanels = 4096;

/**
 * Exact contributions of the variables to f(x1) − f(x0): the straight-line path integral (Aumann–Shapley),
 * C_i = Δx_i · ∫₀¹ ∂f/∂x_i(x0 + tΔx) dt. They add up to the change; for a product they equal Shapley's values.
 * Source: Aumann & Shapley 1974; as in Sprumont & Wang 1998. Unit: f's.
 * Returns null where a denominator is zero or changes its sign on the way (SIGN_CHANGE): the integral does not exist.
 */
export function pathIntegral(formula: Formula, x0: readonly number[], x1: readonly number[]): readonly number[] | null {
  const delta = x1.map((value, index) => value - x0[index]!);
  const change = evaluateFormula(formula, x1) - evaluateFormula(formula, x0);
  if (!Number.isFinite(change)) return null;
  let result: readonly number[] | null = null;
  for (let panels = 1; panels <= maxPanels; panels *= 2) {
    result = integrate(formula, x0, delta, panels);
    if (!result) return null;
    const scale = result.reduce((sum, value) => sum + Math.abs(value), Math.abs(change));
    const residual = Math.abs(result.reduce((sum, value) => sum + value, 0) - change);
    if (residual <= 1e-13 * scale) return result;
  }
  return result;
}

function integrate(formula: Formula, x0: readonly number[], delta: readonly number[], panels: number): readonly number[] | null {
  const totals = delta.map(() => 0);
  const signs: number[] = [];
  let crossed = false;
  const at = (t: number, weight: number): void => {
    const x = x0.map((value, index) => value + t * delta[index]!);
    const gradient = delta.map(() => 0);
    let position = 0;
    addGradient(formula, x, 1, gradient, (denominator) => {
      const sign = Math.sign(denominator);
      signs[position] ??= sign;
      if (sign === 0 || sign !== signs[position]) crossed = true;
      position++;
    });
    for (const [index, value] of gradient.entries()) totals[index] = totals[index]! + weight * value * delta[index]!;
  };
  at(0, 0);
  at(1, 0);
  for (let panel = 0; panel < panels && !crossed; panel++) {
    for (const [node, weight] of gauss) at((panel + node) / panels, weight / panels);
  }
  return crossed ? null : totals;
}
