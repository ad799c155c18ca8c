import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
} from 'graphql';
import type { Selected } from '../../../session/selection.js';

/** The session's selection with the document's nodes, each of which has arguments of its own. */
export type DocumentSelection = ReadonlyMap<string, DocumentSelected>;

export interface DocumentSelected extends Selected {
  readonly nodes: readonly FieldNode[];
  below(): DocumentSelection;
}

type Document = Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>;

/**
 * What is asked for below the field that is being resolved, by way of any fragment and not skipped. The selection is the projection:
 * what is not in it is not read. Each fragment is looked at once a level, so that no document takes longer than it is long.
 */
export const selectionBelow = (info: Document & Pick<GraphQLResolveInfo, 'fieldNodes'>): DocumentSelection =>
  collect(info.fieldNodes, info);

function collect(parents: readonly FieldNode[], document: Document): DocumentSelection {
  const nodes = new Map<string, FieldNode[]>();
  const seen = new Set<string>();
  const visit = (selections: readonly SelectionNode[] = []): void => {
    for (const selection of selections) {
      if (isSkipped(selection, document)) continue;
      if (selection.kind === Kind.FIELD) {
        const { value } = selection.name;
        const same = nodes.get(value);
        if (same) same.push(selection);
        else nodes.set(value, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet.selections);
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        visit(document.fragments[selection.name.value]!.selectionSet.selections);
      }
    }
  };
  for (const parent of parents) visit(parent.selectionSet?.selections);
  return new Map(
    [...nodes].map(([name, own]) => [name, { nodes: own, copies: namesOf(own), below: () => collect(own, document) }]),
  );
}

const namesOf = (nodes: readonly FieldNode[]): number => new Set(nodes.map(({ alias, name }) => (alias ?? name).value)).size;

const isSkipped = (node: SelectionNode, { variableValues }: Document): boolean =>
  getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true ||
  getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if === false;
