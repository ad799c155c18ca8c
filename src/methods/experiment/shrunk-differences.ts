import type { Difference } from './newcombe.js';
import { z95 } from './wilson.js';

/** A difference that was found, and how far chance moves it. */
export interface Estimate {
  readonly difference: number;
  /** Above 0. */
  readonly variance: number;
}

export interface Shrunk {
  /** In the order given, each drawn to the common mean the more, the less is known of it by itself; with 95 % intervals. */
  readonly cells: readonly Difference[];
  /** What the estimates have in common. */
  readonly mean: Difference;
  /** Variance between the cells' true differences: 0 where they differ no more than chance makes them. */
  readonly between: number;
}

/**
 * Differences of cells beside each other, so that of many small ones the luckiest is not taken for the best. null of none. Source: the variance between
 * cells by moments, DerSimonian & Laird 1986, "Meta-analysis in clinical trials"; empirical Bayes with normal errors of known size, Morris
 * 1983, "Parametric empirical Bayes inference", of which the interval takes up that the mean is estimated, too.
 */
export function shrunkDifferences(estimates: readonly Estimate[]): Shrunk | null {
  if (estimates.length === 0) return null;
  const between = varianceBetween(estimates);
  const weights = estimates.map(({ variance }) => 1 / (variance + between));
  const total = sum(weights);
  const mean = sum(estimates.map(({ difference }, at) => weights[at]! * difference)) / total;
  const cells = estimates.map(({ difference, variance }) => {
    const drawn = variance / (variance + between);
    return within(drawn * mean + (1 - drawn) * difference, (1 - drawn) * variance + drawn ** 2 / total);
  });
  return { cells, mean: within(mean, 1 / total), between };
}

function varianceBetween(estimates: readonly Estimate[]): number {
  const weights = estimates.map(({ variance }) => 1 / variance);
  const total = sum(weights);
  const mean = sum(estimates.map(({ difference }, at) => weights[at]! * difference)) / total;
  const squares = sum(estimates.map(({ difference }, at) => weights[at]! * (difference - mean) ** 2));
  const free = total - sum(weights.map((weight) => weight ** 2)) / total;
  return free > 0 ? Math.max(0, (squares - (estimates.length - 1)) / free) : 0;
}

const within = (difference: number, variance: number): Difference => {
  const spread = z95 * Math.sqrt(variance);
  return { difference, low: difference - spread, high: difference + spread };
};

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
