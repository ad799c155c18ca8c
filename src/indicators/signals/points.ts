import type { Catalogue, Linear, Measure } from '../../catalogue/types.js';
import { absenceOf, type Known, valueFrom } from '../../figures/figure.js';
import { evaluate, noSums, type Sums } from '../../figures/sums.js';
import { isOfFew } from '../../figures/suppression/counts.js';
import type { MonthPlace, SeriesPoint } from './month-place.js';

/** A measure's figures of a cut in those of the months that have one, in the months' order. */
export type PointsOf = (sums: ReadonlyMap<string, Sums>) => readonly SeriesPoint[];

/** How a measure's sums, of the whole or by a dimension, become points; what does not depend on the part is worked out once. */
export function pointsOf(measure: Measure, places: readonly MonthPlace[], known: Known): PointsOf {
  const { catalogue } = known;
  const told = places.filter(({ month }) => absenceOf(measure, [month], known) === null);
  const event = eventOf(measure, catalogue);
  const isCount = measure.denominator !== null && counts(measure.denominator, catalogue);
  return (byMonth) => {
    const points: SeriesPoint[] = [];
    for (const place of told) {
      const sums = byMonth.get(place.month) ?? noSums;
      const base = denominatorOf(measure, sums);
      if (isOfFew(measure, sums, known) || (isCount && base < catalogue.signals.leastBase)) continue;
      const { value } = valueFrom(measure, sums);
      if (value !== null) points.push({ place, value, perEvent: event && event / base });
    }
    return points;
  };
}

/** What a ratio's part is weighed by; 1 for flows and stocks. */
export const denominatorOf = ({ denominator }: Measure, sums: Sums): number => (denominator ? evaluate(denominator, sums) : 1);

/** By how much an event raises the numerator, where that counts events of the month; null where it does not. */
function eventOf(measure: Measure, catalogue: Catalogue): number | null {
  const [id = ''] = measure.numerator.terms.keys();
  return measure.kind === 'flow' || catalogue.parts.get(id)!.flow !== null ? countOf(measure, catalogue) : null;
}

/** What one more counted adds to the numerator, where that is a count of one thing; null where it is none. */
export function countOf({ numerator }: Measure, catalogue: Catalogue): number | null {
  const [[, coefficient] = ['', 0], ...more] = numerator.terms;
  return more.length === 0 && coefficient > 0 && counts(numerator, catalogue) ? coefficient : null;
}

const counts = ({ terms }: Linear, catalogue: Catalogue): boolean =>
  [...terms.keys()].every((id) => catalogue.parts.get(id)!.type === 'BIGINT');
