import { partsOf } from '../../catalogue/parts-of.js';
import { MartletError } from '../../errors.js';
import { distinctOf } from '../../figures/additive.js';
import { type Grouping, groupBy, groupRest } from '../../figures/question.js';
import type { Sums } from '../../figures/sums.js';
import { keptIn } from '../../lib/memo.js';
import { both, type Where } from '../../slices/where.js';
import type { Calendar } from './calendar.js';
import type { Group } from './groups.js';
import type { AnalysisRequest } from './question.js';

/**
 * Groups that were put together out of others, with what counts different things counted anew by month: one thing may be in several of those. By the first `kept`
 * of the dimensions. Sums, and how many numbers stand behind them, add up, and stay.
 */
export async function recounted(
  groups: readonly Group[],
  kept: number,
  request: AnalysisRequest,
  calendar: Calendar,
): Promise<readonly Group[]> {
  if (!request.measures.some(({ countsDistinct }) => countsDistinct)) return groups;
  const counts = await countsBy(request.dimensions.slice(0, kept).map(groupBy), {}, request, calendar);
  return groups.map((group) => withCounts(group, counts.get(nameOf(group.codes.slice(0, kept)))));
}

/** The same of what is below a top: of each what has none of the values that stand for themselves beside it. Errors: TOO_COSTLY. */
export async function recountedRests(
  rests: readonly { readonly group: Group; readonly shown: readonly (string | null)[] }[],
  request: AnalysisRequest,
  calendar: Calendar,
): Promise<readonly Group[]> {
  const { dimensions, topPer, measures, context } = request;
  const { analysisRests } = context.viewer.limits;
  if (!measures.some(({ countsDistinct }) => countsDistinct)) return rests.map(({ group }) => group);
  const tops = new Map<string, ReturnType<typeof countsBy>>();
  const counted = rests.map(async ({ group, shown }) => {
    const counts = keptIn(tops, nameOf([...shown].sort()), () => {
      const { by, where } = groupRest(topPer!.dimension, shown);
      const groupings = dimensions.map((dimension) => (dimension === topPer!.dimension ? by : groupBy(dimension)));
      if (tops.size >= analysisRests) throw tooMany(analysisRests);
      return countsBy(groupings, where, request, calendar);
    });
    return withCounts(group, (await counts).get(nameOf(group.codes)));
  });
  return Promise.all(counted);
}

const tooMany = (most: number) =>
  new MartletError(
    'TOO_COSTLY',
    `analysis: what counts different things is counted anew for each rest of topPer, and at most ${most} different ones are. Take fewer months or dimensions, or leave topPer out.`,
  );

type Counts = ReadonlyMap<string, ReadonlyMap<string, Sums>>;

/** Counts of different things by the groupings' values and month. */
async function countsBy(by: readonly Grouping[], where: Where, request: AnalysisRequest, { months }: Calendar): Promise<Counts> {
  const { context, measures } = request;
  const parts = distinctOf([...new Set(measures.flatMap(partsOf))], context.catalogue.parts);
  const scope = { ...request.scope, where: both(request.scope.where, where) };
  const rows = await context.sums.load({ parts, months, by, tree: null, scope });
  const counts = new Map<string, Map<string, Sums>>();
  for (const { month, keys, sums } of rows) {
    const own = Object.fromEntries(parts.map((part) => [part, sums[part] ?? null]));
    keptIn(counts, nameOf(keys), () => new Map<string, Sums>()).set(month, own);
  }
  return counts;
}

const nameOf = (codes: readonly (string | null)[]): string => JSON.stringify(codes);

function withCounts(group: Group, counts: ReadonlyMap<string, Sums> | undefined): Group {
  const side = (monthly: Group['now']) =>
    new Map([...monthly].map(([month, sums]) => [month, { ...sums, ...counts?.get(month) }]));
  return { ...group, now: side(group.now), before: side(group.before) };
}
