import type { Ledger } from '../ledger.js';
import type { TargetListRow } from '../tables.js';
import { lockList, tellOfList } from './target-lists.js';

/**
 * Freezes a draft. `place` puts its members' file where the list's is; nobody else settles the list meanwhile, so that file and hash
 * belong together, and a file without a settled list is one that nobody reads. Errors: CONFLICT for what is no draft any more.
 */
export const settleTargetList = (
  ledger: Ledger,
  id: string,
  change: Partial<TargetListRow>,
  place: () => Promise<void>,
): Promise<void> =>
  ledger.transaction(async (transaction) => {
    await lockList(transaction, id, ['DRAFT']);
    await place();
    const frozen = await transaction
      .updateTable('target_list')
      .set({ ...change, status: 'FROZEN' })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await tellOfList(transaction, frozen);
  });
