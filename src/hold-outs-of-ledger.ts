import { snapshotOf } from './campaigns/snapshot.js';
import type { Config } from './config.js';
import { readLedger } from './ledger/ledger.js';
import { targetListsWithHoldOut } from './ledger/lists/target-lists.js';
import type { HeldOutList } from './marts/hold-outs.js';

/** The lists that kept customers out, for a build; none where there is no ledger yet. One whose snapshot cannot be read tells nothing. */
export const holdOutsOfLedger = ({ home, databaseUrl }: Pick<Config, 'home' | 'databaseUrl'>): Promise<readonly HeldOutList[]> =>
  readLedger({ home, databaseUrl }, [], async (ledger) => {
    const lists = await targetListsWithHoldOut(ledger);
    const found = await Promise.all(
      lists.map(async (list): Promise<HeldOutList | null> => {
        const snapshot = await snapshotOf(list, home).catch(() => null);
        const { id, month, hold_out: share, content_hash } = list;
        return snapshot && { id, month, share, hash: content_hash!, relation: snapshot.everybody };
      }),
    );
    return found.filter((list) => list !== null);
  });
