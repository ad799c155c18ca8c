import type { TargetListRow } from '../../ledger/tables.js';
import { requireMembers } from '../../security/grants.js';
import { requireBetween } from '../../security/limits.js';
import { statement } from '../../warehouse/statement.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { snapshotOf } from '../snapshot.js';
import { listNamed } from './lists.js';

/** Members of a list beside those of another one. */
export interface ListDelta {
  readonly kept: ListDifference;
  readonly added: ListDifference;
  readonly left: ListDifference;
}

export interface ListDifference {
  readonly count: number;
  /** Ids of the first of them. */
  readonly numbers: readonly string[];
}

/** The members of a list beside those of another one. Errors: as `snapshotOf`; BAD_USER_INPUT for no such other list. */
export async function deltaFrom(
  list: TargetListRow,
  { from, first }: { readonly from: string; readonly first: number },
  context: CampaignSession,
): Promise<ListDelta> {
  requireMembers(context.viewer);
  requireBetween('delta(first:)', first, 0, context.viewer.limits.deltaNumbers);
  const { home } = channelsOf(context);
  const other = await listNamed(from, context);
  const [own, theirs] = [await snapshotOf(list, home), await snapshotOf(other, home)];
  const sql = `
    with
      own as (select number_id from ${own.members}),
      other as (select number_id from ${theirs.members}),
      parts as (
        select coalesce(own.number_id, other.number_id) as number_id,
          case when other.number_id is null then 'added' when own.number_id is null then 'left' else 'kept' end as part
        from own full join other on own.number_id = other.number_id
      ),
      placed as (select *, count(*) over (partition by part) as members, row_number() over (partition by part order by number_id) as place from parts)
    select part, members, cast(number_id as varchar) as id from placed where place <= $1 order by part, place`;
  const rows = await context.run(
    statement('two target lists', sql, [Math.max(1, first)], [...own.reads, ...theirs.reads]),
    'slices',
  );
  const part = (name: string): ListDifference => {
    const own = rows.filter((row) => row.part === name);
    return { count: Number(own[0]?.members ?? 0), numbers: own.slice(0, first).map(({ id }) => id as string) };
  };
  return { kept: part('kept'), added: part('added'), left: part('left') };
}
