import type { Measure, PartitionTree } from '../catalogue/types.js';
import { badInput } from '../errors.js';
import { type Baseline, baselineMonths } from '../figures/baseline.js';
import { figureIn, type Period } from '../figures/compare.js';
import { monthsUpTo } from '../figures/months.js';
import { partsOf, type Scope } from '../figures/question.js';
import { addAll, type Sums } from '../figures/sums.js';
import { type Absence, absenceOf, absent, type Figure } from '../figures/value.js';
import { type Asked, askedScope, knownMonth } from '../session/asked.js';
import type { RequestContext } from '../session/session.js';
import { monthOfSlice } from '../slices/slice.js';

/** Arguments that every question of tier 1 has. */
export interface IndicatorArguments extends Asked {
  readonly month?: string | null | undefined;
  readonly against: Baseline;
}

/** A question of tier 1 with its names resolved. */
export interface IndicatorRequest {
  readonly context: RequestContext;
  readonly month: string;
  readonly against: Baseline;
  readonly baselineMonths: readonly string[];
  readonly scope: Scope;
}

/** Errors: FORBIDDEN (tier, masked filter), BAD_USER_INPUT (month, filter), UNKNOWN_NAME, STALE_SLICE. */
export function resolveRequest(args: IndicatorArguments, context: RequestContext): IndicatorRequest {
  const { scope, slice } = askedScope(args, context, 1);
  const asked = args.month ?? undefined;
  const month = knownMonth(slice ? monthOfSlice(slice, asked) : asked, context.facts.months);
  return { context, month, against: args.against, baselineMonths: baselineMonths(month, args.against), scope };
}

/** Months of a trend that the data have, oldest first. Errors: BAD_USER_INPUT. */
export function trendMonths(request: IndicatorRequest, count: number): readonly string[] {
  if (count < 1 || count > 120) throw badInput(`trend(months:): expected 1 to 120, found ${count}.`);
  return knownMonths(request, count);
}

/** The last `count` months up to and with the request's, those of them that the data have, oldest first. */
export const knownMonths = ({ month, context }: IndicatorRequest, count: number): readonly string[] =>
  monthsUpTo(month, count).filter((each) => context.facts.months.includes(each));

export interface MonthSums {
  readonly month: string;
  readonly sums: Sums;
}

/** The figure of a measure over months (their mean), from sums by month; or why there is none. */
export function figureOver(
  measure: Measure,
  months: readonly string[],
  rows: readonly MonthSums[],
  context: RequestContext,
): Figure {
  return figureIn(measure, periodOf(measure, months, rows, context));
}

export function periodOf(
  measure: Measure,
  months: readonly string[],
  rows: readonly MonthSums[],
  context: RequestContext,
): Period {
  const absence: Absence | null = absenceOf(measure, months, context.facts, context.catalogue);
  const sums = absence ? {} : addAll(rows.filter((row) => months.includes(row.month)).map((row) => row.sums));
  return { sums, months: Math.max(1, months.length), absence };
}

/** The baseline's figure; null where none was asked for. */
export function baselineFigure(
  measure: Measure,
  request: IndicatorRequest,
  rows: readonly MonthSums[],
  target: number | null,
): Figure | null {
  if (request.against === 'NONE') return null;
  if (request.against === 'TARGET') return target === null ? absent('NO_BASELINE') : { value: target, absence: null };
  return figureOver(measure, request.baselineMonths, rows, request.context);
}

/** Asks for the measures' parts in the months that the data have; the loader merges such questions of one tick. */
export function ask(
  request: IndicatorRequest,
  measures: readonly Measure[],
  months: readonly string[],
  tree: PartitionTree | null = null,
) {
  const { context, scope } = request;
  const known = [...new Set(months)].filter((month) => context.facts.months.includes(month));
  const parts = [...new Set(measures.flatMap(partsOf))];
  return context.sums.load({ parts, months: known, by: [], tree, scope });
}
