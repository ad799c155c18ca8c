import { isOfFacts } from '../catalogue/facts.js';
import { partsOf } from '../catalogue/parts-of.js';
import type { Dimension } from '../catalogue/types.js';
import { type Grouping, groupBy, groupRest, type Scope } from '../figures/question.js';
import { add, addTo, noSums, type Sums } from '../figures/sums.js';
import { keptIn } from '../lib/memo.js';
import { isYieldDue, yieldLoop } from '../lib/yielding.js';
import type { SumRow } from '../session/sums-loader.js';
import { both } from '../slices/where.js';
import { askSums } from './ask-sums.js';
import type { MonthSums } from './baseline-figure.js';
import type { Origin } from './node.js';
import { pathAndAncestors } from './partition-answer.js';

/** Sums of the baseline and of now. */
export type SumsPair = readonly [before: Sums, after: Sums];

/** Sums before and after of one combination of values, in the order of the dimensions. */
export interface PartRow {
  readonly keys: readonly (string | null)[];
  readonly pair: SumsPair;
}

export function addPairs(pairs: Iterable<SumsPair>): SumsPair {
  const total = [{}, {}] as const;
  for (const [before, after] of pairs) {
    addTo(total[0], before);
    addTo(total[1], after);
  }
  return total;
}

/** Sums by value of the dimension for the origin's rows. Nodes of one answer ask the same and share one statement. */
export const pairsOf = (
  origin: Origin,
  dimension: Dimension,
  baselineMonths: readonly string[],
): Promise<ReadonlyMap<string | null, SumsPair>> => pairsBy(origin, groupBy(dimension), origin.request.scope, baselineMonths);

/** Sums of the origin's rows with none of these values, counted anew. */
export async function restOf(
  origin: Origin,
  dimension: Dimension,
  codes: readonly (string | null)[],
  baselineMonths: readonly string[],
): Promise<SumsPair> {
  const { scope } = origin.request;
  const { by, where } = groupRest(dimension, codes);
  const pairs = await pairsBy(origin, by, { ...scope, where: both(scope.where, where) }, baselineMonths);
  return pairs.get(null) ?? [noSums, noSums];
}

async function pairsBy(
  { request, node, measure, measures }: Origin,
  by: Grouping,
  scope: Scope,
  baselineMonths: readonly string[],
): Promise<ReadonlyMap<string | null, SumsPair>> {
  const { context } = request;
  const { dimension } = by;
  const months = [request.month, ...baselineMonths].filter((month) => context.coverage.months.includes(month));
  const parts = [...new Set((isOfFacts(dimension) ? [measure] : measures).flatMap(partsOf))];
  const rows = await context.sums.load({ parts, months, by: [by], tree: node?.tree ?? null, scope });
  const own = await partRows(byNode(rows).get(node?.path ?? '') ?? [], request.month, baselineMonths);
  return new Map(own.map(({ keys, pair }) => [keys[0] ?? null, pair]));
}

/** Sums of the origin's rows in these months: those that came with the answer, else asked for. Those of other months may be among them. */
export async function rowsIn(
  { request, node, measures, rows, loadedMonths }: Pick<Origin, 'request' | 'node' | 'measures' | 'rows' | 'loadedMonths'>,
  months: readonly string[],
): Promise<readonly MonthSums[]> {
  const { months: known } = request.context.coverage;
  if (months.every((month) => loadedMonths.includes(month) || !known.includes(month))) return rows;
  const asked = await askSums(request, measures, months, node?.tree ?? null);
  return node ? (byNode(asked).get(node.path) ?? []) : asked;
}

/** Rows of the same keys together: sums of the baseline's months and of the month. */
export async function partRows(
  rows: readonly SumRow[],
  month: string,
  baselineMonths: readonly string[],
): Promise<readonly PartRow[]> {
  const parts = new Map<string | null, { readonly keys: SumRow['keys']; readonly pair: [Sums, Sums] }>();
  for (const row of rows) {
    if (isYieldDue()) await yieldLoop();
    // A single value tells itself apart: a tree that is drilled looks at each row once for every node that it lies in.
    const id = row.keys.length === 1 ? row.keys[0]! : JSON.stringify(row.keys);
    const part = keptIn(parts, id, () => ({ keys: row.keys, pair: [noSums, noSums] as [Sums, Sums] }));
    if (baselineMonths.includes(row.month)) part.pair[0] = add(part.pair[0], row.sums);
    if (row.month === month) part.pair[1] = add(part.pair[1], row.sums);
  }
  return [...parts.values()];
}

/** Rows by node, leaves among those of all nodes above them; worked out once for all nodes that drill by the same. */
const groups = new WeakMap<readonly SumRow[], ReadonlyMap<string, readonly SumRow[]>>();

function byNode(rows: readonly SumRow[]): ReadonlyMap<string, readonly SumRow[]> {
  const known = groups.get(rows);
  if (known) return known;
  const nodes = new Map<string, SumRow[]>();
  for (const row of rows) {
    for (const path of pathAndAncestors(row.path ?? '')) keptIn(nodes, path, () => []).push(row);
  }
  groups.set(rows, nodes);
  return nodes;
}
