import { evaluateFormula, type Formula } from './formula.js';

/** 2^n evaluations: beyond this they would hold up everybody else. */
const mostVariables = 14;

/**
 * Contributions by Shapley's value: each variable's effect of going from x0 to x1, averaged over all orders in which the variables
 * may go. They add up to f(x1) − f(x0). Source: Shapley 1953; as a decomposition Shorrocks 2013. Unit: f's.
 * Variables that do not move contribute 0 and cost nothing. Returns null for more than 14 that do, or where a mixture of old and
 * new values has no finite figure.
 */
export function shapley(formula: Formula, x0: readonly number[], x1: readonly number[]): readonly number[] | null {
  const moved = x0.map((_, index) => index).filter((index) => x0[index] !== x1[index]);
  const count = moved.length;
  if (count > mostVariables) return null;
  const values = new Float64Array(2 ** count);
  const x = [...x0];
  for (let subset = 0; subset < values.length; subset++) {
    for (const [bit, index] of moved.entries()) x[index] = subset & (1 << bit) ? x1[index]! : x0[index]!;
    values[subset] = evaluateFormula(formula, x);
    if (!Number.isFinite(values[subset])) return null;
  }
  const weights = weightsOf(count);
  const result = x0.map(() => 0);
  for (let subset = 0; subset < values.length; subset++) {
    for (const [bit, index] of moved.entries()) {
      if (subset & (1 << bit)) continue;
      result[index] = result[index]! + weights[bits(subset)]! * (values[subset | (1 << bit)]! - values[subset]!);
    }
  }
  return result;
}

/** s! (n − s − 1)! ÷ n!: the share of the orders in which just these s others go first. */
function weightsOf(count: number): readonly number[] {
  let choose = 1;
  return Array.from({ length: count }, (_, size) => {
    if (size > 0) choose = (choose * (count - size)) / size;
    return 1 / (count * choose);
  });
}

function bits(subset: number): number {
  let count = 0;
  for (let rest = subset; rest > 0; rest &= rest - 1) count++;
  return count;
}
