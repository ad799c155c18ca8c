import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
} from 'graphql';
import { comeYielding } from '../../lib/yielding.js';
import { asksStatements } from './field-statements.js';
import { type DocumentSelection, selectionBelow } from './shared/selection.resolver.js';

/** Objects of a list whose fields are answered before the time is looked at: so many of a hundred fields each take some milliseconds. */
const rowsAtOnce = 20;

/**
 * The executor answers all fields of a list's objects in one go, which for a thousand of a hundred fields holds the event loop up for a tenth of
 * a second: every long list's objects come to it a few at a time instead. Not those that ask statements for themselves, as those of one tick
 * are asked together.
 */
export function resolveLongListsInTurns(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type === schema.getSubscriptionType()) continue;
    for (const field of Object.values(type.getFields()))
      if (isListType(getNullableType(field.type)) && isObjectType(getNamedType(field.type))) inTurns(field);
  }
}

function inTurns(field: GraphQLField<unknown, unknown>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const come = (list: unknown, info: GraphQLResolveInfo): unknown =>
    Array.isArray(list) && list.length > rowsAtOnce && !anyAsks(selectionBelow(info)) ? comeYielding(list, rowsAtOnce) : list;
  field.resolve = (source, args, context, info) => {
    const list = resolve(source, args, context, info);
    return list instanceof Promise ? list.then((found) => come(found, info)) : come(list, info);
  };
}

const anyAsks = (selection: DocumentSelection): boolean =>
  [...selection].some(([field, selected]) => {
    const below = selected.below();
    return asksStatements(field, below.size > 0) || anyAsks(below);
  });
