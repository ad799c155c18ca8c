import { dimensionNamed, measureNamed } from '../catalogue/named.js';
import { partsOf } from '../catalogue/parts-of.js';
import type { Measure } from '../catalogue/types.js';
import { type Absence, absenceOf, type Figure } from '../figures/figure.js';
import { everything, groupBy } from '../figures/question.js';
import { evaluate } from '../figures/sums.js';
import { lastDay } from '../lib/months.js';
import type { SumRow } from '../session/sums-loader.js';
import { knownMonths } from './indicator-request.js';
import type { Origin } from './node.js';

/** A flow on its way to the month's end. */
export interface Pace {
  /** The last day of the month that the data have: the last on which anybody joined, as joining days are what every warehouse has. */
  readonly asOf: string | null;
  readonly soFar: number | null;
  /** Of the month's flow that is there by that day, 0 to 1, as in the months before; 1 of a month that is over. */
  readonly share: number | null;
  /** Of the plan by that day: target × share. */
  readonly expected: number | null;
  /** At the month's end: soFar ÷ share. */
  readonly projected: number | null;
  /** Why `projected` is null; where it is not, why `expected` is. */
  readonly absence: Absence | null;
}

/** So many months before tell how a month's flow spreads over its days. */
const earlier = 3;

/**
 * How a flow goes towards the month's end. How the flow of a month spreads is taken from all that the viewer sees, as a part may have a few
 * a month; months are compared by the days that are left, as much happens at their ends.
 */
export async function paceOf({ measure, request }: Origin, { value, absence }: Figure, target: number | null): Promise<Pace> {
  const { month, context } = request;
  const none = (why: Absence): Pace => ({ asOf: null, soFar: value, share: null, expected: null, projected: null, absence: why });
  if (measure.fact === null || partsOf(measure).length > 1) return none('NOT_COVERED');
  if (value === null) return none(absence ?? 'NOT_PROVIDED');
  const joins = measureNamed(context.catalogue, 'GROSS_ADDS');
  const months = knownMonths(request, earlier + 1);
  const parts = [...new Set([measure, joins].flatMap(partsOf))];
  const day = dimensionNamed(context.catalogue, 'DAY');
  const by = [groupBy(day)];
  // Use comes by day in a mart of its own, joining in what every warehouse has.
  const { coverage, catalogue } = context;
  const known = { coverage, catalogue, by: measure.fact === 'USE' ? [day] : [] };
  const untold = absenceOf(measure, [month], known);
  if (untold) return none(untold);
  const rows = await context.sums.load({ parts, months, by, tree: null, scope: everything });
  const asOf = month === context.coverage.months.at(-1) ? lastDayOf(joins, month, rows) : lastDay(month);
  if (asOf === null) return none('NOT_PROVIDED');
  const told = months.filter((each) => each !== month && absenceOf(measure, [each], known) === null);
  const share = asOf === lastDay(month) ? 1 : shareBy(asOf, measure, told, rows);
  if (!share) return { ...none('NO_BASELINE'), asOf };
  const projected = value / share;
  if (target === null) return { asOf, soFar: value, share, expected: null, projected, absence: 'NO_TARGET' };
  return { asOf, soFar: value, share, expected: target * share, projected, absence: null };
}

const flowOf = (measure: Measure, rows: readonly SumRow[]): number =>
  rows.reduce((sum, { sums }) => sum + evaluate(measure.numerator, sums), 0);

function lastDayOf(measure: Measure, month: string, rows: readonly SumRow[]): string | null {
  const days = rows.filter((row) => row.month === month && evaluate(measure.numerator, row.sums) > 0).map(({ keys }) => keys[0]!);
  return days.sort().at(-1) ?? null;
}

/** Of the flows of whole months, what had come when as many days were left; null where there were none. */
function shareBy(day: string, measure: Measure, months: readonly string[], rows: readonly SumRow[]): number | null {
  const dayOf = (date: string) => Number(date.slice(8));
  const left = dayOf(lastDay(day.slice(0, 7))) - dayOf(day);
  const own = rows.filter(({ month }) => months.includes(month));
  const whole = flowOf(measure, own);
  const then = own.filter(({ month, keys }) => dayOf(keys[0]!) <= dayOf(lastDay(month)) - left);
  return whole === 0 ? null : flowOf(measure, then) / whole;
}
