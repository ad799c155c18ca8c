import {
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
} from 'graphql';
import type { Catalogue } from '../../../catalogue/types.js';
import { camelCase } from '../../../slices/columns.js';

export interface Selected {
  /** Codes in the order of the document: that of the grouping. */
  readonly dimensions: readonly string[];
  readonly measures: readonly string[];
}

/**
 * What an analysis is asked for: the dimensions and measures selected in `rows` and `totals` (and the measures in their `baseline`), by way
 * of any fragment and not skipped. The selection is the projection: nothing else is computed.
 */
export function selectedIn({ fieldNodes, fragments, variableValues }: GraphQLResolveInfo, catalogue: Catalogue): Selected {
  const dimensions = new Map([...catalogue.dimensions.keys()].map((code) => [camelCase(code), code]));
  const measures = new Map([...catalogue.measures.keys()].map((code) => [camelCase(code), code]));
  const found = { dimensions: new Set<string>(), measures: new Set<string>() };
  const seen = new Set<string>();
  const isSkipped = (node: SelectionNode): boolean =>
    getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if === false;
  const visit = (selections: readonly SelectionNode[], path: string): void => {
    for (const selection of selections) {
      if (isSkipped(selection)) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet.selections, path);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const id = `${path}:${selection.name.value}`;
        if (seen.has(id)) continue;
        seen.add(id);
        visit(fragments[selection.name.value]!.selectionSet.selections, path);
      } else field(selection.name.value, selection.selectionSet?.selections ?? [], path);
    }
  };
  const field = (name: string, below: readonly SelectionNode[], path: string): void => {
    if (path === '') {
      if (name === 'rows' || name === 'totals') visit(below, 'row');
      return;
    }
    const dimension = dimensions.get(name);
    const measure = measures.get(name);
    if (dimension && path === 'row') found.dimensions.add(dimension);
    if (measure) found.measures.add(measure);
    if (name === 'baseline') visit(below, 'baseline');
  };
  for (const node of fieldNodes) visit(node.selectionSet?.selections ?? [], '');
  return { dimensions: [...found.dimensions], measures: [...found.measures] };
}
