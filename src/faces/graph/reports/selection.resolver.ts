import type { GraphQLResolveInfo } from 'graphql';
import type { Catalogue } from '../../../catalogue/types.js';
import type { Selection } from '../../../session/selection.js';
import { camelCase } from '../../../slices/columns.js';
import { selectionBelow } from '../shared/selection.resolver.js';

export interface SelectedColumns {
  /** Codes in the order of the document: that of the grouping. */
  readonly dimensions: readonly string[];
  readonly measures: readonly string[];
}

/** What an analysis is asked for: the dimensions and measures selected in `rows` and `totals`, and the measures in their `baseline`. */
export function selectedColumns(info: GraphQLResolveInfo, catalogue: Catalogue): SelectedColumns {
  const fields = (codes: Iterable<string>) => new Map([...codes].map((code) => [camelCase(code), code]));
  const [dimensions, measures] = [fields(catalogue.dimensions.keys()), fields(catalogue.measures.keys())];
  const asked = [...selectionBelow(info)]
    .filter(([name]) => name === 'rows' || name === 'totals')
    .map(([, field]) => field.below());
  const measured = (selection: Selection): readonly string[] =>
    [...selection].flatMap(([name, field]) => (name === 'baseline' ? measured(field.below()) : (measures.get(name) ?? [])));
  return {
    dimensions: distinct(asked.flatMap((row) => [...row.keys()].flatMap((name) => dimensions.get(name) ?? []))),
    measures: distinct(asked.flatMap(measured)),
  };
}

const distinct = (codes: readonly string[]): readonly string[] => [...new Set(codes)];
