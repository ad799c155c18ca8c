import { type GraphQLResolveInfo, Kind, type SelectionNode } from 'graphql';

/** The names of all fields that are asked for below this one, however deep; each fragment is looked at once. */
export function fieldsBelow({ fieldNodes, fragments }: GraphQLResolveInfo): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<string>();
  const visit = (selections: readonly SelectionNode[] = []): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      if (selection.kind !== Kind.FRAGMENT_SPREAD) visit(selection.selectionSet?.selections);
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        visit(fragments[selection.name.value]!.selectionSet.selections);
      }
    }
  };
  for (const field of fieldNodes) visit(field.selectionSet?.selections);
  return names;
}
