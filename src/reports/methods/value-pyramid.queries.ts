import { sql } from 'kysely';
import type { CampaignSession } from '../../campaigns/session.js';
import type { Dimension } from '../../catalogue/types.js';
import { inScope } from '../../figures/plan-question.js';
import type { Scope } from '../../figures/question.js';
import type { Statement } from '../../warehouse/statement.js';
import { fromNumberState, numberState, written } from './common.js';

/** How many numbers on the books have which revenue, to the fen. Rows: `code` (of the dimension), `fen`, `numbers`. */
export function holdingsStatement(month: string, by: Dimension | null, scope: Scope, context: CampaignSession): Statement {
  const rows = numberState(context)
    .where(sql<boolean>`month = ${month} and on_books and revenue is not null`)
    .where(inScope(scope, context.viewer, context))
    .select([
      (by ? sql`cast(${sql.raw(by.sql)} as varchar)` : sql`cast(null as varchar)`).as('code'),
      sql`cast(revenue * 100 as bigint)`.as('fen'),
      sql`count(*)`.as('numbers'),
    ] as never)
    .groupBy([sql`1`, sql`2`] as never);
  return written(`revenue of the numbers of ${month}`, sql`select code, fen, numbers from ${rows} as n`, fromNumberState);
}
