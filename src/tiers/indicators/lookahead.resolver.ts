import { type FieldNode, type GraphQLResolveInfo, getArgumentValues, Kind, type SelectionNode, TypeInfo } from 'graphql';

/**
 * The most months of `trend` that are asked for below this field, 0 for none: known beforehand, the trend comes with the
 * statement that brings the values.
 */
export function trendAskedFor(info: GraphQLResolveInfo): number {
  const definition = new TypeInfo(info.schema, info.schema.getType('IndicatorNode')).getType();
  if (!definition || !('getFields' in definition)) return 0;
  const trend = definition.getFields().trend!;
  const visit = (selections: readonly SelectionNode[]): number =>
    Math.max(0, ...selections.map((selection) => (selection.kind === Kind.FIELD ? ofField(selection) : visit(below(selection)))));
  const below = (selection: Exclude<SelectionNode, FieldNode>) =>
    selection.kind === Kind.INLINE_FRAGMENT
      ? selection.selectionSet.selections
      : info.fragments[selection.name.value]!.selectionSet.selections;
  const ofField = (field: FieldNode): number => {
    const own =
      field.name.value === 'trend' ? (getArgumentValues(trend as never, field, info.variableValues).months as number) : 0;
    return Math.max(own, visit(field.selectionSet?.selections ?? []));
  };
  return Math.max(0, ...info.fieldNodes.map((node) => visit(node.selectionSet?.selections ?? [])));
}
