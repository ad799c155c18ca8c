import { type Kysely, sql } from 'kysely';
import { MartletError } from '../../errors.js';
import type { Ledger } from '../ledger.js';
import { chunksOf } from '../pages.js';
import type { BatchRow, ContactRow, ItemRow, ItemState, LedgerTables, Outcome } from '../tables.js';

/** Work as its holder knows it, and what becomes of it when the customer is to be tried again. */
export interface ItemHolder {
  readonly batch: string;
  readonly fence: string;
  readonly now: string;
  /** As often a number is tried. */
  readonly mostAttempts: number;
  /** When it may be tried again, where no time was agreed upon. */
  readonly notBefore: string;
}

const again: readonly Outcome[] = ['NOT_REACHED', 'CALL_BACK'];

/**
 * Finishes the item of a contact, or opens it again (NOT_REACHED, CALL_BACK) unless it was tried often enough; an appointment is kept
 * however often that was. Errors: CONFLICT for work that is not held any more.
 */
export async function finishItem(db: Kysely<LedgerTables>, contact: ContactRow, work: ItemHolder): Promise<void> {
  const { batch, fence, now, mostAttempts, notBefore } = work;
  const { outcome } = contact;
  const live = db
    .selectFrom('work_batch')
    .select('id')
    .where('id', '=', batch)
    .where(sql<string>`cast(fence as text)`, '=', fence)
    .where('lease_until', '>', now);
  const held = db
    .updateTable('work_item')
    .where('list_id', '=', contact.list_id)
    .where('number_id', '=', contact.number_id)
    .where('state', '=', 'CLAIMED')
    .where('batch_id', '=', batch)
    .where(({ exists }) => exists(live));
  const told = { outcome, call_back_at: contact.call_back_at };
  const finished =
    contact.call_back_at !== null
      ? held.set({ ...told, ...openAgain, not_before: contact.call_back_at })
      : again.includes(outcome)
        ? held.set({ ...told, ...openUnlessTried(mostAttempts), not_before: notBefore })
        : held.set({ ...told, state: 'DONE' });
  const { numUpdatedRows } = await finished.executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return;
  const taken = await db
    .selectFrom('work_batch')
    .selectAll()
    .where('id', '=', batch)
    .where('subject', '=', contact.subject)
    .where('taken_back_by', 'is not', null)
    .executeTakeFirst();
  throw late(contact.number_id, work, taken ? takenBack(taken) : 'its lease is over, it was released, or the number is done');
}

/** What an item becomes that goes back without an attempt. */
export const openAgain = { state: 'OPEN', batch_id: null, attempts: sql<number>`attempts - 1` } as const;

/** What an item becomes that is not held any more and is not done: open, or exhausted when it was tried often enough. */
const openUnlessTried = (mostAttempts: number) => ({
  state: sql<ItemState>`case when attempts >= ${mostAttempts} then 'EXHAUSTED' else 'OPEN' end`,
  batch_id: null,
});

/** Takes back what batches hold whose lease is over. */
export async function endLeases(db: Kysely<LedgerTables>, listId: string, now: string, mostAttempts: number): Promise<void> {
  const over = await db
    .updateTable('work_batch')
    .set({ released_at: now })
    .where('list_id', '=', listId)
    .where('released_at', 'is', null)
    .where('lease_until', '<=', now)
    .returning('id')
    .execute();
  const items = db.updateTable('work_item').set(openUnlessTried(mostAttempts)).where('list_id', '=', listId);
  for (const chunk of chunksOf(over.map(({ id }) => id)))
    await items.where('state', '=', 'CLAIMED').where('batch_id', 'in', chunk).execute();
  // Those that were opened when more attempts were allowed.
  await items.where('state', '=', 'OPEN').where('attempts', '>=', mostAttempts).execute();
}

/** What its holder is told of a batch that was taken back. */
export const takenBack = ({ released_at, taken_back_by, taken_back_reason }: BatchRow): string =>
  `was taken back at ${released_at} by ${taken_back_by}: ${taken_back_reason}`;

const late = (numberId: string, { batch, fence }: ItemHolder, why: string): MartletError =>
  new MartletError(
    'CONFLICT',
    `Too late: batch ${batch} with fence ${fence} does not hold number ${numberId}, or not any more (${why}). Claim work again, or record the outcome without batch and fence.`,
  );

/** A list's member as far as it was handed out. */
export const itemOf = ({ db }: Ledger, list: string, number: string): Promise<ItemRow | undefined> =>
  db.selectFrom('work_item').selectAll().where('list_id', '=', list).where('number_id', '=', number).executeTakeFirst();
