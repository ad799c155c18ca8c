import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { MartletError } from '../../errors.js';
import { lockName } from '../dialect.js';
import { lockKey, madeBefore } from '../keyed-tables.js';
import type { Ledger } from '../ledger.js';
import { contactBodies } from '../outbox/bodies.js';
import { addEvent } from '../outbox/events.js';
import type { ContactRow, LedgerTables, Outcome } from '../tables.js';
import { finishItem, type ItemHolder } from '../work/work-items.js';
import { closeScenes } from './do-not-contact.js';

export * from './contact-history.js';

/** A contact as it is told. */
export interface NewContact {
  readonly subject: string;
  readonly idempotencyKey: string;
  /** Hash of all that was told: the same key with another is a conflict. */
  readonly requestHash: string;
  readonly numberId: string;
  readonly offer: string;
  readonly scene: string;
  readonly outcome: Outcome;
  /** A code of the catalogue. */
  readonly reason: string | null;
  readonly callBackAt: string | null;
  readonly at: string;
  /** The operator's local day of `at`, and its month, e.g. "2026-10". */
  readonly day: string;
  readonly month: string;
  readonly listId: string | null;
  readonly decisionId: string | null;
  readonly note: string | null;
  /** CNY. */
  readonly cost: number;
  readonly margin: number | null;
  readonly generation: string;
  /** Key of its household. */
  readonly household: string | null;
}

/** What else a contact does, in the same transaction. */
export interface ContactEffects {
  /** Scenes that it closes for the number, to the last day `until` (null: until lifted). */
  readonly doNotContact: { readonly scenes: readonly string[]; readonly until: string | null; readonly reason: string } | null;
  /** It is an order: between these days, both excluded, there may be no other of the offer for the number; of a household's offer, for its household. */
  readonly order: { readonly after: string; readonly before: string; readonly isHousehold: boolean } | null;
  /** The work that it finishes, or puts off. */
  readonly work: ItemHolder | null;
}

export interface Recorded {
  readonly contact: ContactRow;
  /** It was stored before, and nothing was done now. */
  readonly repeated: boolean;
}

/**
 * Stores a contact with its effects; when this returns, all of it is on the disk. The same key with the same hash gives back what is
 * stored. Errors: CONFLICT for the same key with another hash, an order of what is ordered already, and for work that is not held any more.
 */
export async function recordContact(ledger: Ledger, contact: NewContact, effects: ContactEffects): Promise<Recorded> {
  return ledger.transaction(async (transaction) => {
    if (effects.order)
      await lockName(
        transaction,
        `order ${(effects.order.isHousehold && contact.household) || contact.numberId} ${contact.offer}`,
      );
    const request = { subject: contact.subject, key: contact.idempotencyKey, hash: contact.requestHash };
    await lockKey(transaction, 'contact', request);
    const known = await madeBefore(transaction, 'contact', request);
    if (known) return { contact: known, repeated: true };
    if (effects.order) await requireFirstOrder(transaction, contact, effects.order);
    const row = rowOf(contact, effects);
    await transaction.insertInto('contact').values(row).execute();
    if (effects.doNotContact) await closeScenes(transaction, { ...contact, ...effects.doNotContact, contactId: row.id });
    if (effects.work) await finishItem(transaction, row, effects.work);
    for (const event of contactBodies(row)) await addEvent(transaction, event);
    return { contact: row, repeated: false };
  });
}

async function requireFirstOrder(
  db: Kysely<LedgerTables>,
  { numberId, offer, household }: NewContact,
  { after, before, isHousehold }: NonNullable<ContactEffects['order']>,
): Promise<void> {
  const first = await db
    .selectFrom('contact')
    .select(['id', 'day', 'number_id'])
    .where(({ eb, or }) =>
      or([eb('number_id', '=', numberId), ...(isHousehold && household ? [eb('household', '=', household)] : [])]),
    )
    .where('offer', '=', offer)
    .where('outcome', '=', 'ACCEPTED')
    .where('day', '>', after)
    .where('day', '<', before)
    .orderBy('day')
    .executeTakeFirst();
  if (!first) return;
  throw new MartletError(
    'CONFLICT',
    `Number ${first.number_id}${first.number_id === numberId ? '' : `, of the same household as ${numberId},`} has ordered ${offer} already: contact ${first.id} of ${first.day}, and the offer’s months are not over. Tell the order with its first key, or what else came of this contact, e.g. REACHED.`,
  );
}

function rowOf(contact: NewContact, { work }: ContactEffects): ContactRow {
  const { subject, offer, scene, outcome, reason, at, day, month, note, cost, margin, generation, household } = contact;
  return Object.freeze<ContactRow>({
    id: randomUUID(),
    subject,
    idempotency_key: contact.idempotencyKey,
    request_hash: contact.requestHash,
    number_id: contact.numberId,
    offer,
    scene,
    outcome,
    reason,
    call_back_at: contact.callBackAt,
    at,
    day,
    month,
    recorded_at: new Date().toISOString(),
    list_id: contact.listId,
    decision_id: contact.decisionId,
    batch_id: work?.batch ?? null,
    note,
    cost,
    margin,
    generation,
    household,
  });
}
