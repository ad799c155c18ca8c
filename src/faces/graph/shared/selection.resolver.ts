import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
} from 'graphql';
import { keptIn, memo } from '../../../lib/memo.js';
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
 *
 * A document is parsed once. Below a field in which nothing may be skipped the selection is the same whenever it is asked: it is found once, and what is
 * worked out of it can be kept by it.
 */
export function selectionBelow({ fieldNodes, fragments, variableValues }: Asked): DocumentSelection {
  const [only, ...others] = fieldNodes;
  const isFixed = others.length === 0 && keptIn(fixed, only!, () => hasNoDirectives(only!, fragments));
  if (!isFixed) return collect(fieldNodes, { fragments, variableValues });
  return keptIn(selections, only!, () => collect(fieldNodes, { fragments, variableValues: {} }));
}

type Asked = Document & Pick<GraphQLResolveInfo, 'fieldNodes'>;
const fixed = new WeakMap<FieldNode, boolean>();
const selections = new WeakMap<FieldNode, DocumentSelection>();

function hasNoDirectives(node: FieldNode, fragments: Document['fragments']): boolean {
  const seen = new Set<string>();
  const isPlain = ({ selections: below }: { readonly selections: readonly SelectionNode[] }): boolean =>
    below.every((each) => {
      if (each.directives && each.directives.length > 0) return false;
      if (each.kind !== Kind.FRAGMENT_SPREAD) return !each.selectionSet || isPlain(each.selectionSet);
      if (seen.has(each.name.value)) return true;
      seen.add(each.name.value);
      return isPlain(fragments[each.name.value]!.selectionSet);
    });
  return !node.selectionSet || isPlain(node.selectionSet);
}

function collect(parents: readonly FieldNode[], document: Document): DocumentSelection {
  const nodes = new Map<string, FieldNode[]>();
  const seen = new Set<string>();
  const visit = (selections: readonly SelectionNode[] = []): void => {
    for (const selection of selections) {
      if (selection.directives?.length && isSkipped(selection, document)) continue;
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
    [...nodes].map(([name, own]) => [name, { nodes: own, copies: namesOf(own), below: memo(() => collect(own, document)) }]),
  );
}

const namesOf = (nodes: readonly FieldNode[]): number => new Set(nodes.map(({ alias, name }) => (alias ?? name).value)).size;

const isSkipped = (node: SelectionNode, { variableValues }: Document): boolean =>
  getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true ||
  getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if === false;
