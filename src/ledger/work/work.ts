import type { Ledger } from '../ledger.js';
import { lockList } from '../lists/target-lists.js';
import { chunksOf } from '../pages.js';

export * from './take-back.js';
export * from './work-batches.js';
export * from './work-claim.js';
export * from './work-progress.js';

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
