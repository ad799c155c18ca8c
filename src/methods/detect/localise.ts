import { isYieldDue, mapYielding, yieldLoop } from '../../lib/yielding.js';
import { type RatioPair, ratioContribution } from '../decompose/mix-rate.js';
import { type CauseCandidate, narrow, rankOf, widen } from './cause-candidate.js';
import { type Cell, type Cuboid, combinations, cuboidOf, isIn, isNamed, type Table } from './cells.js';
import { type DeviationOptions, type JudgedCell, judgeCells, noiseOf } from './deviation.js';
import { potentialScore } from './potential-score.js';

export interface LocaliseOptions extends DeviationOptions {
  /** Most dimensions in a combination. */
  readonly depth: number;
  /** Most causes. */
  readonly top: number;
  /** Least share of the whole's numerator or denominator that a cause must hold. */
  readonly support: number;
  /** Least potential score. */
  readonly score: number;
  /** Chance of naming any cause where all cells only moved alike with noise. */
  readonly significance: number;
  /** Least share of the whole's change that its contribution and its deviation must be. */
  readonly share: number;
  /** May these dimensions stand side by side? (A county within a city says nothing new.) */
  readonly mayCombine: (a: number, b: number) => boolean;
}

/** A combination of values that moved otherwise than the rest. */
export interface LocalisedCause extends Pick<Cell, 'dimensions' | 'values'> {
  readonly score: number;
  /** How many standard deviations it is off what it would be had it moved like the rest. */
  readonly deviation: number;
}

/** Fewer events before and after than this tell nothing. */
const leastEvents = 10;

/**
 * Where a change happened: combinations of up to `depth` dimensions whose figure moved otherwise than everything else, best first; none
 * where the shift is uniform. Each cell is compared with what it would be had it moved like most of its neighbours (see `deviation.ts`). The most
 * deviating one (a scan statistic, with a penalty for how many cells were looked at) that the potential score accepts is a cause; its rows
 * are taken out, so that what it implies is not named again, and the search goes on in the rest.
 * `singles`: all cells of each dimension, where the table has only some of their values for themselves: the noise comes from them
 * alone, as the values of such a table were chosen for having moved.
 * Sources: Squeeze (Li et al., ISSRE 2019) for score and iteration, Kulldorff 1997 for the scan.
 */
export async function localise(
  table: Table,
  options: LocaliseOptions,
  singles: readonly (readonly Cell[])[] = [],
): Promise<readonly LocalisedCause[]> {
  const sets = combinations(table.keys.length, options.depth, options.mayCombine);
  const cuboids = await mapYielding(sets, (dimensions) => cuboidOf(table, dimensions));
  const whole = totals(table);
  const noise = await noiseIn(cuboids, singles, whole, options);
  const isThere = new Uint8Array(table.keys[0]?.length ?? 0).fill(1);
  const found: LocalisedCause[] = [];
  while (found.length < options.top) {
    const next = await search(table, cuboids, noise, whole, options);
    if (!next) break;
    found.push(next);
    for (let row = 0; row < isThere.length; row++) {
      if (!isThere[row] || !isIn(table, row, next)) continue;
      if (isYieldDue()) await yieldLoop();
      isThere[row] = 0;
      for (const cuboid of cuboids) cuboid.remove(row);
    }
  }
  return found;
}

type Whole = Pick<Cell, 'before' | 'beforeBase' | 'after' | 'afterBase'>;

function totals({ before, after }: Table): Whole {
  const sum = (values: Float64Array | null) => (values === null ? 0 : values.reduce((total, value) => total + value, 0));
  return {
    before: sum(before.numerator),
    beforeBase: sum(before.denominator),
    after: sum(after.numerator),
    afterBase: sum(after.denominator),
  };
}

/** Fewer cells than this tell little of the noise. */
const fewCells = 40;

/**
 * From the dimensions one by one: what happened is in few of their cells, but in each row of a cross table. Only where they have too few
 * cells to tell, and amounts no least noise, their pairs are looked at as well.
 */
function noiseIn(cuboids: readonly Cuboid[], singles: readonly (readonly Cell[])[], whole: Whole, options: LocaliseOptions) {
  const isSupported = supportOf(whole, options);
  const of = (depth: number) => cuboids.filter(({ dimensions }) => dimensions.length === depth).map((cuboid) => cuboid.cells());
  const alone = (singles.length > 0 ? singles : of(1)).map((cells) => cells.filter(isSupported));
  const areFew = alone.flat().length < fewCells;
  const pairs = areFew && !options.counts ? of(2).map((cells) => cells.filter(isSupported)) : [];
  return noiseOf([...alone, ...pairs], areFew, options);
}

async function search(
  table: Table,
  all: readonly Cuboid[],
  noise: number,
  whole: Whole,
  options: LocaliseOptions,
): Promise<LocalisedCause | null> {
  const isSupported = supportOf(whole, options);
  const cuboids = await mapYielding(all, (cuboid) => ({
    depth: cuboid.dimensions.length,
    cells: cuboid.cells().filter(isSupported),
  }));
  const tested = [1, 2, 3].map((depth) =>
    cuboids.reduce((sum, cuboid) => sum + (cuboid.depth === depth ? cuboid.cells.length : 0), 0),
  );
  const limits = tested.map((count) => normalLimit(options.significance / options.depth / Math.max(1, count)));
  const isMaterial = materiality(whole, options);
  const found = await mapYielding(cuboids, ({ depth, cells }) => {
    const judged = judgeCells(cells, noise, options);
    return judged
      .filter((cell) => Math.abs(cell.deviation) > limits[depth - 1]! && isNamed(table, cell) && isMaterial(cell))
      .map((cell): CauseCandidate => ({ ...cell, score: scoreOf(cell, judged), rank: rankOf(cell, judged.length) }));
  });
  const accepted = found
    .flat()
    .filter(({ score }) => score >= options.score)
    .sort((a, b) => b.rank - a.rank);
  const best = accepted[0];
  if (!best) return null;
  const wider = widen(table, best, accepted);
  const { dimensions, values, score, deviation } = narrow(table, wider, accepted, noise, options);
  return { dimensions, values, score, deviation };
}

const scoreOf = (cell: JudgedCell, all: readonly JudgedCell[]): number =>
  potentialScore([asExpected(cell)], all.filter((other) => other !== cell).map(asExpected));

const asExpected = ({ after, expected }: JudgedCell) => ({ value: after, expected });

function supportOf(whole: Whole, { support, counts, months }: LocaliseOptions): (cell: Cell) => boolean {
  const share = (part: number, total: number) => (total === 0 ? 0 : part / total);
  const amount = Math.abs(whole.before) + Math.abs(whole.after);
  return ({ before, after, beforeBase, afterBase }) => {
    if (counts && before * months + after < leastEvents) return false;
    const events = Math.abs(before) + Math.abs(after);
    return Math.max(share(events, amount), share(beforeBase + afterBase, whole.beforeBase + whole.afterBase)) >= support;
  };
}

/** The standard deviations that chance exceeds with a small probability, either side (asymptotic expansion, to 0.01). */
function normalLimit(probability: number): number {
  const t = -2 * Math.log(probability / 2);
  return Math.sqrt(t - Math.log(t) - Math.log(2 * Math.PI));
}

/** A cause matters: both what it gave to the change and what is odd about it are a share of the change. */
function materiality(whole: Whole, { isRatio, share }: LocaliseOptions): (cell: JudgedCell) => boolean {
  const pair = ({ before, beforeBase, after, afterBase }: Whole): RatioPair => [
    { numerator: before, denominator: beforeBase },
    { numerator: after, denominator: afterBase },
  ];
  if (!isRatio) {
    const least = share * Math.abs(whole.after - whole.before);
    return ({ before, after, excess }) => Math.abs(excess) >= least && Math.abs(after - before) >= least;
  }
  const least = share * Math.abs(whole.after / whole.afterBase - whole.before / whole.beforeBase);
  return (cell) =>
    Math.abs(cell.excess) / whole.afterBase >= least && Math.abs(ratioContribution(pair(cell), pair(whole)) ?? 0) >= least;
}
