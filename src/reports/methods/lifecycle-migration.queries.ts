import { sql } from 'kysely';
import type { CampaignSession } from '../../campaigns/session.js';
import type { PartitionTree } from '../../catalogue/types.js';
import { inScope } from '../../figures/plan-question.js';
import type { Scope } from '../../figures/question.js';
import type { Statement } from '../../warehouse/statement.js';
import { fromNumberState, numberState, written } from './common.js';

/**
 * What the numbers of a scope were in one month and are in another. Rows: `was` and `is_now`, the node then (so many steps of the tree's path),
 * null where it has no row; `was_in` and `is_in`, whether it was in the scope then; `numbers`.
 */
export function migrationStatement(
  tree: PartitionTree,
  steps: number,
  [before, after]: readonly [string, string],
  scope: Scope,
  context: CampaignSession,
): Statement {
  const inside = inScope(scope, context.viewer, context);
  const node = sql`first_parts(${sql.ref(tree.column)}, '.', ${sql.lit(steps)})`;
  const numbers = numberState(context)
    .where(sql<boolean>`month in (${before}, ${after})`)
    .select([
      sql`any_value(${node}) filter (where month = ${before})`.as('was'),
      sql`any_value(${node}) filter (where month = ${after})`.as('is_now'),
      sql`coalesce(bool_or(${inside}) filter (where month = ${before}), false)`.as('was_in'),
      sql`coalesce(bool_or(${inside}) filter (where month = ${after}), false)`.as('is_in'),
    ] as never)
    .groupBy(sql`number_id` as never);
  return written(
    `migration from ${before} to ${after}`,
    sql`select was, is_now, was_in, is_in, count(*) as numbers from ${numbers} as n where was_in or is_in group by 1, 2, 3, 4`,
    fromNumberState,
  );
}
