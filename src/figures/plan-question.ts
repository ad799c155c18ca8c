import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { factsIn, leadsHave } from '../catalogue/facts.js';
import type { Catalogue, Dimension, FigureMart, Measure, Part } from '../catalogue/types.js';
import { martOf, seesMart } from '../security/marts.js';
import { ofNumbers, type ReadableQuery, readable } from '../security/readable.js';
import type { Viewer } from '../security/viewer.js';
import type { FilterColumn } from '../slices/columns.js';
import { splitTerms } from '../slices/fact-terms.js';
import { type ColumnSql, predicate } from '../slices/predicate.js';
import type { Parameter, Statement } from '../warehouse/statement.js';
import { ofFigures, statement } from '../warehouse/statement.js';
import { type FactSql, factSql, hasFacts, isFactOf, sumOfFacts, sumOverFacts } from './fact-sql.js';
import { asksOfLeads, isOfLeads } from './leads.js';
import { type FollowedSlice, isOfUse, type OtherMonth, partsIn, type Question, type Scope } from './question.js';
import { type RollupRows, type Route, rollupColumn, routeOf, rowTag, sourceOf } from './route.js';

/** What the planner must know of the catalogue and the generation. */
export interface PlanningContext {
  readonly catalogue: Catalogue;
  readonly columns: ReadonlyMap<string, FilterColumn>;
  readonly rollupRows: RollupRows;
}

/**
 * A question as one statement. Columns of its rows: `tag_`, `month_`, `path_` (leaf of the tree), `key_0`, `key_1`, … (values of
 * the dimensions) and one sum for each part. Parts of several marts, and those that count different things, come as separate rows of the same keys,
 * to be put together: a row has those of its own tag.
 */
export function planQuestion(question: Question, viewer: Viewer, context: PlanningContext): Statement {
  const { parts, routes } = routesOf(question, viewer, context);
  const queries = routes.map((route) => select(question, route, parts, viewer, context));
  const [first, ...others] = queries as [ReadableQuery, ...ReadableQuery[]];
  const all = others.reduce((query, other) => query.unionAll(other), first);
  const { sql: text, parameters } = (question.most === undefined ? all : all.limit(question.most + 1)).compile();
  return ofFigures(statement(nameOf(question), text, parameters as Parameter[], routes.map(sourceOf)));
}

/** Are its figures of days of use? */
export const asksOfUse = ({ by, scope }: Question): boolean =>
  isOfUse(
    by.map(({ dimension }) => dimension),
    scope.facts,
  );

/**
 * The parts of a question in its order, and how each of their marts is read: what is summed, from a rollup where one covers it; what counts different
 * things, number by number.
 */
export function routesOf(
  question: Question,
  viewer: Viewer,
  { catalogue, columns, rollupRows }: PlanningContext,
  ofUse = asksOfUse(question),
) {
  const parts = partsIn(question.parts, ofUse, catalogue);
  const tagged = [...new Map(parts.map((part) => [rowTag(part), part])).entries()].sort(([a], [b]) => (a < b ? 1 : -1));
  // Of a mart that is not granted nothing is read: its figures are FORBIDDEN, and those beside them are told.
  const seen = tagged.map(([, part]) => part).filter(({ mart }) => seesMart(viewer, martOf(mart)));
  const read = seen.length > 0 ? seen : [{ mart: 'number_state', isDistinct: false } as const];
  return { parts, routes: read.map((source) => routeOf(question, source, viewer, catalogue, columns, rollupRows)) };
}

/** How a filter's field is written in the relation of a route. */
export const columnOf =
  ({ rollup }: Route) =>
  (filter: FilterColumn): RawBuilder<unknown> =>
    rollup && filter.dimension && !filter.dimension.grain ? sql.ref(rollupColumn(filter.dimension.code)) : sql.raw(filter.sql);

/** What the rows of a question are grouped by: month, leaf of its tree, its dimensions. */
export function groupColumns({ by, tree }: Question, { rollup, mart }: Route) {
  const has = (dimension: Dimension) => mart !== 'lead_state' || leadsHave(dimension);
  const groups = by.map(({ dimension, keep }) => {
    const own = has(dimension) ? sql.raw(dimension.sql) : sql`null`;
    const value = rollup && !dimension.grain ? sql.ref(rollupColumn(dimension.code)) : own;
    return keep ? kept(sql`cast(${value} as varchar)`, keep) : sql`cast(${value} as varchar)`;
  });
  return [
    sql`month`.as('month_'),
    (tree && mart !== 'lead_state' ? sql.ref(tree.column) : sql`null`).as('path_'),
    ...groups.map((group, index) => group.as(keyColumn(index))),
  ];
}

function select(
  question: Question,
  route: Route,
  parts: readonly Part[],
  viewer: Viewer,
  context: PlanningContext,
): ReadableQuery {
  const { scope, months } = question;
  const { relation } = route;
  const groups = groupColumns(question, route);
  const facts = factSql(scope, context.columns);
  const query = narrowed(readable(viewer, relation).where(sql<boolean>`month in (${sql.join([...months])})`), [
    ...conditions(scope, route.mart, relation.name, columnOf(route), viewer, context),
    ...(route.readsFacts ? [isFactOf(parts, facts)] : []),
    ...(route.mart === 'lead_state' && !asksOfLeads(question, context.columns) ? [sql<boolean>`false`] : []),
  ]);
  const selected = [
    sql.lit(rowTag(route)).as('tag_'),
    ...groups,
    ...question.parts.map((id, index) => sumOf(parts[index]!, route, facts).as(id)),
  ];
  // By position: an expression with parameters would be another one in the grouping.
  const keys = groups.map((_, index) => sql.raw(String(index + 2)));
  return query.select(selected as never).groupBy(keys as never) as ReadableQuery;
}

/** The column of the question's n-th dimension in a statement's rows. */
export const keyColumn = (index: number): string => `key_${index}`;

const kept = (value: RawBuilder<unknown>, keep: readonly string[]): RawBuilder<unknown> =>
  keep.length === 0 ? sql`cast(null as varchar)` : sql`case when ${value} in (${sql.join([...keep])}) then ${value} end`;

/** Only the rows for which all conditions hold. */
export const narrowed = (query: ReadableQuery, all: readonly Expression<SqlBool>[]): ReadableQuery =>
  all.reduce((rows, condition) => rows.where(condition), query);

/** What a scope says of a relation's rows; all of it holds. */
export function conditions(
  scope: Scope,
  mart: FigureMart,
  relation: string,
  column: ColumnSql,
  viewer: Viewer,
  context: PlanningContext,
): readonly Expression<SqlBool>[] {
  const { catalogue, columns } = context;
  if (mart === 'lead_state' && !isOfLeads(scope, columns)) return [sql<boolean>`false`];
  return [
    predicate(splitTerms(scope.where, columns).ofNumbers, columns, column),
    ...scope.nodes.map((node) => inNode(node.tree.column, node.path)),
    ...hasFacts(scope.facts, factSql(scope, columns), relation, mart),
    ...scope.counted.map((measure) => isCounted(measure, catalogue, mart)),
    ...scope.others.map((other) => isThen(other, relation, viewer)),
    ...(scope.followed ? [isFollowed(scope.followed, relation, viewer, context)] : []),
  ];
}

/** Is a row of number_state in the scope? True or null, which is not. */
export function inScope(scope: Scope, viewer: Viewer, context: PlanningContext): RawBuilder<boolean> {
  const column = (filter: FilterColumn) => sql.raw(filter.sql);
  const all = conditions(scope, 'number_state', 'number_state', column, viewer, context);
  return sql<boolean>`(${sql.join([...all], sql` and `)})`;
}

/**
 * The number is one of those that the slice holds in any month of its period, as far as the viewer may see that. The set does not depend on
 * the row at hand: the engine makes it once.
 */
function isFollowed(
  { slice, scope }: FollowedSlice,
  relation: string,
  viewer: Viewer,
  context: PlanningContext,
): RawBuilder<boolean> {
  const { from, to } = slice;
  // Who is counted stands in the mart of what counts them.
  const [counted] = scope.counted.flatMap(({ numerator }) => [...numerator.terms.keys()]);
  const mart = counted ? context.catalogue.parts.get(counted)!.mart : 'number_state';
  const column = (filter: FilterColumn) => sql.raw(filter.sql);
  const numbers = narrowed(
    readable(viewer, { name: mart, at: ofNumbers() }).where(sql<boolean>`month between ${from} and ${to}`),
    conditions(scope, mart, mart, column, viewer, context),
  );
  return sql<boolean>`${sql.ref(`${relation}.number_id`)} in ${numbers.select(sql.ref('number_id').as('number_id') as never)}`;
}

/** What the number is in another month, as far as the viewer may see that: in its own rows, under the same policy. */
function isThen({ month, node }: OtherMonth, relation: string, viewer: Viewer): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`elsewhen.${name}`);
  const rows = readable(viewer, { name: 'number_state as elsewhen', at: ofNumbers('elsewhen') })
    .where(sql<boolean>`${column('month')} = ${month} and ${column('number_id')} = ${sql.ref(`${relation}.number_id`)}`)
    .select(sql`1`.as('is_there') as never);
  if (!node) return sql<boolean>`not exists ${rows}`;
  return sql<boolean>`exists ${node.path ? rows.where(inNode(`elsewhen.${node.tree.column}`, node.path)) : rows}`;
}

function sumOf(part: Part, route: Route, facts: readonly FactSql[]): RawBuilder<unknown> {
  const { rollup, readsFacts, relation } = route;
  if (rowTag(part) !== rowTag(route)) return sql`null`;
  if (part.isDistinct) return sumOfDifferent(part);
  if (rollup) return sql`sum(${sql.ref(part.id)})`;
  if (readsFacts) return sumOverFacts(part, facts);
  return sumOfFacts(part, facts, relation.name) ?? sql`sum(${sql.raw(part.sql)})`;
}

/** The different values of a part, each once; one without a weight adds nothing. */
function sumOfDifferent({ sql: value, weight }: Part): RawBuilder<unknown> {
  const of = sql.raw(value);
  if (weight === null) return sql`count(distinct ${of})`;
  return sql`cast(coalesce(sum_of_different(${of}, ${sql.raw(weight)}), 0) as bigint)`;
}

/** A leaf's path is the node's own or goes on below it. No LIKE: "_" is a letter in codes. */
const inNode = (column: string, path: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(column)} = ${path} or starts_with(${sql.ref(column)}, ${`${path}.`}))`;

/** The row is one of those that a measure of numbers counts. */
function isCounted({ numerator }: Measure, catalogue: Catalogue, mart: FigureMart): RawBuilder<boolean> {
  const part = catalogue.parts.get([...numerator.terms.keys()][0]!)!;
  // Beside each fact stands all that is known of the number's month.
  if (part.mart !== (factsIn[mart] ? 'number_state' : mart)) return sql<boolean>`false`;
  return sql<boolean>`${sql.raw(part.sql)} = 1`;
}

function nameOf({ by, tree, months, parts }: Question): string {
  const codes = [...(tree ? [tree.code] : []), ...by.map(({ dimension }) => dimension.code)];
  return `figures${codes.length > 0 ? ` by ${codes.join(', ')}` : ''}: ${parts.length} part(s), ${months.length} month(s)`;
}
