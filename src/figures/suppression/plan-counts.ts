import { type RawBuilder, sql } from 'kysely';
import { factsIn } from '../../catalogue/facts.js';
import { measureNamed } from '../../catalogue/named.js';
import { type ReadableQuery, readable } from '../../security/readable.js';
import type { Viewer } from '../../security/viewer.js';
import { ofFigures, type Parameter, type Statement, statement } from '../../warehouse/statement.js';
import { factSql, isFactOf } from '../fact-sql.js';
import { asksOfUse, columnOf, conditions, groupColumns, narrowed, type PlanningContext, routesOf } from '../plan-question.js';
import type { Question, Scope } from '../question.js';
import { type Route, sourceOf } from '../route.js';

/** The column with the count of the n-th scope in the rows of `planCounts`. */
export const scopeColumn = (index: number): string => `scope_${index}`;

/**
 * How many numbers stand behind each group of a question in each of these scopes, by the same rows that answer it. Columns as of
 * `planQuestion`, with a count for each scope in place of the parts' sums. `ofUse`: of days of use, or not although the question is cut by days.
 */
export function planCounts(
  question: Question,
  scopes: readonly Scope[],
  viewer: Viewer,
  context: PlanningContext,
  ofUse = asksOfUse(question),
): Statement {
  const { parts, routes: all } = routesOf(question, viewer, context, ofUse);
  // What counts different things of a mart is of the same numbers as what is summed, which comes after it and may be from a rollup.
  const routes = [...new Map(all.map((route) => [route.mart, route])).values()];
  const queries = routes.map((route): ReadableQuery => {
    const { mart, relation, readsFacts } = route;
    const inScope = (scope: Scope): RawBuilder<boolean> => {
      const all = [
        ...conditions(scope, mart, relation.name, columnOf(route), viewer, context),
        ...(readsFacts ? [isFactOf(parts, factSql(scope, context.columns))] : []),
      ];
      return all.length > 0 ? sql<boolean>`(${sql.join(all, sql` and `)})` : sql<boolean>`true`;
    };
    const groups = groupColumns(question, route);
    const counted = countOf(route, context);
    const keys = groups.map((_, index) => sql.raw(String(index + 2)));
    const rows = narrowed(readable(viewer, relation), [sql<boolean>`month in (${sql.join([...question.months])})`]);
    return rows
      .select([
        sql.lit(mart).as('mart_'),
        ...groups,
        ...scopes.map((scope, index) => sql`coalesce(${counted} filter (where ${inScope(scope)}), 0)`.as(scopeColumn(index))),
      ] as never)
      .groupBy(keys as never) as ReadableQuery;
  });
  const [first, ...others] = queries as [ReadableQuery, ...ReadableQuery[]];
  const { sql: text, parameters } = others.reduce((query, other) => query.unionAll(other), first).compile();
  return ofFigures(
    statement(`numbers behind figures: ${scopes.length} scope(s)`, text, parameters as Parameter[], routes.map(sourceOf)),
  );
}

/** A rollup has them summed up; a mart of numbers has a row for each in a month; of facts one may have several. */
function countOf({ mart, rollup, readsFacts }: Route, { catalogue }: PlanningContext): RawBuilder<unknown> {
  const [numbers] = [...measureNamed(catalogue, 'NUMBERS').numerator.terms.keys()];
  if (rollup) return sql`sum(${sql.ref(numbers!)})`;
  return readsFacts || (factsIn[mart] && mart !== 'lead_state') ? sql`count(distinct number_id)` : sql`count(*)`;
}
