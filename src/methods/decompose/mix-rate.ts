import { logarithmicMean } from './logarithmic-mean.js';

/** A part's numerator and denominator at one time. */
export interface RatioPart {
  readonly numerator: number;
  readonly denominator: number;
}

/** Before and after. */
export type RatioPair = readonly [RatioPart, RatioPart];

/**
 * What a part gives to the change of the whole's ratio R = ΣN ÷ ΣD: its mix and rate effect together (Kitagawa 1955, symmetric
 * and centred). With weights w = d/D and rates r = n/d: rate = (w0+w1)/2·(r1−r0), mix = (w1−w0)·((r0+r1)/2 − R̄), R̄ = (R0+R1)/2;
 * a part that is new takes r0 := r1, one that vanished r1 := r0. Their sum is w1r1 − w0r0 − R̄(w1 − w0), which needs no rates and
 * adds up over any grouping of parts. Unit: R's. Returns null where the whole has no ratio at one of the times.
 */
export function mixAndRate(part: RatioPair, whole: RatioPair): number | null {
  const [before, after] = whole;
  if (before.denominator === 0 || after.denominator === 0) return null;
  const mean = meanRate(whole);
  const share = (at: RatioPart, total: RatioPart) => (at.numerator - mean * at.denominator) / total.denominator;
  return share(part[1], after) - share(part[0], before);
}

/** Effects of a part on the whole's change, in the whole's unit; of all parts they add up to it. */
export interface Effects {
  /** By the base it brought or lost; 0 for a ratio, which does not grow with its base. */
  readonly volume: number;
  readonly mix: number;
  readonly rate: number;
}

/**
 * Mix and rate of a part apart (see `mixAndRate`), and what is left to its volume. `unit`: "ratio" of the change of N/D; "amount" of
 * the change of N over the base D: ΔN = ΔD·R̄ + D̄·(mix + rate), where a part's volume is its own ΔN less D̄ times its mix and rate.
 * Source: Kitagawa 1955; Das Gupta 1993. Returns null where the whole has no ratio at one of the times.
 */
export function volumeMixRate(part: RatioPair, whole: RatioPair, unit: 'ratio' | 'amount'): Effects | null {
  const both = mixAndRate(part, whole);
  if (both === null) return null;
  const [before, after] = part;
  const [allBefore, allAfter] = whole;
  const isThroughout = before.denominator !== 0 && after.denominator !== 0;
  const weight = (before.denominator / allBefore.denominator + after.denominator / allAfter.denominator) / 2;
  const rate = isThroughout ? weight * (rateOf(after) - rateOf(before)) : 0;
  if (unit === 'ratio') return { volume: 0, mix: both - rate, rate };
  const base = (allBefore.denominator + allAfter.denominator) / 2;
  return { volume: after.numerator - before.numerator - base * both, mix: base * (both - rate), rate: base * rate };
}

const rateOf = ({ numerator, denominator }: RatioPart): number => numerator / denominator;

const meanRate = ([before, after]: RatioPair): number => (rateOf(before) + rateOf(after)) / 2;

/**
 * A part's share in the change of R = ΣN ÷ ΣD by the straight-line path integral: Δn·K + Δd·M, K = ∫ 1/D = ln(D1/D0) ÷ ΔD,
 * M = −∫ N/D² = (ΔR − ΔN·K) ÷ ΔD. Adds up over parts. Unlike mix and rate it does not ask how a part compares with the mean: a part that
 * only grew takes the denominator's growth on itself. Unit: R's.
 * Returns null where a denominator is zero or changes its sign (SIGN_CHANGE).
 */
export function ratioContribution(part: RatioPair, whole: RatioPair): number | null {
  const [before, after] = whole;
  if (before.denominator * after.denominator <= 0) return null;
  const k = 1 / logarithmicMean(after.denominator, before.denominator);
  return (part[1].numerator - part[0].numerator) * k + (part[1].denominator - part[0].denominator) * slope(whole, k);
}

/** M. Where D hardly grew, its difference would lose its digits: the series of ∫ t/(1 + tg)² has them. */
function slope([before, after]: RatioPair, k: number): number {
  const added = after.numerator - before.numerator;
  const grown = after.denominator - before.denominator;
  const growth = grown / before.denominator;
  if (Math.abs(growth) > 0.01) return (rateOf(after) - rateOf(before) - added * k) / grown;
  const series = [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, i) => sum + ((i + 1) / (i + 2)) * (-growth) ** i, 0);
  return -(before.numerator / after.denominator + (added * series) / before.denominator) / before.denominator;
}

/** Did every part's rate go one way and the whole's the other? (Simpson's paradox.) Parts that are new or vanished have no change. */
export function isSimpson(parts: readonly RatioPair[], whole: RatioPair): boolean {
  const throughout = parts.filter(([before, after]) => before.denominator !== 0 && after.denominator !== 0);
  const change = Math.sign(rateOf(whole[1]) - rateOf(whole[0]));
  return change !== 0 && throughout.length > 1 && throughout.every(([b, a]) => Math.sign(rateOf(a) - rateOf(b)) === -change);
}
