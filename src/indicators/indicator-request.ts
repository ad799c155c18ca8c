import { type AskedBaseline, type Baseline, baselineMonths, monthBaseline } from '../figures/baseline.js';
import type { Scope } from '../figures/question.js';
import { monthsUpTo } from '../lib/months.js';
import { requireBetween } from '../security/limits.js';
import type { ScopeInput } from '../session/scope.js';
import { knownMonth, resolveScope } from '../session/scope.js';
import { monthOfSlice } from '../slices/slice.js';
import type { IndicatorSession } from './session.js';

/** Arguments that every question of tier 1 has. */
export interface IndicatorArguments extends ScopeInput {
  readonly month?: string | null | undefined;
  readonly against: AskedBaseline;
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
export async function resolveRequest(args: IndicatorArguments, context: IndicatorSession): Promise<IndicatorRequest> {
  const { scope, period } = await resolveScope(args, context, 1);
  const against = monthBaseline(args.against);
  const asked = args.month ?? undefined;
  const month = knownMonth(period ? monthOfSlice(period, asked) : asked, context.coverage.months);
  return { context, month, against, baselineMonths: baselineMonths(month, against), scope };
}

/** Months of a trend that the data have, oldest first. Errors: BAD_USER_INPUT. */
export function trendMonths(request: IndicatorRequest, count: number): readonly string[] {
  requireBetween('trend(months:)', count, 1, request.context.viewer.limits.trendMonths);
  return knownMonths(request, count);
}

/** The last `count` months up to and with the request's, those of them that the data have, oldest first. */
export const knownMonths = ({ month, context }: IndicatorRequest, count: number): readonly string[] =>
  monthsUpTo(month, count).filter((each) => context.coverage.months.includes(each));
