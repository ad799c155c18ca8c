import { type Interval, type Proportion, rateOf, wilson, z95 } from './wilson.js';

export interface Difference extends Interval {
  /** First rate less second, −1 to 1. */
  readonly difference: number;
}

/**
 * Difference of two independent proportions with its interval, 95 % unless `z` says otherwise: Newcombe's hybrid score interval, made of
 * the Wilson intervals of both. null where one has no trials. Source: Newcombe 1998b, method 10. Errors: RangeError.
 */
export function newcombe(first: Proportion, second: Proportion, z = z95): Difference | null {
  const [p, q] = [rateOf(first), rateOf(second)];
  const [a, b] = [wilson(first, z), wilson(second, z)];
  if (p === null || q === null || !a || !b) return null;
  const difference = p - q;
  return {
    difference,
    low: difference - Math.hypot(p - a.low, b.high - q),
    high: difference + Math.hypot(a.high - p, q - b.low),
  };
}
