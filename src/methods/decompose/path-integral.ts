import { evaluateFormula, type Formula } from './formula.js';

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

/** ∂f/∂x_i at a point, in f's unit per x_i's; null where a denominator is zero. */
export function gradientOf(formula: Formula, x: readonly number[]): readonly number[] | null {
  const gradient = x.map(() => 0);
  let isDefined = true;
  addGradient(formula, x, 1, gradient, (denominator) => {
    isDefined &&= denominator !== 0;
  });
  return isDefined && gradient.every(Number.isFinite) ? gradient : null;
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
const maxHalvings = 100;

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

/**
 * A piece of the path, from one of its ends: a position near the end of a steep path would be lost in rounding if it were counted
 * from the other. `error`: how far the contributions are from a coarser estimate (in all variables: in their sum errors may cancel).
 */
interface Piece {
  readonly end: 0 | 1;
  readonly from: number;
  readonly to: number;
  readonly values: readonly number[];
  readonly error: number;
}

/** Halves the worst piece until the errors are rounding errors. */
function integrate(formula: Formula, x0: readonly number[], x1: readonly number[]): readonly number[] | null {
  const overPiece = rule(formula, x0, x1);
  const pieceOf = (end: 0 | 1, from: number, to: number): Piece | null => {
    const middle = (from + to) / 2;
    const [coarse, left, right] = [overPiece(end, from, to), overPiece(end, from, middle), overPiece(end, middle, to)];
    if (!coarse || !left || !right) return null;
    const values = left.map((value, index) => value + right[index]!);
    return { end, from, to, values, error: values.reduce((sum, value, index) => sum + Math.abs(value - coarse[index]!), 0) };
  };
  let pieces: (Piece | null)[] = [pieceOf(0, 0, 0.5), pieceOf(1, 0, 0.5)];
  for (let halvings = 0; halvings <= maxHalvings; halvings++) {
    if (pieces.includes(null)) return null;
    const known = pieces as Piece[];
    const size = known.reduce((sum, { values }) => sum + values.reduce((all, value) => all + Math.abs(value), 0), 0);
    if (known.reduce((sum, { error }) => sum + error, 0) <= 1e-13 * size) break;
    const worst = known.reduce((a, b) => (b.error > a.error ? b : a));
    const { end, from, to } = worst;
    const middle = (from + to) / 2;
    pieces = [...known.filter((piece) => piece !== worst), pieceOf(end, from, middle), pieceOf(end, middle, to)];
  }
  return x0.map((_, index) => pieces.reduce((sum, piece) => sum + piece!.values[index]!, 0));
}

/** The integral over a piece by one rule of Gauss; null where a denominator is zero or has not the sign that it had. */
function rule(formula: Formula, x0: readonly number[], x1: readonly number[]) {
  const delta = x1.map((value, index) => value - x0[index]!);
  const signs: number[] = [];
  const gradientAt = (end: 0 | 1, distance: number): readonly number[] | null => {
    const x = delta.map((value, index) => (end === 0 ? x0[index]! + distance * value : x1[index]! - distance * value));
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
  return (end: 0 | 1, from: number, to: number): readonly number[] | null => {
    const totals = delta.map(() => 0);
    if (!gradientAt(end, from) || !gradientAt(end, to)) return null;
    for (const [node, weight] of gauss) {
      const gradient = gradientAt(end, from + (to - from) * node);
      if (!gradient) return null;
      for (const [index, value] of gradient.entries())
        totals[index] = totals[index]! + weight * (to - from) * value * delta[index]!;
    }
    return totals;
  };
}
