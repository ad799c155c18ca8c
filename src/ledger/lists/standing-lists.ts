import { sql } from 'kysely';
import { lockName } from '../dialect.js';
import { insertOnce } from '../keyed-tables.js';
import type { Ledger } from '../ledger.js';
import type { StandingListRow } from '../tables.js';

/** Adds one unless its author has made one by its key: then that one is given. `check` may refuse by how many he has that are not paused. */
export const insertStandingList = (
  ledger: Ledger,
  row: StandingListRow,
  check: (count: number) => void,
): Promise<StandingListRow> =>
  ledger.transaction(async (transaction) => {
    await lockName(transaction, JSON.stringify(['standing lists', row.created_by]));
    const stored = await insertOnce(transaction, 'standing_list', row);
    if (stored.id !== row.id) return stored;
    const { count } = await transaction
      .selectFrom('standing_list')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('created_by', '=', row.created_by)
      .where('paused_at', 'is', null)
      .executeTakeFirstOrThrow();
    check(count);
    return stored;
  });

/** The newest first. */
export const standingLists = ({ db }: Ledger): Promise<readonly StandingListRow[]> =>
  db.selectFrom('standing_list').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').execute();

export const standingListsById = ({ db }: Ledger, ids: readonly string[]): Promise<readonly StandingListRow[]> =>
  db.selectFrom('standing_list').selectAll().where('id', 'in', ids).execute();

/** Changes one that is as it was when it was looked at; false where somebody else was quicker. */
export async function changeStandingList(
  { db }: Ledger,
  { id, approved_by, paused_at }: StandingListRow,
  change: Partial<StandingListRow>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('standing_list')
    .set(change)
    .where('id', '=', id)
    .where(sql<boolean>`coalesce(approved_by, '') = ${approved_by ?? ''} and coalesce(paused_at, '') = ${paused_at ?? ''}`)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
