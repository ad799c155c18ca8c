import { sql } from 'kysely';
import type { Ledger } from '../ledger.js';
import { lockList } from '../lists/target-lists.js';
import { chunksOf } from '../pages.js';
import type { ItemState } from '../tables.js';

export * from './work-batches.js';
export * from './work-claim.js';

/** Begins the work on an approved list: members of each city. Does nothing where it has begun. Errors: CONFLICT for any other list. */
export const openWork = (ledger: Ledger, listId: string, sizes: ReadonlyMap<string, number>, now: string): Promise<void> =>
  ledger.transaction(async (transaction) => {
    const status = await lockList(transaction, listId, ['APPROVED', 'RUNNING']);
    if (status === 'RUNNING') return;
    const change = { status: 'RUNNING', started_at: now } as const;
    await transaction.updateTable('target_list').set(change).where('id', '=', listId).execute();
    const cursors = [...sizes].map(([city, size]) => ({ list_id: listId, city, next: 1, size }));
    for (const chunk of chunksOf(cursors)) await transaction.insertInto('work_cursor').values(chunk).execute();
  });

/** How many members of a list are in which state. */
export interface WorkProgress {
  /** Not handed out yet, to be tried again, or with a lease that is over. */
  readonly open: number;
  readonly claimed: number;
  readonly done: number;
  /** Tried often enough, or dropped. */
  readonly exhausted: number;
}

/** How far the work on a list is, as of one moment; all zero before it begins. */
export async function progressOf({ db }: Ledger, listId: string, now: string): Promise<WorkProgress> {
  const items = db.selectFrom('work_item').where('work_item.list_id', '=', listId);
  const claimed = items.innerJoin('work_batch', 'work_batch.id', 'work_item.batch_id').where('state', '=', 'CLAIMED');
  const untouched = db.selectFrom('work_cursor').where('list_id', '=', listId);
  const as = (state: ItemState) => sql.lit(state).as('state');
  const count = sql<number | string | null>`count(*)`.as('count');
  const counts = await items
    .where('state', '!=', 'CLAIMED')
    .groupBy('state')
    .select(['state', count])
    .unionAll(claimed.where('lease_until', '>', now).select([as('CLAIMED'), count]))
    .unionAll(claimed.where('lease_until', '<=', now).select([as('OPEN'), count]))
    .unionAll(untouched.select([as('OPEN'), sql<number | string | null>`sum(size - next + 1)`.as('count')]))
    .execute();
  const total = (...states: readonly ItemState[]) =>
    counts.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + Number(count), 0);
  return { open: total('OPEN'), claimed: total('CLAIMED'), done: total('DONE'), exhausted: total('EXHAUSTED', 'DROPPED') };
}
