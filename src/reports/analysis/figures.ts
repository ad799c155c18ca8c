import type { Measure } from '../../catalogue/types.js';
import { addAll } from '../../figures/sums.js';
import { type Absence, absenceOf, absent, type Figure, valueFrom } from '../../figures/value.js';
import type { RequestContext } from '../../session/session.js';
import type { Monthly } from './groups.js';

/**
 * A measure over months by its own rule: flows add up, stocks take the last month or the mean of the months, ratios are recomputed from
 * their summed parts. Months without rows count as empty.
 */
export function figureOver(measure: Measure, monthly: Monthly, months: readonly string[], context: RequestContext): Figure {
  const { kind, overTime } = measure;
  if (kind === 'stock') return meanOver(measure, monthly, overTime === 'last' ? months.slice(-1) : months, context);
  return overMonths(measure, monthly, months, 1, context);
}

/** The mean month of several: flows and stocks as their mean, ratios recomputed from their summed parts. */
export const meanOver = (measure: Measure, monthly: Monthly, months: readonly string[], context: RequestContext): Figure =>
  overMonths(measure, monthly, months, months.length, context);

function overMonths(
  measure: Measure,
  monthly: Monthly,
  months: readonly string[],
  divisor: number,
  context: RequestContext,
): Figure {
  const absence = absenceIn(measure, months, context);
  if (absence) return absent(absence);
  const sums = months.map((month) => monthly.get(month) ?? {});
  return valueFrom(measure, sums.length === 1 ? sums[0]! : addAll(sums), divisor);
}

/** By request, measure and months: the same for all rows, so each is found once. */
const absences = new WeakMap<RequestContext, Map<string, Absence | null>>();

function absenceIn(measure: Measure, months: readonly string[], context: RequestContext): Absence | null {
  const known = absences.get(context) ?? new Map<string, Absence | null>();
  absences.set(context, known);
  const key = `${measure.code} ${months.join()}`;
  if (!known.has(key)) known.set(key, absenceOf(measure, months, context.facts, context.catalogue));
  return known.get(key)!;
}
