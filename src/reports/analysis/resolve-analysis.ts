import type { CampaignSession } from '../../campaigns/session.js';
import { dimensionNamed, measureNamed } from '../../catalogue/named.js';
import type { Measure } from '../../catalogue/types.js';
import { badInput } from '../../errors.js';
import { monthBaseline } from '../../figures/baseline.js';
import { newestMonth, resolveScope } from '../../session/scope.js';
import type { SlicePeriod } from '../../slices/slice.js';
import { checkAnalysis } from './check.js';
import { isOfDays } from './days.js';
import type { AnalysisArguments, AnalysisQuestion, AnalysisRequest, Order, TopPer } from './question.js';

/** Errors: FORBIDDEN, STALE_SLICE, and as of `analysisOf`. */
export async function resolveAnalysis(args: AnalysisArguments, context: CampaignSession): Promise<AnalysisRequest> {
  const { scope, period } = await resolveScope(args, context, 2);
  return analysisOf(args, { context, scope, months: monthsOf(args, period, context) });
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
  const deciding = [
    ...having.map(({ of }) => of),
    ...orderBy.map(({ by }) => by).filter((by): by is Measure => by !== 'PERIOD' && 'numerator' in by),
    ...(topPer ? [topPer.by] : []),
  ];
  const request: AnalysisRequest = {
    context,
    scope,
    months,
    grain: question.grain,
    against: isOfDays(question) ? question.against : monthBaseline(question.against),
    dimensions: question.dimensions.map((code) => dimensionNamed(catalogue, code)),
    selected,
    deciding,
    measures: [...new Set([...selected, ...deciding])],
    having,
    orderBy,
    topPer,
    totals: question.totals,
    fill: question.fill,
    cumulative: question.cumulative,
  };
  checkAnalysis(request);
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

/** From–to, else the slice's months, else the newest. A side that is left out is the slice's or the newest month, or the same as the other. */
function monthsOf({ from, to }: AnalysisArguments, period: SlicePeriod | null, { coverage }: CampaignSession): readonly string[] {
  const newest = newestMonth(coverage.months);
  // Of numbers that are followed, months after the slice's may be asked for, or before them.
  const isAfter = period?.isOpen && from && from > period.to;
  const last = to ?? (isAfter ? from : period?.to) ?? newest;
  const isBefore = period?.isOpen && last < period.from;
  const first = from ?? (isBefore ? last : period?.from) ?? last;
  if (first > last) throw badInput(`from: expected a month up to ${last}, found ${first}.`);
  if (period && !period.isOpen && (first < period.from || last > period.to))
    throw badInput(
      `from, to: expected months of the slice (${period.from} to ${period.to}), found ${first} to ${last}. For its numbers in other months say follow: NUMBERS.`,
    );
  const months = coverage.months.filter((month) => month >= first && month <= last);
  if (months[0] !== first || months.at(-1) !== last)
    throw badInput(`from, to: the data have ${coverage.months[0]} to ${newest}, found ${first} to ${last}.`);
  return months;
}
