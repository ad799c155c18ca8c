import { sql } from 'kysely';
import type { CampaignSession } from '../../campaigns/session.js';
import type { Dimension } from '../../catalogue/types.js';
import { inScope } from '../../figures/plan-question.js';
import type { Scope } from '../../figures/question.js';
import type { Statement } from '../../warehouse/statement.js';
import { fromNumberState, numberState, written } from './common.js';

/**
 * What became of those who joined in a month and in the six before it, by a dimension as when last seen (as RETENTION_6M does). `three`,
 * `six`: the months so far before. Rows: `code`; `joiners_3`, `kept_3`, `joiners_6`, `kept_6`: who joined so many months before, and who of
 * them is on the books; `early_leavers`: who left in the month within three months of joining, and `clawback`: the commission paid for them
 * since they joined.
 */
export function qualityStatement(
  by: Dimension,
  [month, three, six]: readonly [string, string, string],
  scope: Scope,
  context: CampaignSession,
): Statement {
  const members = numberState(context)
    .where(sql<boolean>`month between ${six} and ${month} and join_month between ${six} and ${month}`)
    .select([
      sql`join_month`.as('joined'),
      sql`latest(cast(${sql.raw(by.sql)} as varchar), month)`.as('code'),
      sql`latest(${inScope(scope, context.viewer, context)}, month)`.as('inside'),
      sql<boolean>`bool_or(month = ${month} and on_books)`.as('kept'),
      sql<boolean>`coalesce(bool_or(month = ${month} and leaver), false) and join_month >= ${three}`.as('left_early'),
      sql`sum(commission)`.as('commission'),
    ] as never)
    .groupBy([sql`number_id`, sql`join_month`] as never);
  return written(
    `quality of joiners by ${by.code}`,
    sql`select code,
        count(*) filter (where joined = ${three}) as joiners_3, count(*) filter (where joined = ${three} and kept) as kept_3,
        count(*) filter (where joined = ${six}) as joiners_6, count(*) filter (where joined = ${six} and kept) as kept_6,
        count(*) filter (where left_early) as early_leavers, coalesce(sum(commission) filter (where left_early), 0) as clawback
      from ${members} as n where inside group by code`,
    fromNumberState,
  );
}
