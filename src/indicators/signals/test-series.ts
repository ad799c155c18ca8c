import { twoSidedNormalP } from '../../methods/detect/normal.js';
import { isWithinChance, poissonDeviate } from '../../methods/detect/poisson.js';
import { twoSidedStudentP } from '../../methods/detect/student.js';
import { limitsOf } from '../../methods/detect/xmr.js';
import { expectationOf, type SeriesExpectation, type TestRule } from './expectation.js';
import type { SeriesPoint } from './month-place.js';

export interface SeriesTest {
  readonly value: number;
  readonly expected: number;
  /** Limits, three spreads off. */
  readonly low: number;
  readonly high: number;
  /** How often chance alone deviates as far, up or down. */
  readonly pValue: number;
  readonly rule: TestRule | 'GAP';
}

export const isOutside = ({ value, low, high }: SeriesTest): boolean => value < low || value > high;

/** Binary fractions of the same decimal differ by less. */
const tolerance = 1e-9;

/**
 * Is a month's figure what the months before (oldest first, without it) let one expect? In the figure's unit; null where they are
 * too few. The p-value is Student's for deviation ÷ (spread·√(1 + leverage)). Figures that count events scatter at least as
 * Poisson's do, however quiet their few months were; where they keep a level and scatter no more, that spread is known and not
 * estimated, and the p-value is Poisson's.
 */
export function testSeries(tested: SeriesPoint, before: readonly SeriesPoint[], leastMonths: number): SeriesTest | null {
  const expectation = expectationOf(tested, before, leastMonths);
  if (!expectation) return null;
  const { value, perEvent } = tested;
  const { expected, leverage, degrees, rule } = expectation;
  const chance = perEvent === null ? null : chanceOf(expectation, perEvent);
  const spread = Math.max(expectation.spread, chance?.spread ?? 0);
  const limits = limitsOf({ expected, spread });
  const result = (pValue: number): SeriesTest => ({ value, expected, ...limits, pValue, rule });
  if (Math.abs(value - expected) <= tolerance * Math.max(Math.abs(value), Math.abs(expected))) return result(1);
  const isChance = chance && rule !== 'XMR_TREND' && isWithinChance(expectation.spread ** 2, chance.spread ** 2, degrees);
  if (isChance) {
    const deviate = poissonDeviate(value / perEvent!, expected / perEvent!, leverage);
    return result(twoSidedNormalP((deviate * chance.ofOne) / chance.spread));
  }
  return result(twoSidedStudentP((value - expected) / (spread * Math.sqrt(1 + leverage)), degrees));
}

/** The same of a series' last point, which must be of the month; null where it has none of it. */
export function testLast(series: readonly SeriesPoint[], month: string, leastMonths: number): SeriesTest | null {
  const last = series.at(-1);
  return last?.place.month === month ? testSeries(last, series.slice(0, -1), leastMonths) : null;
}

/** What chance alone makes of a count, in the figure's unit: of the expected number of events, and of all that is compared. */
function chanceOf({ expected, leverage, rule }: SeriesExpectation, perEvent: number) {
  const ofOne = perEvent * Math.sqrt(Math.max(expected / perEvent, leverage / 2));
  // Of a year ago and of the last festival a single month is compared, with a chance of its own.
  const months = rule === 'SEASONAL_NAIVE' || rule === 'SPRING_FESTIVAL' ? 2 : 1;
  return { ofOne, spread: ofOne * Math.sqrt(months) };
}
