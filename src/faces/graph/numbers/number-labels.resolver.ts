import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Catalogue, Dimension } from '../../../catalogue/types.js';
import { labelOf } from '../../../serving/labels.js';
import type { NumberColumn, NumberColumns } from '../../../slices/columns.js';
import type { Row } from '../../../warehouse/engine.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { boardTypes } from './phone-number.types.js';

type Board = keyof typeof boardTypes;
type LabelOfRow = (row: Row, context: RequestContext, locale: Locale) => string | null;

/** A resolver of its own for a board: which columns have labels, the catalogue says. */
function resolverOf(board: Board) {
  class NumberLabels {}
  Resolver(() => boardTypes[board])(NumberLabels);
  return NumberLabels;
}
const resolvers = Object.fromEntries(Object.keys(boardTypes).map((board) => [board, resolverOf(board as Board)]));
export const numberLabelResolvers = Object.values(resolvers);

/**
 * Gives PhoneNumber and its groups a field of the name beside each column of codes that a list names: "cityLabel" beside "city", as
 * reports have it. Codes of a closed set are named by `filterColumns { values }`. Call once.
 */
export function defineLabelFields(columns: NumberColumns, { dimensions }: Catalogue): void {
  for (const column of columns.values()) {
    const dimension = [...dimensions.values()].find(({ sql, labels }) => sql === column.name && labels !== null);
    if (dimension) defineLabelField(column, dimension);
  }
}

function defineLabelField({ board, field }: NumberColumn, dimension: Dimension): void {
  const { prototype } = resolvers[board]!;
  const name = `${field}Label`;
  // What is masked or a pseudonym has no name in the list, and stays as it is shown.
  const label: LabelOfRow = ({ [field]: code }, { labels }, locale) =>
    code === null || code === undefined ? null : inLocale(labelOf(dimension, String(code), labels), locale);
  const method = { value: label };
  Object.defineProperty(prototype, name, method);
  Root()(prototype, name, 0);
  Ctx()(prototype, name, 1);
  LocaleArg()(prototype, name, 2);
  FieldResolver(() => String, { nullable: true, description: `What people call it: the name of \`${field}\`.` })(
    prototype,
    name,
    method,
  );
}
