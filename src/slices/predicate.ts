import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { text } from '../lib/quote.js';
import type { FilterColumn } from './columns.js';
import type { FieldComparison, Scalar, Where } from './where.js';

/** How a filter's field is written in the relation at hand (a mart or a rollup). */
export type ColumnSql = (column: FilterColumn) => RawBuilder<unknown>;

/** Every comparison of a filter with its field, at any depth. */
const comparisonsIn = (where: Where): readonly (readonly [field: string, comparison: FieldComparison])[] =>
  Object.entries(where).flatMap(([key, value]) => {
    if (key === 'not') return comparisonsIn(value as Where);
    if (key === 'and' || key === 'or') return (value as readonly Where[]).flatMap(comparisonsIn);
    return [[key, value as FieldComparison] as const];
  });

/** The fields that a filter names, each once. */
export const fieldsOf = (where: Where): ReadonlySet<string> => new Set(comparisonsIn(where).map(([field]) => field));

/** Those of them that are compared with values: whether a value is there (`isNull`) can be told of any column. */
export const comparedFields = (where: Where): ReadonlySet<string> =>
  new Set(
    comparisonsIn(where)
      .filter(([, comparison]) => Object.keys(comparison).some((name) => name !== 'isNull'))
      .map(([field]) => field),
  );

/** The ids of the sets that it names. */
export const setsIn = (where: Where): ReadonlySet<string> =>
  new Set(comparisonsIn(where).flatMap(([, { id }]) => (id === undefined ? [] : [id])));

/** The filter as SQL: values are bound, names come from the catalogue. An empty filter holds for every row. */
export function predicate(where: Where, columns: ReadonlyMap<string, FilterColumn>, column: ColumnSql): Expression<SqlBool> {
  const terms: Expression<SqlBool>[] = [];
  for (const [key, value] of Object.entries(where)) {
    if (key === 'and')
      terms.push(
        join(
          (value as readonly Where[]).map((item) => predicate(item, columns, column)),
          'and',
        ),
      );
    else if (key === 'or')
      terms.push(
        join(
          (value as readonly Where[]).map((item) => predicate(item, columns, column)),
          'or',
        ),
      );
    else if (key === 'not') terms.push(sql<SqlBool>`not (${predicate(value as Where, columns, column)})`);
    else terms.push(...compare(columns.get(key)!, column(columns.get(key)!), value as FieldComparison));
  }
  return join(terms, 'and');
}

/** An empty AND is true, an empty OR false: "any of nothing" holds for no row. */
function join(terms: readonly Expression<SqlBool>[], by: 'and' | 'or'): Expression<SqlBool> {
  if (terms.length === 0) return by === 'and' ? sql<SqlBool>`true` : sql<SqlBool>`false`;
  if (terms.length === 1) return terms[0]!;
  return sql<SqlBool>`(${sql.join(terms, by === 'and' ? sql` and ` : sql` or `)})`;
}

function compare(column: FilterColumn, left: RawBuilder<unknown>, comparison: FieldComparison): Expression<SqlBool>[] {
  const bind = (value: Scalar) => bound(column, value);
  const list = (values: readonly Scalar[]) => sql.join(values.map(bind));
  const terms: Expression<SqlBool>[] = [];
  const { eq, ne, isNull, lt, lte, gt, gte, between, before, after, contains, startsWith, has, hasAny, id, scoreGte } =
    comparison;
  if (eq !== undefined) terms.push(sql`${left} = ${bind(eq)}`);
  if (ne !== undefined) terms.push(sql`${left} <> ${bind(ne)}`);
  if (comparison.in) terms.push(amongst(left, comparison.in, list));
  if (comparison.notIn && comparison.notIn.length > 0) terms.push(sql`${left} not in (${list(comparison.notIn)})`);
  if (isNull !== undefined) terms.push(isNull ? sql`${left} is null` : sql`${left} is not null`);
  for (const [operator, value] of Object.entries({ '<': lt ?? before, '<=': lte, '>': gt ?? after, '>=': gte })) {
    if (value !== undefined) terms.push(sql`${left} ${sql.raw(operator)} ${bind(value)}`);
  }
  if (between) terms.push(sql`${left} between ${bind(between[0]!)} and ${bind(between[1]!)}`);
  if (contains !== undefined) terms.push(sql`strpos(lower(${left}), lower(${contains})) > 0`);
  if (startsWith !== undefined) terms.push(sql`starts_with(lower(${left}), lower(${startsWith}))`);
  if (has !== undefined) terms.push(sql`has(${left}, ${has})`);
  if (hasAny) terms.push(hasAny.length > 0 ? sql`has_any(${left}, texts(${list(hasAny)}))` : sql`false`);
  if (id !== undefined) terms.push(sql`${left} in (${ofSet(id, scoreGte)})`);
  return terms;
}

/** An engine's macro `number_set` reads the file of a set: `numberSetMacro`. Its argument cannot be bound; it is a UUID. */
function ofSet(id: string, scoreGte: number | undefined): RawBuilder<unknown> {
  const numbers = sql`select number_id from number_set(${sql.raw(text(id))})`;
  return scoreGte === undefined ? numbers : sql`${numbers} where score >= ${scoreGte}`;
}

/** Among nothing is no row; a null among the values asks for the rows without one. */
function amongst(
  left: RawBuilder<unknown>,
  wanted: readonly (Scalar | null)[],
  list: (values: readonly Scalar[]) => RawBuilder<unknown>,
): Expression<SqlBool> {
  const values = wanted.filter((value) => value !== null);
  if (values.length === 0) return sql`false`;
  const among = sql<SqlBool>`${left} in (${list(values)})`;
  return values.length === wanted.length ? among : sql`(${among} or ${left} is null)`;
}

/** Text is cast to the column's type: a bound DATE or BIGINT prunes row groups, a cast column would not. */
function bound(column: FilterColumn, value: Scalar): RawBuilder<unknown> {
  if (typeof value === 'string' && /^(DATE|BIGINT|INTEGER)$/.test(column.type))
    return sql`cast(${value} as ${sql.raw(column.type)})`;
  return sql`${value}`;
}
