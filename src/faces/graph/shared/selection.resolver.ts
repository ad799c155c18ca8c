import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
} from 'graphql';

/** The fields asked for below a field, by name whatever their aliases, in the order of the document. */
export type Selection = ReadonlyMap<string, Selected>;

/** A field as often as it is asked for: each node has arguments of its own, what is below them is taken together. */
export interface Selected {
  readonly nodes: readonly FieldNode[];
  below(): Selection;
}

type Document = Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>;

/**
 * What is asked for below the field that is being resolved, by way of any fragment and not skipped. The selection is the projection:
 * what is not in it is not read. Each fragment is looked at once a level, so that no document takes longer than it is long.
 */
export const selectionBelow = (info: Document & Pick<GraphQLResolveInfo, 'fieldNodes'>): Selection =>
  collect(info.fieldNodes, info);

function collect(parents: readonly FieldNode[], document: Document): Selection {
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
  return new Map([...nodes].map(([name, own]) => [name, { nodes: own, below: () => collect(own, document) }]));
}

const isSkipped = (node: SelectionNode, { variableValues }: Document): boolean =>
  getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true ||
  getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if === false;
