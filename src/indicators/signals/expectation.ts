import { degreesOf, type Expectation, mean, xmr } from '../../methods/detect/xmr.js';
import { xmrTrend } from '../../methods/detect/xmr-trend.js';
import type { SeriesPoint } from './month-place.js';

/** How the expected value was found. */
export type TestRule = 'XMR' | 'XMR_TREND' | 'SEASONAL_NAIVE' | 'SPRING_FESTIVAL';

export interface SeriesExpectation extends Expectation {
  readonly rule: TestRule;
  /** Of freedom, of the spread. */
  readonly degrees: number;
}

/** With as many months before, each has its like a year before, and there are enough of such pairs. */
const seasonalMonths = 24;

/**
 * What the months before let one expect of the tested one, in the figure's unit; null where there are too few to tell.
 * With 24 months or more SEASONAL_NAIVE: a year ago plus what the months before had gained on their year. With fewer, XMR or, where
 * the slope is clear, XMR_TREND over the ordinary months; those of Spring Festival (its month and the one after) are left out of
 * them, and are themselves compared with the last festival's (SPRING_FESTIVAL).
 */
export function expectationOf(
  tested: SeriesPoint,
  before: readonly SeriesPoint[],
  leastMonths: number,
): SeriesExpectation | null {
  if (before.length >= seasonalMonths) return seasonal(tested, before, leastMonths);
  const ordinary = before.filter(({ place }) => place.festival === null);
  if (ordinary.length < leastMonths) return null;
  const level = charted(ordinary, tested.place.position);
  return tested.place.festival === null ? level : festival(tested, before, level);
}

/** The months' own chart: level, or along their line. */
export function charted(points: readonly SeriesPoint[], position: number): SeriesExpectation {
  const trend = xmrTrend(
    points.map(({ place, value }) => ({ position: place.position, value })),
    position,
  );
  if (trend.isClear) return { ...trend, rule: 'XMR_TREND', degrees: degreesOf(points.length - 1) };
  return { ...xmr(points.map(({ value }) => value)), rule: 'XMR', degrees: degreesOf(points.length) };
}

/** A year's gain does not swing with the season; but it may grow, so it is charted as a level is. */
function seasonal(tested: SeriesPoint, before: readonly SeriesPoint[], leastMonths: number): SeriesExpectation | null {
  const known = new Map(before.map((point) => [point.place.month, point.value]));
  const yearAgo = known.get(tested.place.lastYear);
  const gains = before.flatMap((point) => {
    const past = known.get(point.place.lastYear);
    return past === undefined ? [] : [{ ...point, value: point.value - past }];
  });
  if (yearAgo === undefined || gains.length < leastMonths) return null;
  const gain = charted(gains, tested.place.position);
  return { ...gain, expected: yearAgo + gain.expected, rule: 'SEASONAL_NAIVE' };
}

/** Months on either side of a festival that it is measured against. */
const neighbourhood = 3;

/**
 * The level that the ordinary months let one expect, times what the last festival made of its own neighbours, some before and some
 * after it (or a trend would look like the festival's doing). The limits hold the scatter of this festival, by the factor, and of
 * the last one, by the growth since. Only of figures above zero: others have no factor.
 */
function festival(tested: SeriesPoint, before: readonly SeriesPoint[], level: SeriesExpectation): SeriesExpectation | null {
  const last = before.findLast(({ place }) => place.festival === tested.place.festival);
  if (!last) return null;
  const distance = ({ place }: SeriesPoint) => place.position - last.place.position;
  const near = before.filter((point) => point.place.festival === null && Math.abs(distance(point)) <= neighbourhood);
  const isSurrounded = near.some((point) => distance(point) < 0) && near.some((point) => distance(point) > 0);
  const usual = mean(near.map(({ value }) => value));
  if (!isSurrounded || usual <= 0 || last.value <= 0 || level.expected <= 0) return null;
  const factor = last.value / usual;
  const growth = level.expected / usual;
  const months = factor ** 2 + growth ** 2;
  return {
    expected: factor * level.expected,
    spread: level.spread * Math.sqrt(months),
    leverage: (factor ** 2 * (level.leverage + growth ** 2 / near.length)) / months,
    degrees: level.degrees,
    rule: 'SPRING_FESTIVAL',
  };
}
