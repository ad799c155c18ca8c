import type { Measure, PartitionTree } from '../catalogue/types.js';
import { type Baseline, baselineMonths } from '../figures/baseline.js';
import { absent, type Figure } from '../figures/figure.js';
import { meanOver, monthlyOf } from '../figures/figure-over.js';
import { partsOf, type Scope } from '../figures/question.js';
import type { Sums } from '../figures/sums.js';
import { monthsUpTo } from '../lib/months.js';
import { requireBetween } from '../security/limits.js';
import type { ScopeInput } from '../session/scope.js';
import { knownMonth, resolveScope } from '../session/scope.js';
import { monthOfSlice } from '../slices/slice.js';
import type { IndicatorSession } from './session.js';

/** Arguments that every question of tier 1 has. */
export interface IndicatorArguments extends ScopeInput {
  readonly month?: string | null | undefined;
  readonly against: Baseline;
}

/** A question of tier 1 with its names resolved. */
export interface IndicatorRequest {
  readonly context: IndicatorSession;
  readonly month: string;
  readonly against: Baseline;
  readonly baselineMonths: readonly string[];
  readonly scope: Scope;
}

/** Errors: FORBIDDEN (tier, masked filter), BAD_USER_INPUT (month, filter), UNKNOWN_NAME, STALE_SLICE. */
export function resolveRequest(args: IndicatorArguments, context: IndicatorSession): IndicatorRequest {
  const { scope, slice } = resolveScope(args, context, 1);
  const asked = args.month ?? undefined;
  const month = knownMonth(slice ? monthOfSlice(slice, asked) : asked, context.coverage.months);
  return { context, month, against: args.against, baselineMonths: baselineMonths(month, args.against), scope };
}

/** Months of a trend that the data have, oldest first. Errors: BAD_USER_INPUT. */
export function trendMonths(request: IndicatorRequest, count: number): readonly string[] {
  requireBetween('trend(months:)', count, 1, request.context.viewer.limits.trendMonths);
  return knownMonths(request, count);
}

/** The last `count` months up to and with the request's, those of them that the data have, oldest first. */
export const knownMonths = ({ month, context }: IndicatorRequest, count: number): readonly string[] =>
  monthsUpTo(month, count).filter((each) => context.coverage.months.includes(each));

export interface MonthSums {
  readonly month: string;
  readonly sums: Sums;
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
  return meanOver(measure, monthlyOf(rows), request.baselineMonths, request.context);
}

/** Asks for the measures' parts in the months that the data have; the loader merges such questions of one tick. */
export function askSums(
  request: IndicatorRequest,
  measures: readonly Measure[],
  months: readonly string[],
  tree: PartitionTree | null = null,
) {
  const { context, scope } = request;
  const known = [...new Set(months)].filter((month) => context.coverage.months.includes(month));
  const parts = [...new Set(measures.flatMap(partsOf))];
  return context.sums.load({ parts, months: known, by: [], tree, scope });
}
