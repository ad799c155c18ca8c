import type { CampaignSession } from '../../campaigns/session.js';
import { dimensionNamed, measureNamed } from '../../catalogue/lookup.js';
import type { Dimension, Measure } from '../../catalogue/types.js';
import { badInput } from '../../errors.js';
import type { Baseline } from '../../figures/baseline.js';
import type { Scope } from '../../figures/question.js';
import { type Asked, askedScope, newestMonth } from '../../session/asked.js';
import type { Slice } from '../../slices/slice.js';
import { check } from './check.js';
import type { TimeGrain } from './period.js';

export interface Condition {
  readonly measure: string;
  readonly gt?: number | null | undefined;
  readonly gte?: number | null | undefined;
  readonly lt?: number | null | undefined;
  readonly lte?: number | null | undefined;
}

/** Just one of measure, dimension and period. */
export interface Order {
  readonly measure?: string | null | undefined;
  readonly dimension?: string | null | undefined;
  readonly period?: boolean | null | undefined;
  readonly desc?: boolean | null | undefined;
}

export interface TopPer {
  readonly dimension: string;
  readonly by: string;
  readonly n: number;
}

/** What is computed by what, and which rows of it are shown in which order. */
export interface AnalysisQuestion {
  /** In the order of the grouping. */
  readonly dimensions: readonly string[];
  readonly measures: readonly string[];
  readonly grain: TimeGrain;
  readonly against: Baseline;
  readonly having?: readonly Condition[] | null | undefined;
  readonly orderBy?: readonly Order[] | null | undefined;
  readonly topPer?: TopPer | null | undefined;
  readonly totals: boolean;
}

/** The same with the numbers and months that it is about. */
export interface AnalysisArguments extends AnalysisQuestion, Asked {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

/** An analysis with its names resolved and its limits checked. */
export interface AnalysisRequest {
  readonly context: CampaignSession;
  readonly scope: Scope;
  /** Months asked for, oldest first. */
  readonly months: readonly string[];
  readonly grain: TimeGrain;
  readonly against: Baseline;
  readonly dimensions: readonly Dimension[];
  /** What is shown … */
  readonly selected: readonly Measure[];
  /** … and with it what decides on rows: all that is computed. */
  readonly measures: readonly Measure[];
  readonly having: readonly (Condition & { readonly of: Measure })[];
  readonly orderBy: readonly { readonly by: Measure | Dimension | 'PERIOD'; readonly desc: boolean }[];
  readonly topPer: { readonly dimension: Dimension; readonly by: Measure; readonly n: number } | null;
  readonly totals: boolean;
}

/** Errors: FORBIDDEN, STALE_SLICE, and as of `analysisOf`. */
export function resolveAnalysis(args: AnalysisArguments, context: CampaignSession): AnalysisRequest {
  const { scope, slice } = askedScope(args, context, 2);
  return analysisOf(args, { context, scope, months: monthsOf(args, slice, context) });
}

/** A question of a scope and months that are resolved. Errors: UNKNOWN_NAME, NOT_PROVIDED, TOO_COSTLY, BAD_USER_INPUT with what was expected. */
export function analysisOf(
  question: AnalysisQuestion,
  { context, scope, months }: Pick<AnalysisRequest, 'context' | 'scope' | 'months'>,
): AnalysisRequest {
  const { catalogue } = context;
  const having = (question.having ?? []).map((condition) => ({ ...condition, of: measureNamed(catalogue, condition.measure) }));
  const orderBy = (question.orderBy ?? []).map((order) => orderOf(order, context));
  const topPer = question.topPer ? topOf(question.topPer, question.dimensions, context) : null;
  const selected = [...new Set(question.measures)].map((code) => measureNamed(catalogue, code));
  const measures = [
    ...selected,
    ...having.map(({ of }) => of),
    ...orderBy.map(({ by }) => by).filter((by): by is Measure => by !== 'PERIOD' && 'numerator' in by),
    ...(topPer ? [topPer.by] : []),
  ];
  const request: AnalysisRequest = {
    context,
    scope,
    months,
    grain: question.grain,
    against: question.against,
    dimensions: question.dimensions.map((code) => dimensionNamed(catalogue, code)),
    selected,
    measures: [...new Set(measures)],
    having,
    orderBy,
    topPer,
    totals: question.totals,
  };
  check(request);
  return request;
}

function orderOf(
  { measure, dimension, period, desc }: Order,
  { catalogue }: CampaignSession,
): AnalysisRequest['orderBy'][number] {
  const given = [measure, dimension, period || null].filter((each) => each !== null && each !== undefined);
  if (given.length !== 1) throw badInput('orderBy: expected exactly one of measure, dimension and period in each entry.');
  const by = measure ? measureNamed(catalogue, measure) : dimension ? dimensionNamed(catalogue, dimension) : 'PERIOD';
  return { by, desc: desc ?? false };
}

function topOf({ dimension, by, n }: TopPer, dimensions: readonly string[], { catalogue }: CampaignSession) {
  if (n < 1) throw badInput(`topPer(n:): expected 1 or more, found ${n}.`);
  if (!dimensions.includes(dimension))
    throw badInput(
      `topPer(dimension: ${dimension}): expected one of the selected dimensions, which are ${dimensions.join(', ') || 'none'}.`,
    );
  return { dimension: dimensionNamed(catalogue, dimension), by: measureNamed(catalogue, by), n };
}

/** From–to, else the slice's months, else the newest. A side that is left out is the newest month, or the same as the other. */
function monthsOf({ from, to }: AnalysisArguments, slice: Slice | null, { facts }: CampaignSession): readonly string[] {
  const newest = newestMonth(facts.months);
  const last = to ?? slice?.to ?? newest;
  const first = from ?? slice?.from ?? last;
  if (first > last) throw badInput(`from: expected a month up to ${last}, found ${first}.`);
  if (slice && (first < slice.from || last > slice.to))
    throw badInput(`from, to: expected months of the slice (${slice.from} to ${slice.to}), found ${first} to ${last}.`);
  const months = facts.months.filter((month) => month >= first && month <= last);
  if (months[0] !== first || months.at(-1) !== last)
    throw badInput(`from, to: the data have ${facts.months[0]} to ${newest}, found ${first} to ${last}.`);
  return months;
}
