import { flowCounted, isOfFacts } from '../../catalogue/facts.js';
import { everyFact } from '../../catalogue/flows.js';
import type { Measure } from '../../catalogue/types.js';
import type { Figure, Known } from '../../figures/figure.js';
import { figureOver, meanOver, monthsOfStock } from '../../figures/figure-over.js';
import { knownOf } from '../../figures/known.js';
import { sliceOf } from '../../figures/question.js';
import { noneOf, only } from '../../figures/where-of-terms.js';
import { planOver } from '../../indicators/plans.js';
import { keptIn, memo } from '../../lib/memo.js';
import type { Slice } from '../../slices/slice.js';
import { both, type Where } from '../../slices/where.js';
import { isOfDays } from './days.js';
import type { Group } from './groups.js';
import type { AnalysisRequest } from './question.js';

/** A row of an analysis; figures are worked out when they are asked for, once. */
export interface AnalysisRow {
  readonly request: AnalysisRequest;
  readonly group: Group;
  /** null: all periods together. */
  readonly period: string | null;
  readonly isPartial: boolean;
  readonly months: readonly string[];
  /** Of the baseline; none where there is none. */
  readonly monthsBefore: readonly string[];
  readonly figure: (measure: Measure) => Figure;
  readonly baseline: (measure: Measure) => Figure;
  /** Tells rows apart. */
  readonly key: string;
  /** Values of a dimension that this row leaves out as they stand for themselves; of an "other" row. */
  readonly shown: readonly (string | null)[];
}

export function rowOf(group: Group, request: AnalysisRequest, shown: readonly (string | null)[] = []): AnalysisRow {
  const { against } = request;
  const known = keptIn(
    keptIn(knowns, request, () => new Map<string, Known>()),
    group.totalOf.join(),
    () => knownOfRow(group, request),
  );
  const { months: own, before } = group.period ?? { months: request.months, before: [] };
  const over = against === 'MEAN_OF_PRIOR_3' ? meanOver : figureOver;
  const none: Figure = { value: null, absence: 'NO_BASELINE' };
  return {
    request,
    group,
    period: group.period?.code ?? null,
    isPartial: group.period?.isPartial ?? false,
    months: own,
    monthsBefore: before,
    figure: memo((measure: Measure) => figureOver(measure, group.now, own, known)),
    baseline: memo((measure: Measure) => (before.length > 0 ? over(measure, group.before, before, known) : none)),
    get key() {
      return JSON.stringify([group.period?.code ?? null, group.codes, group.other, group.totalOf]);
    },
    shown,
  };
}

/** By the dimensions that are summed over: what the figures of a request's rows are judged by. */
const knowns = new WeakMap<AnalysisRequest, Map<string, Known>>();

const knownOfRow = ({ totalOf }: Group, request: AnalysisRequest): Known => ({
  ...knownOf(request),
  by: [
    ...(isOfDays(request) ? [request.context.catalogue.dimensions.get(request.grain)!] : []),
    ...request.dimensions.filter((_, index) => !totalOf.includes(index)),
  ],
});

/** A row that stands for its baseline: of its months, days or week. */
export const baselineRow = (row: AnalysisRow): AnalysisRow => {
  const { period } = row.group;
  const before = period && { ...period, code: period.beforeCode ?? period.code };
  return { ...row, months: row.monthsBefore, group: { ...row.group, period: before } };
};

/** What a row's codes say, as a filter. */
const whereOf = (group: Group, { dimensions }: AnalysisRequest, shown: AnalysisRow['shown']): Where =>
  dimensions.reduce((all: Where, dimension, index) => {
    if (group.totalOf.includes(index)) return all;
    const own = group.other === index ? noneOf(dimension, shown) : only(dimension, group.codes[index] ?? null);
    return both(all, own);
  }, {});

/** The row compared with the plan of just its numbers. */
export async function withPlan(row: AnalysisRow): Promise<AnalysisRow> {
  const { group, request, shown, months } = row;
  const { scope, context, measures } = request;
  const own = { ...scope, where: both(scope.where, whereOf(group, request, shown)) };
  const plans = new Map(
    await Promise.all(measures.map(async (measure) => [measure, await planOver(measure, months, own, context)] as const)),
  );
  return { ...row, baseline: (measure) => plans.get(measure)! };
}

/**
 * The numbers of a row; with a measure that counts numbers, just those it counts (of a stock in the month that its figure is of). Of a row of facts those
 * that have such facts: those that the measure counts (if none is named, all of the kind that the first selected one is of).
 */
export function sliceOfRow({ request, group, shown, months }: AnalysisRow, measure?: Measure): Slice {
  const { scope, dimensions, context, measures } = request;
  const time = isOfDays(request) && group.period ? context.catalogue.dimensions.get(request.grain)! : null;
  const where = both(whereOf(group, request, shown), time ? only(time, group.period!.code) : {});
  const own = measure?.countsNumbers && measure.kind === 'stock' ? monthsOfStock(measure, months) : months;
  const isCut = time !== null || dimensions.some((dimension, index) => isOfFacts(dimension) && !group.totalOf.includes(index));
  const flow = isCut ? ((measure && flowCounted(measure, context.catalogue)) ?? everyFact[measures[0]!.fact!]) : null;
  const narrow = { where, flow, ...(measure ? { measure } : {}) };
  return { ...sliceOf(scope, own[0]!, narrow), to: own.at(-1)! };
}
