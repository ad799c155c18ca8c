/** Rows of a regression: `x` row by row, each with so many values; of each row how many were lost, and how many stayed. */
export interface Design {
  readonly values: number;
  readonly x: Float64Array;
  readonly lost: Float64Array;
  readonly stayed: Float64Array;
}

/** ln(p ÷ (1−p)) = intercept + Σ coefficient × x. */
export interface Logistic {
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

/** Steps after which it ends at the latest; two dozen are as many as there ever were. */
const mostSteps = 100;
/** A step that promises no more of the log-likelihood than this for each row's worth is the last. */
const tolerance = 1e-14;

/**
 * Logistic regression with a ridge on the coefficients, none of which is below 0; the intercept is free of both. The greatest
 * Σ ln P(row) − ridge/2 × Σ coefficient² under that bound is one point where ridge > 0. Found by Newton's steps on the coefficients that the
 * bound does not hold, cut off at it, and halved as long as they lead down.
 * Source: le Cessie & van Houwelingen 1992, "Ridge estimators in logistic regression"; Bertsekas 1982, "Projected Newton methods".
 */
export function fitLogistic(design: Design, ridge: number): Logistic {
  const all = total(design.lost) + total(design.stayed);
  let beta = new Float64Array(design.values + 1);
  beta[0] = Math.log(total(design.lost) / total(design.stayed));
  let here = slopes(design, beta, ridge);
  for (let step = 0; step < mostSteps; step++) {
    const free = Array.from(beta.keys()).filter((j) => j === 0 || beta[j]! > 0 || here.gradient[j]! > 0);
    const move = solve(here.information, here.gradient, free);
    if (free.reduce((sum, j, at) => sum + here.gradient[j]! * move[at]!, 0) <= tolerance * all) break;
    let scale = 1;
    let next = moved(beta, free, move, scale);
    let there = slopes(design, next, ridge);
    for (; there.value < here.value && scale > 1e-6; there = slopes(design, next, ridge)) {
      scale /= 2;
      next = moved(beta, free, move, scale);
    }
    if (there.value < here.value) break;
    [beta, here] = [next, there];
  }
  return { intercept: beta[0]!, coefficients: [...beta.subarray(1)] };
}

const total = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0);

function moved(beta: Float64Array, free: readonly number[], move: Float64Array, scale: number): Float64Array<ArrayBuffer> {
  const next = Float64Array.from(beta);
  for (const [at, j] of free.entries())
    next[j] = j === 0 ? beta[j]! + scale * move[at]! : Math.max(0, beta[j]! + scale * move[at]!);
  return next;
}

/** Of the penalised log-likelihood: its value, its gradient, and the negative of its second derivatives (the lower half). */
function slopes({ values, x, lost, stayed }: Design, beta: Float64Array, ridge: number) {
  const size = values + 1;
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  let value = 0;
  for (let row = 0, at = 0; row < lost.length; row++, at += values) {
    let z = beta[0]!;
    for (let j = 0; j < values; j++) z += beta[j + 1]! * x[at + j]!;
    const all = lost[row]! + stayed[row]!;
    const p = 1 / (1 + Math.exp(-z));
    value += lost[row]! * z - all * (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)));
    const rest = lost[row]! - all * p;
    const weight = all * p * (1 - p);
    gradient[0]! += rest;
    information[0]! += weight;
    for (let j = 0; j < values; j++) {
      const own = x[at + j]!;
      gradient[j + 1]! += rest * own;
      const weighted = weight * own;
      const line = (j + 1) * size;
      information[line]! += weighted;
      for (let k = 0; k <= j; k++) information[line + k + 1]! += weighted * x[at + k]!;
    }
  }
  for (let j = 1; j < size; j++) {
    value -= (ridge / 2) * beta[j]! ** 2;
    gradient[j]! -= ridge * beta[j]!;
    information[j * size + j]! += ridge;
  }
  return { value, gradient, information };
}

/** The solution of a symmetric, positive definite system, of which the lower half is given, in some of its unknowns (Cholesky). */
function solve(lower: Float64Array, right: Float64Array, free: readonly number[]): Float64Array {
  const [size, whole] = [free.length, right.length];
  const root = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = lower[free[i]! * whole + free[j]!]!;
      for (let k = 0; k < j; k++) sum -= root[i * size + k]! * root[j * size + k]!;
      root[i * size + j] = i === j ? Math.sqrt(sum) : sum / root[j * size + j]!;
    }
  const found = Float64Array.from(free, (j) => right[j]!);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) found[i]! -= root[i * size + k]! * found[k]!;
    found[i]! /= root[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) found[i]! -= root[k * size + i]! * found[k]!;
    found[i]! /= root[i * size + i]!;
  }
  return found;
}
