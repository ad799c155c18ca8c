import type { Catalogue, Dimension, Measure } from '../catalogue/types.js';
import { MartletError } from '../errors.js';
import { partsOf } from './question.js';
import { evaluate, type Sums } from './sums.js';

/** Why a figure is null. */
export type Absence =
  | 'NOT_PROVIDED'
  | 'ZERO_DENOMINATOR'
  | 'NO_BASELINE'
  | 'NO_TARGET'
  | 'IMMATURE'
  | 'SUPPRESSED'
  | 'SIGN_CHANGE'
  | 'NOT_COVERED'
  | 'CUT_BY_OUTCOME';

export interface Figure {
  readonly value: number | null;
  readonly absence: Absence | null;
}

export const absent = (absence: Absence): Figure => Object.freeze({ value: null, absence });

/** What the generation at hand can tell at all. */
export interface Coverage {
  /** Months of the data, oldest first. */
  readonly months: readonly string[];
  /** "mart.column" of every contract column that the warehouse provides. */
  readonly provided: ReadonlySet<string>;
}

/** "revenue" is a column of number_month; others say their mart. */
export const isProvided = (need: string, coverage: Coverage): boolean =>
  coverage.provided.has(need.includes('.') ? need : `number_month.${need}`);

/** `what` rests on columns. Errors: NOT_PROVIDED with all of them that the warehouse lacks. */
export function requireProvided(what: string, needs: readonly string[], coverage: Coverage): void {
  const missing = [...new Set(needs)].filter((need) => !isProvided(need, coverage));
  if (missing.length === 0) return;
  throw new MartletError('NOT_PROVIDED', `${what}: the warehouse does not provide ${missing.join(', ')}.`);
}

/**
 * Why a measure cannot be had in these months, whatever the rows say: an input that the warehouse lacks, months that it
 * does not have, or too little history before them; or cut `by` dimensions, one that the counted itself sets. null: it can.
 */
export function absenceOf(
  measure: Measure,
  months: readonly string[],
  coverage: Coverage,
  catalogue: Catalogue,
  by: readonly Dimension[] = [],
): Absence | null {
  const parts = partsOf(measure).map((id) => catalogue.parts.get(id)!);
  const lookback = Math.max(0, ...parts.map((part) => part.lookback), ...by.map((dimension) => dimension.lookback));
  if (months.length > 0 && outcomeAmong(by, measure)) return 'CUT_BY_OUTCOME';
  return absenceFor({ needs: parts.flatMap((part) => part.needs), lookback }, months, coverage);
}

/**
 * The first of the dimensions that leaving sets, where the measure counts leaving: who left in a month is OFF_NET and has no tier at its
 * end, so that such a cut would show no leaver anywhere else.
 */
export const outcomeAmong = (by: readonly Dimension[], { countsLeaving }: Measure): Dimension | null =>
  (countsLeaving && by.find(({ setByLeaving }) => setByLeaving)) || null;

/** The same for anything that rests on columns and history. */
export function absenceFor(
  rests: { readonly needs: readonly string[]; readonly lookback: number },
  months: readonly string[],
  coverage: Coverage,
): Absence | null {
  if (rests.needs.some((need) => !isProvided(need, coverage))) return 'NOT_PROVIDED';
  const isEarly = (month: string) => coverage.months.indexOf(month) < rests.lookback;
  return months.length === 0 || months.some((month) => !coverage.months.includes(month) || isEarly(month)) ? 'NO_BASELINE' : null;
}

/**
 * A measure from sums that were added over `months` months: a ratio recomputed from its parts, a flow or stock as their mean
 * (of one month: the figure itself).
 */
export function valueFrom(measure: Measure, sums: Sums, months = 1): Figure {
  const numerator = evaluate(measure.numerator, sums, measure.denominator ? 1 : months);
  if (!measure.denominator) return { value: numerator, absence: null };
  const denominator = evaluate(measure.denominator, sums);
  return denominator === 0 ? absent('ZERO_DENOMINATOR') : { value: numerator / denominator, absence: null };
}
