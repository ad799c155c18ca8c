import { rm } from 'node:fs/promises';
import { snapshotFile } from '../lib/snapshot-files.js';
import { insertOnce } from './keyed-tables.js';
import type { Ledger } from './ledger.js';
import type { NumberSetRow } from './tables.js';

/**
 * Adds a set unless its maker has made one by its key: then that one is given. `place` puts its file where it belongs; a file without a
 * row is one that nobody reads.
 */
export const insertNumberSet = (ledger: Ledger, row: NumberSetRow, place: () => Promise<void>): Promise<NumberSetRow> =>
  ledger.transaction(async (transaction) => {
    const stored = await insertOnce(transaction, 'number_set', row);
    if (stored.id === row.id) await place();
    return stored;
  });

export const numberSetById = ({ db }: Ledger, id: string): Promise<NumberSetRow | undefined> =>
  db.selectFrom('number_set').selectAll().where('id', '=', id).executeTakeFirst();

/** A maker's sets that can be used on a day, the newest first. */
export const numberSetsOf = ({ db }: Ledger, maker: string, day: string): Promise<readonly NumberSetRow[]> =>
  db
    .selectFrom('number_set')
    .selectAll()
    .where('created_by', '=', maker)
    .where('expires_on', '>=', day)
    .where('removed_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();

/** Removes the files of sets that were taken away, or are over on a day. */
export async function removeEndedSets({ db }: Ledger, home: string, day: string): Promise<void> {
  const ended = db.selectFrom('number_set').select('id');
  const rows = await ended.where((or) => or.or([or('expires_on', '<', day), or('removed_at', 'is not', null)])).execute();
  for (const { id } of rows) await rm(snapshotFile(home, id), { force: true });
}

/** Takes one away: nobody can use it any more, and its row stays in the ledger. False where it was away already. */
export async function markNumberSetRemoved({ db }: Ledger, id: string, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('number_set')
    .set({ removed_at: at })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
