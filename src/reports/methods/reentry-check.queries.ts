import { sql } from 'kysely';
import type { CampaignSession } from '../../campaigns/session.js';
import { inScope } from '../../figures/plan-question.js';
import type { Scope } from '../../figures/question.js';
import type { Statement } from '../../warehouse/statement.js';
import { fromNumberState, numberState, written } from './common.js';

/**
 * Leavers of a month whose holder or device has another own-network number that joined near to it, and joiners of the month that such a
 * leaver stands behind. `window`: first and last month that are near. Rows: `fact`, `kind` (joining channel kind of the new number), `numbers`:
 * LEAVERS; CAME_BACK (a leaver counts once, with the new number that joined nearest to its leaving), of them BY_HOLDER and BY_DEVICE;
 * GROSS_ADDS; RE_ENTRIES. What is only compared (customer, device) leaves the statement as counts alone.
 */
export function reentryStatement(
  month: string,
  [first, last]: readonly [string, string],
  scope: Scope,
  context: CampaignSession,
): Statement {
  const rows = numberState(context)
    .where(sql<boolean>`month between ${first} and ${last} and (leaver or gross_add)`)
    .select([
      ...['number_id', 'month', 'customer_id', 'previous_number_id', 'device_id', 'joined_on', 'left_on', 'leaver', 'gross_add'],
      sql`join_channel_kind`.as('kind'),
      inScope(scope, context.viewer, context).as('inside'),
    ] as never);
  const pairs = (evidence: string, isSame: string) => sql`
    select l.number_id, l.month, l.inside, j.number_id as new_id, j.month as new_month, j.inside as new_inside, j.kind,
      abs(days_between(l.left_on, j.joined_on)) as days, ${sql.lit(evidence)} as evidence
    from near l join near j on ${sql.raw(isSame)} and j.number_id <> l.number_id
    where l.leaver and j.gross_add and (l.month = ${month} or j.month = ${month})`;
  return written(
    `re-entries of ${month}`,
    sql`with near as ${rows},
      pair as (
        ${pairs('HOLDER', 'l.customer_id = j.customer_id')}
        union all ${pairs('HOLDER', 'l.number_id = j.previous_number_id')}
        union all ${pairs('DEVICE', 'l.device_id = j.device_id')}
      ),
      came_back as (
        select number_id, at(array_agg(kind order by days, new_id), 1) as kind, bool_or(evidence = 'HOLDER') as by_holder, bool_or(evidence = 'DEVICE') as by_device
        from pair where month = ${month} and inside group by number_id
      )
    select 'LEAVERS' as fact, null as kind, count(*) as numbers from near where month = ${month} and leaver and inside
    union all select 'CAME_BACK', kind, count(*) from came_back group by kind
    union all select 'BY_HOLDER', kind, count(*) from came_back where by_holder group by kind
    union all select 'BY_DEVICE', kind, count(*) from came_back where by_device group by kind
    union all select 'GROSS_ADDS', kind, count(*) from near where month = ${month} and gross_add and inside group by kind
    union all select 'RE_ENTRIES', kind, count(distinct new_id) from pair where new_month = ${month} and new_inside group by kind`,
    fromNumberState,
  );
}
