/** Successes among trials: 0 ≤ hits ≤ trials, whole numbers or (where a prior is counted in) not. */
export interface Proportion {
  readonly hits: number;
  readonly trials: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 % point of the normal distribution. */
export const z95 = 1.959963984540054;

/**
 * Score interval of a proportion (0 to 1), 95 % unless `z` says otherwise; it holds for few trials and for rates near 0 and 1 as well.
 * null without trials. Source: Wilson 1927; Newcombe 1998a, method 3. Errors: RangeError for what is no proportion.
 */
export function wilson(proportion: Proportion, z = z95): Interval | null {
  const rate = rateOf(proportion);
  if (rate === null) return null;
  const weight = (z * z) / proportion.trials;
  const centre = rate + weight / 2;
  const spread = Math.sqrt(weight * (rate * (1 - rate) + weight / 4));
  // Rounding would leave a hair between 0 hits and 0.
  const low = proportion.hits === 0 ? 0 : Math.max(0, (centre - spread) / (1 + weight));
  const high = proportion.hits === proportion.trials ? 1 : Math.min(1, (centre + spread) / (1 + weight));
  return { low, high };
}

/** hits ÷ trials; null without trials. Errors: RangeError. */
export function rateOf({ hits, trials }: Proportion): number | null {
  if (!(hits >= 0 && hits <= trials && trials < Number.POSITIVE_INFINITY))
    throw new RangeError(`Expected 0 ≤ hits ≤ trials, found ${hits} of ${trials}.`);
  return trials === 0 ? null : hits / trials;
}
