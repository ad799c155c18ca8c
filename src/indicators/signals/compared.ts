import type { Measure } from '../../catalogue/types.js';
import { memo } from '../../lib/memo.js';
import type { IndicatorRequest } from '../indicator-request.js';
import type { Cut } from './cuts.js';
import { charted } from './expectation.js';
import { type Direction, type GapPoint, type GapTest, knownGap, shiftedGap } from './gap-test.js';
import type { SeriesPoint } from './month-place.js';
import type { Planned } from './planned.js';
import { countOf, denominatorOf } from './points.js';

/** What a gap stands to. */
export type Against = 'PEERS' | 'PLAN' | 'LAST_YEAR';

/** A part's figures up to the tested month, and what is known of what they are compared with. */
export interface Compared {
  readonly request: IndicatorRequest;
  readonly measure: Measure;
  readonly direction: Direction;
  readonly cut: Cut;
  readonly own: readonly SeriesPoint[];
}

/** A figure of a month and what it is compared with, both in the unit. */
export interface Pair {
  readonly point: SeriesPoint;
  readonly compared: number;
}

/** A gap's test and the figures that it compares. */
export interface Found {
  readonly against: Against;
  readonly test: GapTest;
  readonly pairs: readonly Pair[];
}

/** A part's ratio against that of all others. */
export function peersGap(part: Compared, others: readonly SeriesPoint[]): Found | null {
  const byMonth = new Map(others.map(({ place, value }) => [place.month, value]));
  const pairs = pairsOf(part, ({ place }) => byMonth.get(place.month));
  const { standing, leastMonths } = part.request.context.catalogue.signals;
  const test = pairs && shiftedGap(gapPoints(pairs, part), leastMonths, standing, part.direction);
  return test && { against: 'PEERS', test, pairs: pairs! };
}

/** Against the plan, wherever the mart has one. */
export function planGap(part: Compared, planned: Planned): Found | null {
  const { measure, cut } = part;
  const pairs = pairsOf(part, ({ place }) => planned(cut, place.month)(measure).value);
  return knownTo('PLAN', part, pairs, 1);
}

/** Compared with last year's figure as its peers have moved since (`growth`, by month); and it must be worse than last year itself. */
export function lastYearGap(part: Compared, growth: (month: string) => number | null): Found | null {
  const { own, direction } = part;
  const lastYear = lastYearOf(own);
  const pairs = pairsOf(part, (point) => {
    const [then, grown] = [lastYear(point), growth(point.place.month)];
    return then === undefined || grown === null ? null : then * grown;
  });
  const found = knownTo('LAST_YEAR', part, pairs, Math.SQRT2);
  const last = own.at(-1)!;
  const isWorse = direction * ((lastYear(last) ?? last.value) - last.value) > 0;
  return found && !isWorse ? { ...found, test: { ...found.test, monthsOpen: 0, pValue: 1 } } : found;
}

const lastYearOf = (points: readonly SeriesPoint[]) => {
  const values = new Map(points.map(({ place, value }) => [place.month, value]));
  return ({ place }: SeriesPoint): number | undefined => values.get(place.lastYear);
};

/** How the middle one of the parts has moved on its last year, by month: one that runs away does not make all others stand behind. */
export function medianGrowth(parts: readonly (readonly SeriesPoint[])[]): (month: string) => number | null {
  const ratios = new Map<string, number[]>();
  for (const points of parts) {
    const lastYear = lastYearOf(points);
    for (const point of points) {
      const then = lastYear(point) ?? 0;
      const { month } = point.place;
      if (then > 0 && point.value > 0) ratios.set(month, [...(ratios.get(month) ?? []), point.value / then]);
    }
  }
  return memo((month: string) => {
    const sorted = (ratios.get(month) ?? []).sort((a, b) => a - b);
    const at = (index: number) => sorted[Math.floor(index)]!;
    return sorted.length === 0 ? null : (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
  });
}

/** `months`: the root of how many months' scatter the comparison holds. */
function knownTo(against: Against, part: Compared, pairs: readonly Pair[] | null, months: number): Found | null {
  const { own, request, direction } = part;
  const { standing, leastMonths } = request.context.catalogue.signals;
  const ordinary = own.filter(({ place }) => place.festival === null);
  if (!pairs || ordinary.length < leastMonths) return null;
  const { spread, expected, degrees } = charted(ordinary, own.at(-1)!.place.position);
  if (expected <= 0) return null;
  const points = gapPoints(pairs, part).map((point) => ({ ...point, chance: point.chance * months }));
  const test = knownGap(points, { scatter: (months * spread) / expected, degrees }, standing, direction);
  return test && { against, test, pairs };
}

/** Only of figures above zero is one a share of the other; null where the tested month has none. */
function pairsOf({ own }: Compared, comparedWith: (point: SeriesPoint) => number | null | undefined): readonly Pair[] | null {
  const pairs = own.flatMap((point) => {
    const compared = comparedWith(point) ?? 0;
    return compared > 0 && point.value >= 0 ? [{ point, compared }] : [];
  });
  return pairs.at(-1)?.point === own.at(-1) ? pairs : null;
}

/** What chance alone makes of a figure that counts is told by how many it counts now; half of one more, as a figure of none scatters too. */
function gapPoints(pairs: readonly Pair[], { measure, cut, own, request }: Compared): readonly GapPoint[] {
  const perCount = countOf(measure, request.context.catalogue) ?? 0;
  const unit = perCount / denominatorOf(measure, cut.sums.get(own.at(-1)!.place.month) ?? {});
  return pairs.map(({ point: { place, value }, compared }) => ({
    position: place.position,
    ratio: value / compared,
    chance: Math.sqrt(unit * (Math.max(value, compared) + unit / 2)) / compared,
  }));
}
