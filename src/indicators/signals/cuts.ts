import { dimensionNamed } from '../../catalogue/named.js';
import type { Dimension, Measure } from '../../catalogue/types.js';
import { isProvided } from '../../figures/figure.js';
import { groupBy, partsOf } from '../../figures/question.js';
import type { Sums } from '../../figures/sums.js';
import type { SumRow } from '../../session/sums-loader.js';
import type { IndicatorRequest } from '../indicator-request.js';

/** The whole (no dimension), or the part of it with one value of a dimension. */
export interface Cut {
  readonly term: { readonly dimension: Dimension; readonly code: string } | null;
  /** By month; a month without rows is not there. */
  readonly sums: ReadonlyMap<string, Sums>;
}

/**
 * Sums of the measures' parts in these months for the whole, which comes first, and for each value of the catalogue's dimensions
 * that the warehouse provides; numbers without a value are in the whole only. One statement for the whole and one a dimension.
 */
export async function cutsOf(
  { context, scope }: IndicatorRequest,
  measures: readonly Measure[],
  months: readonly string[],
): Promise<readonly Cut[]> {
  const { catalogue, coverage } = context;
  const parts = [...new Set(measures.flatMap(partsOf))];
  const dimensions = catalogue.signals.dimensions
    .map((code) => dimensionNamed(catalogue, code))
    .filter(({ needs }) => needs.every((need) => isProvided(need, coverage)));
  const load = (dimension: Dimension | null) =>
    context.sums.load({ parts, months, by: dimension ? [groupBy(dimension)] : [], tree: null, scope });
  const cuts = await Promise.all([null, ...dimensions].map(async (dimension) => cut(dimension, await load(dimension))));
  return cuts.flat();
}

function cut(dimension: Dimension | null, rows: readonly SumRow[]): readonly Cut[] {
  const byCode = new Map<string | null, Map<string, Sums>>(dimension ? [] : [[null, new Map()]]);
  for (const { month, keys, sums } of rows) {
    const code = keys[0] ?? null;
    if (dimension && code === null) continue;
    byCode.set(code, (byCode.get(code) ?? new Map()).set(month, sums));
  }
  return [...byCode].map(([code, sums]) => ({ term: dimension && code !== null ? { dimension, code } : null, sums }));
}
