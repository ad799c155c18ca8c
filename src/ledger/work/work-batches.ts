import type { Kysely } from 'kysely';
import { MartletError } from '../../errors.js';
import { groupedBy } from '../../lib/grouped-by.js';
import { lockRow } from '../dialect.js';
import type { Ledger } from '../ledger.js';
import { chunksOf } from '../pages.js';
import type { BatchRow, ItemRow, LedgerTables } from '../tables.js';
import { openAgain, takenBack } from './work-items.js';

/** A batch as its holder knows it. */
export interface BatchHolder {
  readonly batch: string;
  readonly fence: string;
  readonly subject: string;
  readonly now: string;
}

export const batchById = ({ db }: Ledger, id: string): Promise<BatchRow | undefined> => find(db, id);

const find = (db: Kysely<LedgerTables>, id: string): Promise<BatchRow | undefined> =>
  db.selectFrom('work_batch').selectAll().where('id', '=', id).executeTakeFirst();

/** The items that a batch holds, or finished, by rank. */
export const itemsOfBatch = ({ db }: Ledger, batch: string): Promise<readonly ItemRow[]> =>
  db.selectFrom('work_item').selectAll().where('batch_id', '=', batch).orderBy('rank').execute();

/** The batch, which nobody else changes until the transaction ends. Errors: CONFLICT where the subject does not hold it (any more). */
export async function lockHeldBatch(db: Kysely<LedgerTables>, { batch, fence, subject, now }: BatchHolder): Promise<BatchRow> {
  await lockRow(db, 'work_batch', batch);
  const row = await find(db, batch);
  if (row?.subject !== subject || String(row.fence) !== fence) throw lost(batch, `is not held by ${subject} with fence ${fence}`);
  if (row.taken_back_by !== null) throw lost(batch, takenBack(row));
  if (row.released_at !== null) throw lost(batch, `was given back at ${row.released_at}`);
  if (row.lease_until <= now) throw lost(batch, `has a lease that was over at ${row.lease_until}`);
  return row;
}

const lost = (batch: string, why: string): MartletError =>
  new MartletError('CONFLICT', `Too late: batch ${batch} ${why}. Claim work again.`);

/** Makes the lease end at another time. Errors: CONFLICT where the subject does not hold the batch (any more). */
export const extendLease = (
  ledger: Ledger,
  { leaseUntil, ...held }: BatchHolder & { readonly leaseUntil: string },
): Promise<BatchRow> =>
  ledger.transaction(async (transaction) => {
    const row = await lockHeldBatch(transaction, held);
    await transaction.updateTable('work_batch').set({ lease_until: leaseUntil }).where('id', '=', row.id).execute();
    return { ...row, lease_until: leaseUntil };
  });

/**
 * Gives work back that was not tried: these numbers of the batch, or all that it still holds (null), and then it is over. Errors:
 * CONFLICT where the subject does not hold the batch (any more).
 */
export const releaseWork = (
  ledger: Ledger,
  { numbers, ...held }: BatchHolder & { readonly numbers: readonly string[] | null },
): Promise<BatchRow> =>
  ledger.transaction(async (transaction) => {
    const row = await lockHeldBatch(transaction, held);
    const left = transaction
      .updateTable('work_item')
      .set(openAgain)
      .where('batch_id', '=', row.id)
      .where('state', '=', 'CLAIMED');
    if (numbers !== null) {
      for (const chunk of chunksOf(numbers)) await left.where('number_id', 'in', chunk).execute();
      return row;
    }
    await left.execute();
    await transaction.updateTable('work_batch').set({ released_at: held.now }).where('id', '=', row.id).execute();
    return { ...row, released_at: held.now };
  });

/** The claim that made a batch failed: asked again by its key, another is made. */
export async function forgetClaim({ db }: Ledger, batch: string): Promise<void> {
  await db.updateTable('work_batch').set({ idempotency_key: null }).where('id', '=', batch).execute();
}

/** The batches that a subject holds, in the order in which they were claimed. */
export const heldBatches = ({ db }: Ledger, subject: string, now: string): Promise<readonly BatchRow[]> =>
  db
    .selectFrom('work_batch')
    .selectAll()
    .where('subject', '=', subject)
    .where('released_at', 'is', null)
    .where('lease_until', '>', now)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

/** Is the number among the items of a batch that the subject holds now, done or not? */
export async function isInWorkOf({ db }: Ledger, subject: string, number: string, now: string): Promise<boolean> {
  const found = await db
    .selectFrom('work_batch')
    .innerJoin('work_item', 'work_item.batch_id', 'work_batch.id')
    .select('work_batch.id')
    .where('work_batch.subject', '=', subject)
    .where('work_batch.released_at', 'is', null)
    .where('work_batch.lease_until', '>', now)
    .where('work_item.number_id', '=', number)
    .executeTakeFirst();
  return found !== undefined;
}

export interface DroppedItem {
  readonly numberId: string;
  readonly reason: string;
}

/** Takes numbers out of a list's work for good that a batch still holds. */
export const dropItems = (ledger: Ledger, batch: string, items: readonly DroppedItem[]): Promise<void> =>
  ledger.transaction(async (transaction) => {
    await lockRow(transaction, 'work_batch', batch);
    for (const [reason, dropped] of groupedBy(items, (item) => item.reason))
      for (const chunk of chunksOf(dropped.map(({ numberId }) => numberId)))
        await transaction
          .updateTable('work_item')
          .set({ state: 'DROPPED', reason })
          .where('batch_id', '=', batch)
          .where('state', '=', 'CLAIMED')
          .where('number_id', 'in', chunk)
          .execute();
  });

export interface PostponedItem {
  readonly numberId: string;
  readonly notBefore: string;
}

/** Puts numbers of a batch back that are not to be tried yet: open again from a time on, without an attempt. */
export const postponeItems = (ledger: Ledger, batch: string, items: readonly PostponedItem[]): Promise<void> =>
  ledger.transaction(async (transaction) => {
    await lockRow(transaction, 'work_batch', batch);
    for (const { numberId, notBefore } of items)
      await transaction
        .updateTable('work_item')
        .set({ ...openAgain, not_before: notBefore })
        .where('batch_id', '=', batch)
        .where('state', '=', 'CLAIMED')
        .where('number_id', '=', numberId)
        .execute();
  });
