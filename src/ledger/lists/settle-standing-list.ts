import type { ExpressionBuilder } from 'kysely';
import { type AuditEntry, appendTo } from '../audit/audit.js';
import { lockRow } from '../dialect.js';
import type { Ledger } from '../ledger.js';
import type { LedgerTables, StandingListRow, TargetListRow } from '../tables.js';
import { tellOfList } from './target-lists.js';

/** Is a list of the generation still to be made? */
const isDue =
  (generation: string) =>
  ({ and, eb }: ExpressionBuilder<LedgerTables, 'standing_list'>) =>
    and([eb('generation', '<', generation), eb('paused_at', 'is', null)]);

/** Takes one of which a generation's list is to be made, and keeps others away from it until the lease is over; null where there is none. */
export async function claimStandingList(
  { db }: Ledger,
  { generation, now, leaseMs }: { readonly generation: string; readonly now: Date; readonly leaseMs: number },
): Promise<StandingListRow | null> {
  const isFree = ({ or, eb }: ExpressionBuilder<LedgerTables, 'standing_list'>) =>
    or([eb('leased_until', 'is', null), eb('leased_until', '<=', now.toISOString())]);
  const first = db
    .selectFrom('standing_list')
    .select('id')
    .where(isDue(generation))
    .where(isFree)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1);
  // Nearly always there is none, and each second is asked: an UPDATE of no rows would still wait for who writes, and keep others waiting.
  if (!(await first.executeTakeFirst())) return null;
  const claimed = await db
    .updateTable('standing_list')
    .set({ leased_until: new Date(now.getTime() + leaseMs).toISOString() })
    .where('id', 'in', first)
    .where(isDue(generation))
    .where(isFree)
    .returningAll()
    .executeTakeFirst();
  return claimed ?? null;
}

/** What a list comes to, and the line of the audit that tells of it. */
export interface ListStep {
  readonly list: TargetListRow;
  readonly line: AuditEntry;
}

/**
 * Makes a standing list's list of a generation, and gives what it came to; null where it is made already, or not to be made any more. `place`
 * puts its members' file where the list's is: nobody else makes it meanwhile. `steps`: what it comes to in turn, by the standing list as it is now.
 */
export const settleStandingList = (
  ledger: Ledger,
  made: Pick<TargetListRow, 'standing_id' | 'generation'>,
  steps: (standing: StandingListRow) => readonly ListStep[],
  place: () => Promise<void>,
): Promise<TargetListRow | null> =>
  ledger.transaction(async (transaction) => {
    const id = made.standing_id!;
    await lockRow(transaction, 'standing_list', id);
    const standing = await transaction
      .updateTable('standing_list')
      .set({ generation: made.generation, leased_until: null, fault: null })
      .where('id', '=', id)
      .where(isDue(made.generation))
      .returningAll()
      .executeTakeFirst();
    if (!standing) return null;
    await place();
    const all = steps(standing);
    const { list } = all.at(-1)!;
    await transaction.insertInto('target_list').values(list).execute();
    for (const each of all) await tellOfList(transaction, each.list);
    await appendTo(
      transaction,
      all.map(({ line }) => line),
    );
    return list;
  });

/** There will be no list of the generation, and why. */
export async function giveUpStandingList(
  { db }: Ledger,
  { id }: Pick<StandingListRow, 'id'>,
  generation: string,
  fault: string,
): Promise<void> {
  await db
    .updateTable('standing_list')
    .set({ generation, leased_until: null, fault })
    .where('id', '=', id)
    .where(isDue(generation))
    .execute();
}

/** The frozen lists of a list's standing list, where that takes nobody twice; none of a list that somebody made. */
export async function listsBefore(
  { db }: Ledger,
  { standing_id }: Pick<TargetListRow, 'standing_id'>,
): Promise<readonly TargetListRow[]> {
  if (standing_id === null) return [];
  return db
    .selectFrom('target_list as list')
    .innerJoin('standing_list as standing', 'standing.id', 'list.standing_id')
    .selectAll('list')
    .where('standing.id', '=', standing_id)
    .where('standing.only_new', '=', 1)
    .where('list.content_hash', 'is not', null)
    .orderBy('list.generation')
    .execute();
}
