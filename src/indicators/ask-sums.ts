import { partsOf } from '../catalogue/parts-of.js';
import type { Measure, PartitionTree } from '../catalogue/types.js';
import type { IndicatorRequest } from './indicator-request.js';

/** Asks for the measures' parts in the months that the data have; the loader merges such questions of one tick. */
export function askSums(
  request: IndicatorRequest,
  measures: readonly Measure[],
  months: readonly string[],
  tree: PartitionTree | null = null,
) {
  const { context, scope } = request;
  const known = [...new Set(months)].filter((month) => context.coverage.months.includes(month));
  const parts = [...new Set(measures.flatMap(partsOf))];
  return context.sums.load({ parts, months: known, by: [], tree, scope });
}
