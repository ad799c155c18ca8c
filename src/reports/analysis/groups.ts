import { partsOf } from '../../catalogue/parts-of.js';
import type { Monthly } from '../../figures/figure-over.js';
import { groupBy } from '../../figures/question.js';
import { add, addTo, type Millionths, type Sums } from '../../figures/sums.js';
import { groupedBy } from '../../lib/grouped-by.js';
import { keptIn } from '../../lib/memo.js';
import { isYieldDue, yieldLoop } from '../../lib/yielding.js';
import type { Calendar } from './calendar.js';
import type { Period } from './period.js';
import type { AnalysisRequest } from './question.js';

/** Rows of one cell of the table before they become figures. */
export interface Group {
  /** null: all periods together. */
  readonly period: Period | null;
  /** By the request's dimensions; null of one that is summed over or that has no value. */
  readonly codes: readonly (string | null)[];
  /** What is below the top of a dimension: its index. */
  readonly other: number | null;
  /** Indexes of the dimensions that are summed over. */
  readonly totalOf: readonly number[];
  readonly now: Monthly;
  readonly before: Monthly;
}

/** The detail groups of a request that have rows: one statement (for several marts, one for all). Errors: TOO_COSTLY. */
export async function detailGroups(request: AnalysisRequest, calendar: Calendar): Promise<readonly Group[]> {
  const { context, scope, dimensions, measures } = request;
  const { time, months, places } = calendar;
  const rows = await context.sums.load({
    parts: [...new Set(measures.flatMap(partsOf))],
    months,
    by: [...(time ? [time] : []), ...dimensions].map(groupBy),
    tree: null,
    scope,
    most: context.viewer.limits.analysisRows,
  });
  const groups = new Map<string, Group & { now: Map<string, Sums>; before: Map<string, Sums> }>();
  for (const { month, keys, sums } of rows) {
    if (isYieldDue()) await yieldLoop();
    const codes = time ? keys.slice(1) : keys;
    for (const { period, side } of places.get((time ? keys[0] : month) ?? '') ?? []) {
      const id = JSON.stringify([period.code, codes]);
      const group = keptIn(groups, id, () => ({
        period,
        codes,
        other: null,
        totalOf: [],
        now: new Map<string, Sums>(),
        before: new Map<string, Sums>(),
      }));
      const before = group[side].get(month);
      group[side].set(month, before ? add(before, sums) : sums);
    }
  }
  return [...groups.values()];
}

/** One group out of many: sums of each month are added. */
export function merged(groups: readonly Group[], as: Pick<Group, 'period' | 'codes' | 'other' | 'totalOf'>): Group {
  const side = (of: 'now' | 'before') => {
    const sums = new Map<string, Record<string, Millionths | null>>();
    for (const group of groups)
      for (const [month, own] of group[of])
        addTo(
          keptIn(sums, month, () => ({})),
          own,
        );
    return sums;
  };
  return { ...as, now: side('now'), before: side('before') };
}

/** Groups that share a key, in the order in which they come. */
export const grouped = (groups: readonly Group[], key: (group: Group) => unknown): readonly (readonly Group[])[] => [
  ...groupedBy(groups, (group) => JSON.stringify(key(group))).values(),
];
