import type { GraphQLResolveInfo } from 'graphql';
import type { Catalogue } from '../../../catalogue/types.js';
import { badInput } from '../../../errors.js';
import type { Selection } from '../../../session/selection.js';
import { camelCase } from '../../../slices/columns.js';
import { selectionBelow } from '../shared/selection.resolver.js';

export interface SelectedColumns {
  /** Codes in the order of the document: that of the grouping. */
  readonly dimensions: readonly string[];
  readonly measures: readonly string[];
}

/** What the arguments name; null or undefined where they are left out. */
export interface Named {
  readonly dimensions: readonly string[] | null | undefined;
  readonly measures: readonly string[] | null | undefined;
}

/**
 * What an analysis is of: what its arguments name, whatever is selected of it; where they name nothing, what is selected.
 * Errors: BAD_USER_INPUT for dimensions without measures, and for selected fields that the arguments do not name.
 */
export function decidedBy({ dimensions, measures }: Named, info: GraphQLResolveInfo, catalogue: Catalogue): SelectedColumns {
  const selected = selectedColumns(info, catalogue);
  if (!dimensions && !measures) return selected;
  if (!measures) throw badInput('analysis(measures:): expected what is computed beside dimensions, e.g. [CLOSING_SUBSCRIBERS].');
  const named: SelectedColumns = { dimensions: distinct(dimensions ?? []), measures: distinct(measures) };
  for (const side of ['dimensions', 'measures'] as const) {
    const outside = selected[side].filter((code) => !named[side].includes(code));
    if (outside.length === 0) continue;
    const fields = outside.map(camelCase).join(', ');
    const found = `${dimensions ? `dimensions: [${named.dimensions.join(', ')}], ` : ''}measures: [${named.measures.join(', ')}]`;
    throw badInput(`analysis(${found}): the selected ${fields} is outside them; name ${outside.join(', ')} in ${side}.`);
  }
  return named;
}

/** What is selected of an analysis: the dimensions and measures selected in `rows` and `totals`, and the measures in their `baseline`. */
function selectedColumns(info: GraphQLResolveInfo, catalogue: Catalogue): SelectedColumns {
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
