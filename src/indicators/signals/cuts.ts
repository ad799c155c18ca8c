import { dimensionNamed } from '../../catalogue/named.js';
import { partsOf } from '../../catalogue/parts-of.js';
import { canCut } from '../../catalogue/provided.js';
import type { Dimension, Measure } from '../../catalogue/types.js';
import { knownOf } from '../../figures/known.js';
import { groupBy } from '../../figures/question.js';
import type { Sums } from '../../figures/sums.js';
import { isOfFew } from '../../figures/suppression/counts.js';
import { keptIn } from '../../lib/memo.js';
import type { SumRow } from '../../session/sums-loader.js';
import type { IndicatorRequest } from '../indicator-request.js';

/** One value of a dimension. */
export interface Term {
  readonly dimension: Dimension;
  readonly code: string;
}

/** The whole (no terms), or the part of it with these values. */
export interface Cut {
  readonly terms: readonly Term[];
  /** By month; a month without rows is not there. */
  readonly sums: ReadonlyMap<string, Sums>;
}

/** What cuts the parts: the dimensions of their terms, in this order. */
export const cutBy = ({ terms }: Pick<Cut, 'terms'>): readonly Dimension[] => terms.map(({ dimension }) => dimension);

/** Tells groups of dimensions apart. */
export const nameOfGroup = (dimensions: readonly Dimension[]): string => dimensions.map(({ code }) => code).join(' ');

/**
 * Sums of the measures' parts in these months for the whole, which comes first, and for each value (or combination) of the groups of
 * dimensions that the warehouse provides; numbers without a value are in the whole only. One statement for the whole and one a group.
 */
export async function cutsOf(
  request: IndicatorRequest,
  measures: readonly Measure[],
  months: readonly string[],
  groups: readonly (readonly string[])[],
): Promise<readonly Cut[]> {
  const { context, scope } = request;
  const { catalogue, coverage } = context;
  const parts = [...new Set(measures.flatMap(partsOf))];
  const distinct = new Map(groups.map((codes) => [codes.join(' '), codes.map((code) => dimensionNamed(catalogue, code))]));
  const known = [...distinct.values()].filter((dimensions) => dimensions.every((dimension) => canCut(dimension, coverage)));
  const load = (by: readonly Dimension[]) => context.sums.load({ parts, months, by: by.map(groupBy), tree: null, scope });
  const cuts = await Promise.all([[], ...known].map(async (dimensions) => split(dimensions, await load(dimensions))));
  const judged = knownOf(request);
  // A part of few numbers is told by no signal; the whole stays, and is judged as any figure is.
  const isTold = ({ terms, sums }: Cut): boolean =>
    terms.length === 0 || [...sums.values()].every((own) => !measures.some((measure) => isOfFew(measure, own, judged)));
  return cuts.flat().filter(isTold);
}

function split(dimensions: readonly Dimension[], rows: readonly SumRow[]): readonly Cut[] {
  const cuts = new Map<string, { readonly terms: readonly Term[]; readonly sums: Map<string, Sums> }>();
  if (dimensions.length === 0) cuts.set('', { terms: [], sums: new Map() });
  for (const { month, keys, sums } of rows) {
    if (keys.includes(null)) continue;
    const cut = keptIn(cuts, keys.join(' '), () => ({
      terms: dimensions.map((dimension, index) => ({ dimension, code: keys[index]! })),
      sums: new Map<string, Sums>(),
    }));
    cut.sums.set(month, sums);
  }
  return [...cuts.values()];
}
