import type { Formula } from './formula.js';
import { logarithmicMean } from './logarithmic-mean.js';

/** coefficient × Π x_i^power_i; powers are whole numbers, not 0. */
interface Term {
  readonly coefficient: number;
  readonly powers: ReadonlyMap<number, number>;
}

/**
 * Contributions by the additive logarithmic mean Divisia index (LMDI-I): of each term V = c·Πx_i^p_i of the formula,
 * C_i = L(V1, V0) · p_i · ln(x1_i ÷ x0_i), L(a, b) = (a − b) ÷ ln(a ÷ b). They add up to f(x1) − f(x0).
 * Source: Ang 2005, "The LMDI approach to decomposition analysis"; zeros by their limits (Ang & Liu 2007). Unit: f's.
 * Returns null where it is not defined: negative values, a divisor that is zero or a sum.
 */
export function lmdi(formula: Formula, x0: readonly number[], x1: readonly number[]): readonly number[] | null {
  if ([...x0, ...x1].some((value) => value < 0)) return null;
  const terms = expand(formula);
  if (!terms) return null;
  const result = x0.map(() => 0);
  for (const term of terms) {
    if ([...term.powers].some(([index, power]) => power < 0 && (x0[index] === 0 || x1[index] === 0))) return null;
    for (const [index, value] of contributionsOf(term, x0, x1)) result[index] = result[index]! + value;
  }
  return result;
}

function contributionsOf(term: Term, x0: readonly number[], x1: readonly number[]): readonly (readonly [number, number])[] {
  const [before, after] = [termValue(term, x0), termValue(term, x1)];
  // A factor that is zero at one end takes the whole change in the limit, several share it.
  const zeros = [...term.powers.keys()].filter((index) => (before === 0 ? x0 : x1)[index] === 0);
  if (before === 0 || after === 0) return zeros.map((index) => [index, (after - before) / zeros.length]);
  const weight = logarithmicMean(after, before);
  return [...term.powers].map(([index, power]) => [index, weight * power * Math.log(x1[index]! / x0[index]!)]);
}

const termValue = ({ coefficient, powers }: Term, x: readonly number[]): number =>
  [...powers].reduce((value, [index, power]) => value * x[index]! ** power, coefficient);

/** The formula as a sum of terms; null where it divides by a sum. */
function expand(formula: Formula): readonly Term[] | null {
  if (formula.kind === 'constant') return [{ coefficient: formula.value, powers: new Map() }];
  if (formula.kind === 'variable') return [{ coefficient: 1, powers: new Map([[formula.index, 1]]) }];
  const [left, right] = [expand(formula.left), expand(formula.right)];
  if (!left || !right) return null;
  if (formula.op === '+') return [...left, ...right];
  if (formula.op === '-') return [...left, ...right.map((term) => ({ ...term, coefficient: -term.coefficient }))];
  if (formula.op === '*') return left.flatMap((a) => right.map((b) => multiply(a, b, 1)));
  const divisor = right[0];
  return right.length === 1 && divisor && divisor.coefficient !== 0 ? left.map((a) => multiply(a, divisor, -1)) : null;
}

function multiply(a: Term, b: Term, sign: 1 | -1): Term {
  const powers = new Map(a.powers);
  for (const [index, power] of b.powers) powers.set(index, (powers.get(index) ?? 0) + sign * power);
  return {
    coefficient: sign === 1 ? a.coefficient * b.coefficient : a.coefficient / b.coefficient,
    powers: new Map([...powers].filter(([, power]) => power !== 0)),
  };
}
