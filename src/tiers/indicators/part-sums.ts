import type { Dimension } from '../../catalogue/types.js';
import type { SumRow } from '../../figures/loader.js';
import { groupBy, isDayGrain, partsOf } from '../../figures/question.js';
import { add, type Sums } from '../../figures/sums.js';
import type { Origin } from './node.js';
import { pathAndAncestors } from './partition-tree.js';

/** Sums of the baseline and of now. */
export type Pair = readonly [before: Sums, after: Sums];

export const addPairs = (pairs: Iterable<Pair>): Pair => {
  let total: Pair = [{}, {}];
  for (const [before, after] of pairs) total = [add(total[0], before), add(total[1], after)];
  return total;
};

/** Sums by value of the dimension for the origin's rows. Nodes of one answer ask the same and share one statement. */
export async function pairsOf(
  { request, node, measure, measures }: Origin,
  dimension: Dimension,
  baselineMonths: readonly string[],
): Promise<ReadonlyMap<string | null, Pair>> {
  const { context, scope } = request;
  const months = [request.month, ...baselineMonths].filter((month) => context.facts.months.includes(month));
  const parts = [...new Set((isDayGrain(dimension) ? [measure] : measures).flatMap(partsOf))];
  const rows = await context.sums.load({ parts, months, by: [groupBy(dimension)], tree: node?.tree ?? null, scope });
  const pairs = new Map<string | null, Pair>();
  for (const { month, keys, sums } of byNode(rows).get(node?.path ?? '') ?? []) {
    const key = keys[0] ?? null;
    const [before, after] = pairs.get(key) ?? [{}, {}];
    const isBefore = baselineMonths.includes(month);
    pairs.set(key, [isBefore ? add(before, sums) : before, month === request.month ? add(after, sums) : after]);
  }
  return pairs;
}

/** Rows by node, leaves among those of all nodes above them; worked out once for all nodes that drill by the same. */
const groups = new WeakMap<readonly SumRow[], ReadonlyMap<string, readonly SumRow[]>>();

function byNode(rows: readonly SumRow[]): ReadonlyMap<string, readonly SumRow[]> {
  const known = groups.get(rows);
  if (known) return known;
  const nodes = new Map<string, SumRow[]>();
  for (const row of rows) {
    for (const path of pathAndAncestors(row.path ?? '')) {
      const list = nodes.get(path);
      if (list) list.push(row);
      else nodes.set(path, [row]);
    }
  }
  groups.set(rows, nodes);
  return nodes;
}
