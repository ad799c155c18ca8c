import type { Difference } from './newcombe.js';
import { type Proportion, rateOf, z95 } from './wilson.js';

/** Two arms that were drawn from the same numbers. */
export interface Stratum {
  readonly treated: Proportion;
  readonly control: Proportion;
}

export interface Pooled extends Difference {
  /** The control's rate, strata weighted as in the difference. */
  readonly controlRate: number;
}

/**
 * Treated rate less control rate over several strata that are drawn by shares of their own, with its 95 % interval: each stratum's difference
 * counts by n₁n₀ ÷ (n₁ + n₀). null where no stratum has trials in both arms. Normal, so there should be some hits in both arms.
 * Source: Mantel & Haenszel 1959; the variance by Greenland & Robins 1985, "Estimation of a common effect parameter from sparse follow-up
 * data". Errors: RangeError for what is no proportion.
 */
export function mantelHaenszel(strata: readonly Stratum[]): Pooled | null {
  const { weights, difference, controlRate, variance } = weightedSums(strata, (own) => own);
  if (weights === 0) return null;
  const spread = (z95 * Math.sqrt(variance)) / weights;
  const mean = difference / weights;
  return { difference: mean, low: mean - spread, high: mean + spread, controlRate: controlRate / weights };
}

type Rates = readonly [treated: number, control: number];

/**
 * Sums over the strata that have trials in both arms, each by its weight n₁n₀ ÷ (n₁ + n₀); the variance's by its square. `chance`: the rates that
 * chance is told by, of those of the stratum. Divide by `weights`, and the variance by its square.
 */
export function weightedSums(strata: readonly Stratum[], chance: (own: Rates) => Rates) {
  const sums = { weights: 0, difference: 0, controlRate: 0, variance: 0 };
  for (const { treated, control } of strata) {
    const [p, q] = [rateOf(treated), rateOf(control)];
    if (p === null || q === null) continue;
    const weight = (treated.trials * control.trials) / (treated.trials + control.trials);
    const [a, b] = chance([p, q]);
    sums.weights += weight;
    sums.difference += weight * (p - q);
    sums.controlRate += weight * q;
    sums.variance += weight ** 2 * ((a * (1 - a)) / treated.trials + (b * (1 - b)) / control.trials);
  }
  return sums;
}
