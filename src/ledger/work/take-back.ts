import { lockRow } from '../dialect.js';
import type { Ledger } from '../ledger.js';
import type { BatchRow } from '../tables.js';
import { openAgain } from './work-items.js';

export interface TakingBack {
  readonly batch: string;
  /** Who takes it back, and why: what its holder is told afterwards. */
  readonly by: string;
  readonly reason: string;
  readonly now: string;
}

/**
 * Takes from its holder what a batch still holds; it does not count as an attempt. A batch that nobody holds any more (given back, taken
 * back, with a lease that is over) is left as it is: `isTaken` is false.
 */
export const takeBackWork = (
  ledger: Ledger,
  { batch, by, reason, now }: TakingBack,
): Promise<{ readonly batch: BatchRow; readonly isTaken: boolean }> =>
  ledger.transaction(async (transaction) => {
    await lockRow(transaction, 'work_batch', batch);
    const row = await transaction.selectFrom('work_batch').selectAll().where('id', '=', batch).executeTakeFirstOrThrow();
    if (row.released_at !== null || row.lease_until <= now) return { batch: row, isTaken: false };
    const items = transaction.updateTable('work_item').set(openAgain);
    await items.where('batch_id', '=', batch).where('state', '=', 'CLAIMED').execute();
    const change = { released_at: now, taken_back_by: by, taken_back_reason: reason };
    await transaction.updateTable('work_batch').set(change).where('id', '=', batch).execute();
    return { batch: { ...row, ...change }, isTaken: true };
  });
