import type { Measure } from '../../../catalogue/types.js';
import { addAll, evaluate } from '../../../figures/sums.js';
import { absenceOf, absent, type Figure } from '../../../figures/value.js';
import type { RequestContext } from '../../context.js';
import type { Monthly } from './groups.js';

/**
 * A measure over months by its own rule: flows add up, stocks take the last month or the mean of the months, ratios are recomputed from
 * their summed parts. Months without rows count as empty.
 */
export function figureOver(measure: Measure, monthly: Monthly, months: readonly string[], context: RequestContext): Figure {
  const counted = measure.kind === 'stock' && measure.overTime === 'last' ? months.slice(-1) : months;
  const absence = absenceOf(measure, counted, context.facts, context.catalogue);
  if (absence) return absent(absence);
  const sums = addAll(counted.map((month) => monthly.get(month) ?? {}));
  const { numerator, denominator, kind } = measure;
  if (!denominator) return { value: evaluate(numerator, sums, kind === 'stock' ? counted.length : 1), absence: null };
  const base = evaluate(denominator, sums);
  return base === 0 ? absent('ZERO_DENOMINATOR') : { value: evaluate(numerator, sums) / base, absence: null };
}
