import { sql } from 'kysely';
import type { CampaignSession } from '../../campaigns/session.js';
import type { Dimension } from '../../catalogue/types.js';
import { inScope } from '../../figures/plan-question.js';
import type { Scope } from '../../figures/question.js';
import type { Statement } from '../../warehouse/statement.js';
import { fromNumberState, numberState, written } from './common.js';

export interface CohortQuestion {
  /** Joining months, oldest first; the last is also the last month looked at. */
  readonly months: readonly string[];
  readonly by: Dimension | null;
  readonly scope: Scope;
}

const code = (by: Dimension | null) => (by ? sql`cast(${sql.raw(by.sql)} as varchar)` : sql`cast(null as varchar)`);

/** Rows of the cohorts' numbers up to the last month. */
const members = ({ months }: CohortQuestion, context: CampaignSession) =>
  numberState(context).where(sql<boolean>`join_month in (${sql.join([...months])}) and month <= ${months.at(-1)}`);

/**
 * Who of each cohort is on the books in each month. A number counts among its cohort's joiners as it is in the month, or was when last
 * seen before it. Rows: `cohort`, `month`, `code`, `joiners`, `kept`.
 */
export function cohortStatement(question: CohortQuestion, context: CampaignSession): Statement {
  const { months, by, scope } = question;
  const rows = members(question, context).select([
    sql`join_month`.as('cohort'),
    sql`month`.as('seen'),
    sql`on_books`.as('on_books'),
    code(by).as('code'),
    inScope(scope, context.viewer, context).as('inside'),
    sql`lead(month) over (partition by number_id, join_month order by month)`.as('next_seen'),
  ] as never);
  const calendar = sql.join(months.map((month) => sql`(cast(${month} as varchar))`));
  return written(
    `retention of ${months.length} cohort(s)`,
    sql`select cohort, m.month, code, count(*) as joiners, count(*) filter (where seen = m.month and on_books) as kept
      from ${rows} as n join (values ${calendar}) as m(month) on m.month >= seen and (next_seen is null or m.month < next_seen)
      where inside group by 1, 2, 3`,
    fromNumberState,
  );
}

/**
 * When the cohorts' numbers first went off the books, and how far they were seen. Rows: `cohort`, `code`, `off` (null: never seen off them),
 * `seen`, `numbers`.
 */
export function survivalStatement(question: CohortQuestion, context: CampaignSession): Statement {
  const rows = members(question, context)
    .select([
      sql`join_month`.as('cohort'),
      sql`min(month) filter (where not on_books)`.as('off'),
      sql`max(month)`.as('seen'),
      sql`latest(${code(question.by)}, month)`.as('code'),
      sql`latest(${inScope(question.scope, context.viewer, context)}, month)`.as('inside'),
    ] as never)
    .groupBy([sql`number_id`, sql`join_month`] as never);
  return written(
    `survival of ${question.months.length} cohort(s)`,
    sql`select cohort, code, off, seen, count(*) as numbers from ${rows} as n where inside group by 1, 2, 3, 4`,
    fromNumberState,
  );
}
