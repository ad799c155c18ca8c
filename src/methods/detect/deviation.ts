import { mapYielding } from '../../lib/yielding.js';
import type { Cell } from './cells.js';

export interface DeviationOptions {
  /** The numerator counts things: its noise is Poisson's or more. */
  readonly counts: boolean;
  /** Months that the figures before are the mean of. */
  readonly months: number;
  /** The figure is the numerator over the denominator, and not an amount. */
  readonly isRatio: boolean;
}

/** A cell beside what it would be had it moved like its neighbours. */
export interface JudgedCell extends Cell {
  /** By which most of its neighbours moved. */
  readonly factor: number;
  readonly expected: number;
  readonly excess: number;
  /** The excess in standard deviations. */
  readonly deviation: number;
}

/** Cells beyond so many standard deviations are no background. */
const outlying = 3;

/** Cells whose factors are tried as the common one: the largest. */
const tried = 20;

/**
 * Judges the cells of one combination of dimensions against each other: each is expected to have moved by the factor that most of them
 * agree on (a ratio keeps its own denominator). Cells are compared within their combination only: in another one each value may hold a bit
 * of what moved, or the whole's change of mix.
 */
export function judgeCells(cells: readonly Cell[], noise: number, options: DeviationOptions): readonly JudgedCell[] {
  const overall = agreed(cells, options) ?? 1;
  const factors = [...cells]
    .sort((a, b) => b.before + b.after - a.before - a.after)
    .slice(0, tried)
    .map((cell) => cell.after / expectedAt(cell, 1, options))
    .filter((factor) => factor > 0 && Number.isFinite(factor));
  const loss = (factor: number) => {
    let sum = 0;
    for (const cell of cells) sum += Math.min(outlying ** 2, deviationAt(cell, factor, noise, options) ** 2);
    return sum;
  };
  const ranked = [1, overall, ...factors].map((factor) => ({ factor, loss: loss(factor) }));
  // Of two that fit alike the one nearer to no change: what moved is to be found.
  ranked.sort((a, b) => a.loss - b.loss || Math.abs(Math.log(a.factor)) - Math.abs(Math.log(b.factor)));
  const { factor } = ranked[0]!;
  const inside = cells.filter((cell) => Math.abs(deviationAt(cell, factor, noise, options)) <= outlying);
  const common = agreed(inside, options) ?? factor;
  const sum = (of: (cell: Cell) => number) => inside.reduce((total, cell) => total + of(cell), 0);
  const background = {
    before: sum((cell) => expectedAt(cell, 1, options)),
    after: sum(({ after }) => after),
    beforeBase: 1,
    afterBase: 1,
  };
  const isInside = new Set(inside);
  return cells.map((cell) => {
    const judged = judgeCell(cell, common, noise, options);
    return isInside.has(cell) ? judged : { ...judged, deviation: against(judged, { ...cell, ...background }, noise, options) };
  });
}

/** A cell's deviation where the factor has noise of its own: how unlikely it is that cell and background share one, whichever. */
function against(cell: JudgedCell, background: Cell, noise: number, options: DeviationOptions): number {
  const joint = agreed([cell, background], options);
  if (joint === null) return cell.deviation;
  const both = [cell, background].map((each) => deviationAt(each, joint, noise, options));
  return Math.sign(cell.deviation) * Math.hypot(...both);
}

/** Σ after ÷ Σ expected without a shift. */
function agreed(cells: readonly Cell[], options: DeviationOptions): number | null {
  let [expected, after] = [0, 0];
  for (const cell of cells) {
    expected += expectedAt(cell, 1, options);
    after += cell.after;
  }
  return expected > 0 && after > 0 ? after / expected : null;
}

/** Points of χ² with one degree of freedom: the share of squares that lie below, and where. */
const median = [0.5, 0.4549] as const;
const middle = [0.7, 1.074] as const;
const upper = [0.85, 2.072] as const;

/**
 * Variance per unit of the model's (Poisson's of a count, the amount itself of an amount), from combinations of dimensions: what most cells
 * have, which causes do not reach. For amounts the upper point knows of tails (a few large customers) that the median does not; counts
 * have none, and at least Poisson's variance. `areFew`: so few cells that the causes themselves may be in their upper part.
 */
export async function noiseOf(
  combinations: readonly (readonly Cell[])[],
  areFew: boolean,
  options: DeviationOptions,
): Promise<number> {
  let noise = 1;
  // The first look is in whatever unit the amounts are; the third no longer knows it.
  for (let look = 1; look <= 3; look++) noise *= await pooled(combinations, noise, areFew, options);
  return noise;
}

/** Where most parts do not stray at all, one that does is far off, but not infinitely. */
const least = 1e-12;

async function pooled(
  combinations: readonly (readonly Cell[])[],
  noise: number,
  areFew: boolean,
  options: DeviationOptions,
): Promise<number> {
  const several = combinations.filter(({ length }) => length > 1);
  const each = await mapYielding(several, (cells) => judgeCells(cells, noise, options).map(({ deviation }) => deviation ** 2));
  const squares = each.flat().sort((a, b) => a - b);
  const at = ([share, point]: readonly [number, number]) => (squares[Math.floor(squares.length * share)] ?? 0) / point;
  if (options.counts) return Math.max(1 / noise, areFew ? 0 : at(median));
  return Math.max(least, at(median), at(areFew ? middle : upper));
}

/** Judges one cell against a factor that is known. */
export function judgeCell(cell: Cell, factor: number, noise: number, options: DeviationOptions): JudgedCell {
  const expected = expectedAt(cell, factor, options);
  return { ...cell, factor, expected, excess: cell.after - expected, deviation: deviationAt(cell, factor, noise, options) };
}

/** After ÷ before as the factor would have it. Of a part without a base before nothing can be expected: null. */
const scaleAt = ({ beforeBase, afterBase }: Cell, factor: number, { isRatio }: DeviationOptions): number | null =>
  !isRatio ? factor : beforeBase === 0 ? null : (factor * afterBase) / beforeBase;

function expectedAt(cell: Cell, factor: number, options: DeviationOptions): number {
  const scale = scaleAt(cell, factor, options);
  return scale === null ? cell.after : scale * cell.before;
}

/** The excess in standard deviations. */
function deviationAt(cell: Cell, factor: number, noise: number, options: DeviationOptions): number {
  const scale = scaleAt(cell, factor, options);
  if (scale === null) return 0;
  const { before, after } = cell;
  const expected = scale * before;
  if (Math.abs(after - expected) <= 1e-9 * (Math.abs(after) + Math.abs(expected))) return 0;
  const { counts, months } = options;
  const variance = Math.abs(after) + (Math.abs(scale) * Math.abs(expected)) / months;
  const model = counts ? rootDeviance(after, before * months, scale / months) : (after - expected) / Math.sqrt(variance);
  return model / Math.sqrt(noise);
}

/**
 * Signed root of twice the log-likelihood ratio that `after` events are not `scale` times as many as `before`, both Poisson: given their
 * sum, `after` is binomial with p = scale ÷ (1 + scale). Good also where hardly any were expected, unlike a difference over its root.
 */
function rootDeviance(after: number, before: number, scale: number): number {
  const all = after + before;
  const share = scale / (1 + scale);
  const deviance = 2 * (surplus(after, all * share) + surplus(before, all * (1 - share)));
  return Math.sign(after - scale * before) * Math.sqrt(Math.max(0, deviance));
}

const surplus = (events: number, expected: number): number => (events === 0 ? 0 : events * Math.log(events / expected));
