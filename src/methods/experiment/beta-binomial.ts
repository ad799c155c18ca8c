import { type Interval, type Proportion, rateOf, wilson } from './wilson.js';

/** How many trials the wider rate weighs. */
export interface Prior {
  readonly strength: number;
  /** MOMENTS: fitted to the siblings. USUAL: too few of them, or none that tells anything. */
  readonly basis: 'MOMENTS' | 'USUAL';
}

/** Where nothing can be fitted, a cell of so many trials is believed as much as the wider one. */
export const usualStrength = 50;
/** Fewer cells with trials do not tell how much cells differ. */
const leastSiblings = 4;
/** Bounds of a fitted strength: below, a cell with one trial would be believed; above, none ever. */
export const strengthBounds = { least: 2, most: 2000 } as const;

/**
 * How far cells beside each other have rates of their own: the strength of a beta-binomial prior (α + β, in trials) by moments, within
 * `strengthBounds`. Where they differ no more than chance makes them, it is the greatest.
 * Source: Kleinman 1973, "Proportions with extraneous variance", weights by trials. Errors: RangeError.
 */
export function priorStrength(siblings: readonly Proportion[]): Prior {
  const cells = siblings.filter((cell) => rateOf(cell) !== null);
  const total = sum(cells.map(({ trials }) => trials));
  const mean = sum(cells.map(({ hits }) => hits)) / total;
  const within = mean * (1 - mean);
  const free = cells.length - 1;
  // What a correlation of 1 would add to the squares expected of chance alone; 0 of cells with one trial each.
  const between = total - sum(cells.map(({ trials }) => (trials * trials) / total)) - free;
  if (cells.length < leastSiblings || !(within > 0) || !(between > 1e-9 * total))
    return { strength: usualStrength, basis: 'USUAL' };
  const squares = sum(cells.map(({ hits, trials }) => (hits - trials * mean) ** 2 / trials));
  const correlation = (squares / within - free) / between;
  const strength = correlation > 0 ? 1 / correlation - 1 : Number.POSITIVE_INFINITY;
  return { strength: Math.min(strengthBounds.most, Math.max(strengthBounds.least, strength)), basis: 'MOMENTS' };
}

/** A cell and how strongly it is drawn to the next wider one. */
export interface Level extends Proportion {
  readonly strength: number;
}

export interface ShrunkRate extends Interval {
  /** Posterior mean, 0 to 1. `low`, `high`: 95 %, Wilson's interval of the cell with its prior counted in. */
  readonly rate: number;
}

/**
 * The rate of a cell, drawn to that of the wider cell the more the fewer trials it has; that one in turn to the next, up to the widest,
 * whose own rate stands (its strength is not looked at). `chain`: from the narrowest to the widest, each contained in the next.
 * null where not even the widest has trials. Source: the posterior mean of Beta(s·m, s·(1 − m)), Gelman et al. 2013, 2.4; with m from
 * the wider cell, as in empirical Bayes (Casella 1985). Errors: RangeError.
 */
export function shrunkRate(chain: readonly Level[]): ShrunkRate | null {
  let posterior: Proportion | null = null;
  for (const { hits, trials, strength } of [...chain].reverse()) {
    const wider = posterior === null ? null : rateOf(posterior);
    const own: Proportion = wider === null ? { hits, trials } : { hits: hits + strength * wider, trials: trials + strength };
    posterior = own;
  }
  const rate = posterior && rateOf(posterior);
  const interval = posterior && wilson(posterior);
  return rate === null || !interval ? null : { rate, ...interval };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
