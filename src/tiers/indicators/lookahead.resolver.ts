import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  Kind,
  type SelectionNode,
} from 'graphql';

/** As in the graph's `trend(months: Int = 13)`. */
export const defaultTrend = 13;

/**
 * The most months of `trend` that are asked for below this field, 0 for none: known beforehand, the trend comes with the
 * statement that brings the values. Each fragment is looked at once, however often it is spread.
 */
export function trendAskedFor({ schema, fieldNodes, fragments, variableValues }: GraphQLResolveInfo): number {
  const trend = (schema.getType('IndicatorNode') as GraphQLObjectType).getFields().trend!;
  const seen = new Set<string>();
  const most = (selections: readonly SelectionNode[] = []): number => Math.max(0, ...selections.map(ofSelection));
  const ofSelection = (selection: SelectionNode): number => {
    if (selection.kind === Kind.FIELD) return Math.max(ofField(selection), most(selection.selectionSet?.selections));
    if (selection.kind === Kind.INLINE_FRAGMENT) return most(selection.selectionSet.selections);
    if (seen.has(selection.name.value)) return 0;
    seen.add(selection.name.value);
    return most(fragments[selection.name.value]!.selectionSet.selections);
  };
  const ofField = (field: FieldNode): number => {
    if (field.name.value !== 'trend') return 0;
    return (getArgumentValues(trend, field, variableValues).months as number | null) ?? defaultTrend;
  };
  return most(fieldNodes.flatMap((field) => field.selectionSet?.selections ?? []));
}
