import { type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, getArgumentValues } from 'graphql';
import { type DocumentSelection, selectionBelow } from '../shared/selection.resolver.js';

/** As in the graph's `trend(months: Int = 13)`. */
export const defaultTrend = 13;

/**
 * The most months of `trend` that are asked for below this field, 0 for none: known beforehand, the trend comes with the
 * statement that brings the values.
 */
export function trendAskedFor(info: GraphQLResolveInfo): number {
  const trend = (info.schema.getType('IndicatorNode') as GraphQLObjectType).getFields().trend!;
  const monthsOf = (node: FieldNode): number =>
    (getArgumentValues(trend, node, info.variableValues).months as number | null) ?? defaultTrend;
  const most = (selection: DocumentSelection): number =>
    Math.max(
      0,
      ...[...selection].flatMap(([name, { nodes, below }]) => (name === 'trend' ? nodes.map(monthsOf) : most(below()))),
    );
  return most(selectionBelow(info));
}
