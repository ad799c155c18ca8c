import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { lockName } from '../dialect.js';
import type { EventType, LedgerTables, OutboxEventRow } from '../tables.js';

export interface NewEvent {
  /** Where it may be told of more than once; else it gets one. */
  readonly id?: string;
  readonly type: EventType;
  readonly subject: string;
  readonly data: object;
}

/**
 * Notes that something happened, in the transaction that makes it so, and for whom; where nobody is to be told, nothing. `since`: who is told
 * only since later is not told of it. `key`: who asked by it alone (null: the developer). The order of a subject's events is that of their transactions, whatever the clocks of gateways say.
 */
export async function addEvent(
  transaction: Transaction<LedgerTables>,
  { id = randomUUID(), type, subject, data }: NewEvent,
  { since, key }: { readonly since?: string; readonly key?: string | null } = {},
): Promise<void> {
  let open = transaction.selectFrom('webhook').select(['id', 'types', 'key_id']).where('ended_at', 'is', null);
  if (since !== undefined) open = open.where('created_at', '<=', since);
  const told = (await open.execute()).filter(
    ({ types, key_id }) => (JSON.parse(types) as string[]).includes(type) && (key === undefined || key_id === key),
  );
  if (told.length === 0) return;
  await lockName(transaction, JSON.stringify(['event', subject]));
  const events = transaction.selectFrom('outbox_event');
  if (await events.select('id').where('id', '=', id).executeTakeFirst()) return;
  const last = await events
    .select(({ fn }) => fn.max<number | null>('seq').as('seq'))
    .where('subject', '=', subject)
    .executeTakeFirstOrThrow();
  const now = Date.now();
  const at = new Date(now).toISOString();
  // Of the time, so that it goes on to grow when those before are kept no longer.
  const seq = Math.max(now, (last.seq ?? 0) + 1);
  const event: OutboxEventRow = { id, type, subject, seq, at, data: JSON.stringify(data) };
  await transaction.insertInto('outbox_event').values(event).execute();
  const waiting = { event_id: id, subject, seq, state: 'WAITING', attempts: 0, since: at, due_at: at } as const;
  await transaction
    .insertInto('webhook_delivery')
    .values(told.map((webhook) => ({ ...waiting, webhook_id: webhook.id, fault: null, ended_at: null })))
    .execute();
}
