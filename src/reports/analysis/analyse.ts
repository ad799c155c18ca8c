import { mapYielding } from '../../lib/yielding.js';
import { type Calendar, calendarOf } from './calendar.js';
import { cumulate } from './cumulate.js';
import { filled } from './filled.js';
import { detailGroups, type Group, grouped, merged } from './groups.js';
import { inRowOrder } from './order.js';
import type { AnalysisRequest } from './question.js';
import { recountedRests } from './recounted.js';
import { type AnalysisRow, rowOf, withPlan } from './row.js';
import { totalsOf } from './totals.js';

/** An analysis with all its rows. */
export interface AnalysisResult {
  readonly request: AnalysisRequest;
  readonly rows: readonly AnalysisRow[];
  /** Over all groups, whatever having and topPer leave out; none where they are not asked for. */
  readonly totals: readonly AnalysisRow[];
}

/**
 * Any measures by any dimensions and time, from one statement. Figures are worked out from exact sums at each level, so that ratios,
 * "other" and totals are true. Errors: TOO_COSTLY for too many rows.
 */
export async function analyse(request: AnalysisRequest): Promise<AnalysisResult> {
  // What a period has only in its baseline is a row as well: it fell to nothing.
  const calendar = calendarOf(request);
  const groups = filled(await detailGroups(request, calendar), calendar.periods, request);
  const all = await topRows(request.cumulative ? cumulate(groups) : groups, request, calendar);
  const rows = inRowOrder(
    all.filter((row) => passes(row, request)),
    request,
  );
  const totals = request.totals ? await totalsOf(groups, calendar, request) : [];
  if (request.against !== 'TARGET') return { request, rows, totals };
  return { request, rows: await Promise.all(rows.map(withPlan)), totals: await Promise.all(totals.map(withPlan)) };
}

function passes(row: AnalysisRow, { having }: AnalysisRequest): boolean {
  return having.every(({ of, gt, gte, lt, lte }) => {
    const { value } = row.figure(of);
    if (value === null) return false;
    return value > (gt ?? -Infinity) && value >= (gte ?? -Infinity) && value < (lt ?? Infinity) && value <= (lte ?? Infinity);
  });
}

/** All groups as rows, or of one dimension the top n by a measure within the others, and the rest as one row. */
async function topRows(groups: readonly Group[], request: AnalysisRequest, calendar: Calendar): Promise<readonly AnalysisRow[]> {
  const { topPer, dimensions, deciding } = request;
  // Rows are sorted in one go: what decides on their order is worked out before.
  const decidedRow = (group: Group): AnalysisRow => {
    const row = rowOf(group, request);
    for (const measure of deciding) row.figure(measure);
    return row;
  };
  if (!topPer) return mapYielding(groups, decidedRow);
  const index = dimensions.indexOf(topPer.dimension);
  const rest = (codes: readonly (string | null)[]) => codes.map((code, at) => (at === index ? null : code));
  const byMeasure = { ...request, orderBy: [{ by: topPer.by, desc: true }] };
  const rests: { readonly group: Group; readonly shown: readonly (string | null)[] }[] = [];
  const topOf = (set: readonly Group[]): readonly AnalysisRow[] => {
    const sorted = inRowOrder(
      set.map((group) => rowOf(group, request)),
      byMeasure,
    );
    const shown = sorted.slice(0, topPer.n);
    const others = sorted.slice(topPer.n).map(({ group }) => group);
    if (others.length === 0) return shown;
    const { period, codes } = others[0]!;
    const other = merged(others, { period, codes: rest(codes), other: index, totalOf: [] });
    rests.push({ group: other, shown: shown.map(({ group }) => group.codes[index] ?? null) });
    return shown;
  };
  const sets = grouped(groups, ({ period, codes }) => [period?.code, rest(codes)]);
  const tops = (await mapYielding(sets, topOf)).flat();
  const counted = await recountedRests(rests, request, calendar);
  return [...tops, ...counted.map((group, at) => rowOf(group, request, rests[at]!.shown))];
}
