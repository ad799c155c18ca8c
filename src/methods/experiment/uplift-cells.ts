import { benjaminiHochberg } from '../detect/benjamini-hochberg.js';
import { twoSidedNormalP } from '../detect/normal.js';
import { priorStrength, shrunkRate } from './beta-binomial.js';
import { type Stratum, weightedSums } from './mantel-haenszel.js';
import type { Difference } from './newcombe.js';
import { type Estimate, shrunkDifferences } from './shrunk-differences.js';
import type { Proportion } from './wilson.js';

/** Part of the numbers of an experiment that was drawn several times, by shares of their own. */
export interface UpliftCell {
  readonly strata: readonly Stratum[];
  /** Draws of the smaller arm. */
  readonly units: number;
}

export interface CellUplift {
  /** As it was found. null: one arm has nobody. */
  readonly found: number | null;
  /** Drawn to what the cells have in common. */
  readonly shrunk: Difference | null;
  /** Chance of a difference as great as the one found if there is none; null where too few were drawn to ask. */
  readonly p: number | null;
  /** Is it more than chance, of all cells together a share of at most `falseShare` of those so told being none? */
  readonly isBelieved: boolean;
}

/**
 * Whom a treatment changes: of each cell treated rate less control rate (strata weighted as Mantel and Haenszel do), drawn to the mean of all, and which of them are to be believed. Their variances are
 * of rates that are drawn to those of all cells: of few trials without a hit they would be 0.
 */
export function upliftCells(
  cells: readonly UpliftCell[],
  { leastUnits, falseShare }: { readonly leastUnits: number; readonly falseShare: number },
): { readonly cells: readonly CellUplift[]; readonly mean: Difference | null } {
  const [treated, control] = (['treated', 'control'] as const).map((arm) => cells.map(({ strata }) => pooled(strata, arm)));
  const [treatedRates, controlRates] = [shrunkRates(treated!), shrunkRates(control!)];
  const found = cells.map(({ strata }, at) => estimateOf(strata, treatedRates[at]!, controlRates[at]!));
  const known = found.filter((each) => each !== null);
  const shrunk = shrunkDifferences(known);
  const pOf = (estimate: Estimate | null, units: number): number | null =>
    estimate && units >= leastUnits ? twoSidedNormalP(estimate.difference / Math.sqrt(estimate.variance)) : null;
  const ps = found.map((estimate, at) => pOf(estimate, cells[at]!.units));
  const asked = ps.filter((p) => p !== null);
  const believed = benjaminiHochberg(asked, falseShare);
  const isBelieved = (at: number): boolean => ps[at] !== null && believed[ps.slice(0, at).filter((p) => p !== null).length]!;
  return {
    mean: shrunk?.mean ?? null,
    cells: found.map((estimate, at) => ({
      found: estimate?.difference ?? null,
      shrunk: estimate && shrunk!.cells[known.indexOf(estimate)]!,
      p: ps[at]!,
      isBelieved: isBelieved(at),
    })),
  };
}

const pooled = (strata: readonly Stratum[], arm: keyof Stratum): Proportion =>
  strata.reduce((all, { [arm]: { hits, trials } }) => ({ hits: all.hits + hits, trials: all.trials + trials }), {
    hits: 0,
    trials: 0,
  });

/** Of an arm's cells, each drawn to the rate of all; null where nobody is in the arm. */
function shrunkRates(cells: readonly Proportion[]): readonly (number | null)[] {
  const { strength } = priorStrength(cells);
  const whole = pooled(
    cells.map((cell) => ({ treated: cell, control: cell })),
    'treated',
  );
  return cells.map((cell) => shrunkRate([cell, whole].map((level) => ({ ...level, strength })))?.rate ?? null);
}

function estimateOf(strata: readonly Stratum[], treatedRate: number | null, controlRate: number | null): Estimate | null {
  if (treatedRate === null || controlRate === null) return null;
  const { weights, difference, variance } = weightedSums(strata, () => [treatedRate, controlRate]);
  // Where nobody, or everybody, of all cells has ordered, nothing is known of chance.
  return weights > 0 && variance > 0 ? { difference: difference / weights, variance: variance / weights ** 2 } : null;
}
