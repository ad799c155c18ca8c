import { createHash } from 'node:crypto';
import { badInput } from '../../../errors.js';
import type { RequestContext } from '../../context.js';
import { detailGroups, type Group, grouped, merged } from './groups.js';
import { ordering } from './order.js';
import { periodsOf } from './period.js';
import { type AnalysisArguments, type AnalysisRequest, resolveAnalysis } from './request.js';
import { type AnalysisRow, rowOf } from './row.js';

export interface Analysed {
  readonly request: AnalysisRequest;
  /** The page. */
  readonly rows: readonly AnalysisRow[];
  /** Of all pages. */
  readonly rowCount: number;
  /** Over all groups, whatever having, topPer and the page leave out. */
  readonly totals: readonly AnalysisRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly cursorOf: (row: AnalysisRow) => string;
}

/**
 * Any measures by any dimensions and time, from one statement. Figures are worked out from exact sums at each level, so that ratios,
 * "other" and totals are true. Errors: as `resolveAnalysis`, and TOO_COSTLY for too many rows.
 */
export async function analyse(args: AnalysisArguments, context: RequestContext): Promise<Analysed> {
  const request = resolveAnalysis(args, context);
  // What a period has only in its baseline is a row as well: it fell to nothing.
  const groups = await detailGroups(request);
  const rows = topRows(groups, request)
    .filter((row) => passes(row, request))
    .sort(ordering(request));
  const cursorOf = cursors(args, request);
  const start = request.after === null ? 0 : positionAfter(request.after, rows, cursorOf);
  const page = rows.slice(start, start + request.first);
  return {
    request,
    rows: page,
    rowCount: rows.length,
    totals: request.totals ? totalsOf(groups, request) : [],
    hasNextPage: start + page.length < rows.length,
    hasPreviousPage: start > 0,
    cursorOf,
  };
}

function passes(row: AnalysisRow, { having }: AnalysisRequest): boolean {
  return having.every(({ of, gt, gte, lt, lte }) => {
    const { value } = row.figure(of);
    if (value === null) return false;
    return value > (gt ?? -Infinity) && value >= (gte ?? -Infinity) && value < (lt ?? Infinity) && value <= (lte ?? Infinity);
  });
}

/** All groups as rows, or of one dimension the top n by a measure within the others, and the rest as one row. */
function topRows(groups: readonly Group[], request: AnalysisRequest): readonly AnalysisRow[] {
  const { topPer, dimensions } = request;
  if (!topPer) return groups.map((group) => rowOf(group, request));
  const index = dimensions.indexOf(topPer.dimension);
  const rest = (codes: readonly (string | null)[]) => codes.map((code, at) => (at === index ? null : code));
  const byMeasure = ordering({ ...request, orderBy: [{ by: topPer.by, desc: true }] });
  return grouped(groups, ({ period, codes }) => [period?.code, rest(codes)]).flatMap((set) => {
    const sorted = set.map((group) => rowOf(group, request)).sort(byMeasure);
    const shown = sorted.slice(0, topPer.n);
    const others = sorted.slice(topPer.n).map(({ group }) => group);
    if (others.length === 0) return shown;
    const { period, codes } = others[0]!;
    const other = merged(others, { period, codes: rest(codes), other: index, totalOf: [] });
    return [
      ...shown,
      rowOf(
        other,
        request,
        shown.map(({ group }) => group.codes[index] ?? null),
      ),
    ];
  });
}

/** Of each period: all together, then by the first dimension, by the first two …; and the same over all periods, where there are several. */
function totalsOf(groups: readonly Group[], request: AnalysisRequest): readonly AnalysisRow[] {
  const { dimensions, grain, months } = request;
  const all = dimensions.map((_, index) => index);
  const level = (kept: number, withPeriod: boolean) =>
    grouped(groups, ({ period, codes }) => [withPeriod ? period?.code : null, codes.slice(0, kept)]).map((set) => {
      const codes = set[0]!.codes.map((code, index) => (index < kept ? code : null));
      const period = withPeriod ? set[0]!.period : null;
      return rowOf(merged(set, { period, codes, other: null, totalOf: all.slice(kept) }), request);
    });
  // Days and weeks hold flows of events only, whose months are not those of the whole.
  const hasSeveral = grain !== 'DAY' && grain !== 'WEEK' && periodsOf(months, grain, 'NONE').length > 1;
  const overall = hasSeveral ? [...all, all.length] : [];
  const rows = [...all.flatMap((kept) => level(kept, true)), ...overall.flatMap((kept) => level(kept, false))];
  return rows.sort((a, b) => b.group.totalOf.length - a.group.totalOf.length || ordering({ ...request, orderBy: [] })(a, b));
}

/** A cursor names its row and the question; another question's or generation's is refused. */
function cursors(args: AnalysisArguments, { context }: AnalysisRequest): (row: AnalysisRow) => string {
  const { first: _, after: __, ...question } = args;
  const stamp = createHash('sha256')
    .update(JSON.stringify([context.manifest.id, question]))
    .digest('base64url')
    .slice(0, 12);
  return ({ key }) => `${stamp}.${Buffer.from(key).toString('base64url')}`;
}

function positionAfter(cursor: string, rows: readonly AnalysisRow[], cursorOf: (row: AnalysisRow) => string): number {
  const position = rows.findIndex((row) => cursorOf(row) === cursor);
  if (position >= 0) return position + 1;
  throw badInput(
    'after: expected the endCursor of a page of this very analysis on this generation, found another. Begin again without after.',
  );
}
