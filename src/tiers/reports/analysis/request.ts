import { dimensionNamed, measureNamed } from '../../../catalogue/lookup.js';
import type { Dimension, Measure } from '../../../catalogue/types.js';
import { badInput, MartletError } from '../../../errors.js';
import { isDaily, partsOf, type Scope, scopeOf } from '../../../figures/question.js';
import { isProvided } from '../../../figures/value.js';
import { requireFilterable, requireTier } from '../../../security/readable.js';
import { decodeSlice, type Slice } from '../../../slices/slice.js';
import { parseWhere } from '../../../slices/where.js';
import type { RequestContext } from '../../context.js';
import type { Baseline } from '../../indicators/baseline.js';
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

export interface AnalysisArguments {
  /** Dimensions in the order of the grouping. */
  readonly dimensions: readonly string[];
  readonly measures: readonly string[];
  readonly where?: unknown;
  readonly slice?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  readonly grain: TimeGrain;
  readonly against: Baseline;
  readonly having?: readonly Condition[] | null | undefined;
  readonly orderBy?: readonly Order[] | null | undefined;
  readonly topPer?: TopPer | null | undefined;
  readonly totals: boolean;
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** An analysis with its names resolved and its limits checked. */
export interface AnalysisRequest {
  readonly context: RequestContext;
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
  readonly first: number;
  readonly after: string | null;
}

const mostDimensions = 6;
const mostRows = 10_000;

/** Errors: FORBIDDEN, UNKNOWN_NAME, STALE_SLICE, NOT_PROVIDED, TOO_COSTLY, BAD_USER_INPUT with what was expected. */
export function resolveAnalysis(args: AnalysisArguments, context: RequestContext): AnalysisRequest {
  requireTier(context.viewer, 2);
  const { catalogue } = context;
  const slice = args.slice ? decodeSlice(args.slice, catalogue, context.columns) : null;
  const scope = scopeOf(parseWhere(args.where, context.columns), slice, catalogue);
  requireFilterable(context.viewer, scope.where, context.columns);
  const having = (args.having ?? []).map((condition) => ({ ...condition, of: measureNamed(catalogue, condition.measure) }));
  const orderBy = (args.orderBy ?? []).map((order) => orderOf(order, context));
  const topPer = args.topPer ? topOf(args.topPer, args.dimensions, context) : null;
  const selected = [...new Set(args.measures)].map((code) => measureNamed(catalogue, code));
  const measures = [
    ...selected,
    ...having.map(({ of }) => of),
    ...orderBy.map(({ by }) => by).filter((by): by is Measure => by !== 'PERIOD' && 'numerator' in by),
    ...(topPer ? [topPer.by] : []),
  ];
  const request: AnalysisRequest = {
    context,
    scope,
    months: monthsOf(args, slice, context),
    grain: args.grain,
    against: args.against,
    dimensions: args.dimensions.map((code) => dimensionNamed(catalogue, code)),
    selected,
    measures: [...new Set(measures)],
    having,
    orderBy,
    topPer,
    totals: args.totals,
    first: args.first,
    after: args.after ?? null,
  };
  check(request);
  return request;
}

function orderOf({ measure, dimension, period, desc }: Order, { catalogue }: RequestContext): AnalysisRequest['orderBy'][number] {
  const given = [measure, dimension, period || null].filter((each) => each !== null && each !== undefined);
  if (given.length !== 1) throw badInput('orderBy: expected exactly one of measure, dimension and period in each entry.');
  const by = measure ? measureNamed(catalogue, measure) : dimension ? dimensionNamed(catalogue, dimension) : 'PERIOD';
  return { by, desc: desc ?? false };
}

function topOf({ dimension, by, n }: TopPer, dimensions: readonly string[], { catalogue }: RequestContext) {
  if (n < 1) throw badInput(`topPer(n:): expected 1 or more, found ${n}.`);
  if (!dimensions.includes(dimension))
    throw badInput(
      `topPer(dimension: ${dimension}): expected one of the selected dimensions, which are ${dimensions.join(', ') || 'none'}.`,
    );
  return { dimension: dimensionNamed(catalogue, dimension), by: measureNamed(catalogue, by), n };
}

/** From–to, else the slice's months, else the newest. A side that is left out is the newest month, or the same as the other. */
function monthsOf({ from, to }: AnalysisArguments, slice: Slice | null, { facts }: RequestContext): readonly string[] {
  const newest = facts.months.at(-1);
  if (!newest) throw badInput('The warehouse has no month of data yet: run martlet build on one that has.');
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

function check({ measures, dimensions, grain, against, first, orderBy, having, topPer, context }: AnalysisRequest): void {
  const { facts, catalogue } = context;
  // What selects rows must be there: else no row would be within limits, and that would look like a finding.
  for (const measure of [...having.map(({ of }) => of), ...(topPer ? [topPer.by] : [])]) {
    const needs = partsOf(measure).flatMap((part) => catalogue.parts.get(part)!.needs);
    const missing = [...new Set(needs)].filter((need) => !isProvided(need, facts));
    if (missing.length > 0)
      throw new MartletError('NOT_PROVIDED', `${measure.code}: the warehouse does not provide ${missing.join(', ')}.`);
  }
  if (measures.length === 0) throw badInput('analysis: select at least one measure in rows, e.g. rows { closingSubscribers }.');
  if (first < 1 || first > mostRows)
    throw badInput(`analysis(first:): expected 1 to ${mostRows}, found ${first}. Take the rest with after.`);
  if (dimensions.length > mostDimensions) {
    const found = dimensions.map(({ code }) => code).join(', ');
    throw new MartletError(
      'TOO_COSTLY',
      `analysis: expected at most ${mostDimensions} dimensions, found ${dimensions.length} (${found}).`,
    );
  }
  for (const dimension of dimensions) {
    if (dimension.grain) throw badInput(`${dimension.code}: time is the argument grain, and the field period.`);
    const missing = dimension.needs.filter((need) => !isProvided(need, facts));
    if (missing.length > 0)
      throw new MartletError('NOT_PROVIDED', `${dimension.code}: the warehouse does not provide ${missing.join(', ')}.`);
  }
  for (const { by } of orderBy) {
    if (by !== 'PERIOD' && !('numerator' in by) && !dimensions.includes(by))
      throw badInput(`orderBy(dimension: ${by.code}): expected one of the selected dimensions.`);
  }
  for (const { of, ...limits } of having) {
    const given = [limits.gt, limits.gte, limits.lt, limits.lte].filter((limit) => limit !== null && limit !== undefined);
    if (given.length === 0) throw badInput(`having(measure: ${of.code}): expected gt, gte, lt or lte.`);
  }
  if (against === 'TARGET')
    throw badInput('analysis(against: TARGET): plans are for the whole and for cities, not for any cut; ask indicator for them.');
  if (grain !== 'DAY' && grain !== 'WEEK') return;
  if (against !== 'NONE') throw badInput(`analysis(against: ${against}): days and weeks have no baseline; leave it out.`);
  const wrong = measures.filter((measure) => !isDaily(measure, catalogue)).map(({ code }) => code);
  if (wrong.length === 0) return;
  const daily = [...catalogue.measures.values()].filter((each) => isDaily(each, catalogue)).map(({ code }) => code);
  throw badInput(
    `grain: ${grain}: ${wrong.join(', ')} ${wrong.length > 1 ? 'have' : 'has'} no figures by day. Those that have: ${daily.join(', ')}.`,
  );
}
