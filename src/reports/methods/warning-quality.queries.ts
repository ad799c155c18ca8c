import { sql } from 'kysely';
import type { CampaignSession } from '../../campaigns/session.js';
import { inScope } from '../../figures/plan-question.js';
import type { Scope } from '../../figures/question.js';
import { shiftMonth } from '../../lib/months.js';
import { byNumber, type Source, type Statement } from '../../warehouse/statement.js';
import { fromNumberState, numberState, written } from './common.js';

/** Numbers of the scope that were on the books in the months before these. */
const present = (months: readonly string[], scope: Scope, context: CampaignSession) =>
  numberState(context)
    .where(sql<boolean>`month in (${sql.join(months.map((month) => shiftMonth(month, -1)))}) and on_books`)
    .where(inScope(scope, context.viewer, context));

/** Those that were warned of. */
const warned = (months: readonly string[], scope: Scope, context: CampaignSession) =>
  present(months, scope, context).where(sql<boolean>`churn_risk is not null`);

/** What a model of the warehouse's own is read from. */
const fromScores: Source = byNumber('number_score');

/** Months (of the score) in which the warehouse has scores of its own, and of which models. Rows: `month`, `model`. */
export const modelsStatement = (months: readonly string[]): Statement =>
  written(
    `models of ${months.length} month(s)`,
    sql`select month, model from number_score where month in (${sql.join(months)}) group by 1, 2 order by 1, 2`,
    [fromScores],
  );

/**
 * What became of the warning of the month before, or of what a model of the warehouse's own said then. Rows by `month` (in which they left or stayed) and `decile` (1: the highest risk; those of
 * equal risk are in one, that of the first of them): `numbers`, `expected` and `observed` losses, the squares of the errors in two sums (`squares_of_lost`, `squares_of_risk`: lost × (1 − risk)²
 * + stayed × risk² is lost × (1 − 2 × risk) + all × risk²), `concordant` (of pairs of who left and who stayed, those in which the first had the higher risk; equals count half).
 * Sums are DECIMALs: one of DOUBLEs hangs on the order, and not every engine keeps to that of a sum.
 */
export function decilesStatement(
  months: readonly string[],
  model: string | null,
  scope: Scope,
  context: CampaignSession,
): Statement {
  const risks =
    model === null
      ? warned(months, scope, context).select(['number_id', 'month', sql`churn_risk`.as('risk')] as never)
      : sql`(select n.number_id, n.month, s.probability as risk
          from ${present(months, scope, context).select(['number_id', 'month'] as never)} as n
          join number_score as s on s.month = n.month and s.number_id = n.number_id and s.model = ${model})`;
  const losses = numberState(context)
    .where(sql<boolean>`month in (${sql.join([...months])}) and leaver and starts_with(lifecycle, 'OFF_NET.TRUE_LEAVE')`)
    .select(['number_id', 'month'] as never);
  const calendar = sql.join(months.map((month) => sql`(cast(${shiftMonth(month, -1)} as varchar), cast(${month} as varchar))`));
  return written(
    `warning against ${months.length} month(s)`,
    sql`with seen as (
        select c.month, cast(r.risk as decimal(9,8)) as risk, count(*) as numbers, count(l.number_id) as lost
        from ${risks} as r join (values ${calendar}) as c(warned, month) on c.warned = r.month
        left join ${losses} as l on l.number_id = r.number_id and l.month = c.month
        group by c.month, r.risk),
      ranked as (
        select *, sum(numbers) over falling - numbers as above, sum(numbers) over (partition by month) as all_numbers,
          sum(numbers - lost) over (partition by month) - sum(numbers - lost) over falling as stayed_below
        from seen window falling as (partition by month order by risk desc rows unbounded preceding))
    select month, cast(1 + floor(quotient(10 * above, all_numbers)) as integer) as decile, cast(sum(numbers) as double) as numbers,
      sum(numbers * risk) as expected, cast(sum(lost) as double) as observed,
      sum(lost * cast(1 - 2 * risk as decimal(9,8))) as squares_of_lost, sum(numbers * risk * risk) as squares_of_risk,
      cast(sum(lost * (stayed_below + quotient(numbers - lost, 2))) as double) as concordant
    from ranked group by 1, 2 order by 1, 2`,
    model === null ? fromNumberState : [...fromNumberState, fromScores],
  );
}

/** How many of the scope were in which bins in the months before these. Rows: `month` (of the warning), `bins` (as in number_state), `numbers`. */
export function binsStatement(months: readonly string[], scope: Scope, context: CampaignSession): Statement {
  const rows = warned(months, scope, context)
    .select([sql`month`, sql`risk_bins`.as('bins'), sql`cast(count(*) as double)`.as('numbers')] as never)
    .groupBy([sql`1`, sql`2`] as never)
    .orderBy(sql`1, 2` as never);
  return written(
    `bins of the warning before ${months.length} month(s)`,
    sql`select month, bins, numbers from ${rows} as n`,
    fromNumberState,
  );
}
