import { sql } from 'kysely';
import type { Measure, PartitionTree } from '../catalogue/types.js';
import { ofNumbers, readable } from '../security/readable.js';
import type { Viewer } from '../security/viewer.js';
import { builder } from '../warehouse/builder.js';
import type { Parameter, Statement } from '../warehouse/statement.js';
import { byNumber, statement } from '../warehouse/statement.js';
import type { PlanningContext } from './plan-question.js';
import { inScope } from './plan-question.js';
import type { Scope } from './question.js';

/**
 * How the numbers of a scope in one month became those in another. Rows: `direction` IN or OUT; `step`, the first level of the tree
 * where the number was before (IN) or is after (OUT), null where it was or is not there; `is_joined` IN: it joined since; `was_on_books`,
 * `is_on_books`; `moved`, how many numbers.
 */
export function movesStatement(
  scope: Scope,
  measure: Measure,
  tree: PartitionTree,
  [before, after]: readonly [string, string],
  viewer: Viewer,
  context: PlanningContext,
): Statement {
  const counted = measure.countsNumbers ? [...scope.counted, measure] : scope.counted;
  const inside = inScope({ ...scope, counted }, viewer, context);
  const step = sql`part(${sql.ref(tree.column)}, '.', 1)`;
  const numbers = readable(viewer, { name: 'number_state', at: ofNumbers() })
    .where(sql<boolean>`month in (${before}, ${after})`)
    .select([
      sql<boolean>`coalesce(bool_or(${inside}) filter (where month = ${before}), false)`.as('was_in'),
      sql<boolean>`coalesce(bool_or(${inside}) filter (where month = ${after}), false)`.as('is_in'),
      sql`any_value(${step}) filter (where month = ${before})`.as('step_before'),
      sql`any_value(${step}) filter (where month = ${after})`.as('step_after'),
      sql<boolean>`coalesce(bool_or(on_books) filter (where month = ${before}), false)`.as('was_on_books'),
      sql<boolean>`coalesce(bool_or(on_books) filter (where month = ${after}), false)`.as('is_on_books'),
      sql<boolean>`coalesce(bool_or(month_of(joined_on) > ${before}) filter (where month = ${after}), false)`.as('is_new'),
    ] as never)
    .groupBy(sql`number_id` as never);
  const query = builder
    .selectFrom(numbers.as('number'))
    .where(sql<boolean>`was_in <> is_in`)
    .select([
      sql`case when is_in then 'IN' else 'OUT' end`.as('direction'),
      sql`case when is_in then step_before else step_after end`.as('step'),
      sql<boolean>`is_in and is_new`.as('is_joined'),
      sql<boolean>`was_on_books`.as('was_on_books'),
      sql<boolean>`is_on_books`.as('is_on_books'),
      sql`count(*)`.as('moved'),
    ])
    .groupBy([sql`1`, sql`2`, sql`3`, sql`4`, sql`5`] as never)
    .orderBy(sql`moved`, 'desc')
    .compile();
  return statement(`moves of ${measure.code} from ${before} to ${after}`, query.sql, query.parameters as Parameter[], [
    byNumber('number_state'),
  ]);
}
