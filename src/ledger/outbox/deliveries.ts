import { lockName } from '../dialect.js';
import type { Ledger } from '../ledger.js';
import type { DeliveryState, OutboxEventRow, WebhookRow } from '../tables.js';

/** An event that one who is told has to himself until the lease is over. */
export interface ClaimedDelivery extends OutboxEventRow {
  readonly webhook: string;
  /** This is the n-th time, from 1; who is told by a later one has the last word. */
  readonly attempts: number;
  /** From when on it was to be told. */
  readonly since: string;
}

/** Webhooks with something that is to be told now. */
export const webhooksDue = ({ db }: Ledger, now: Date): Promise<readonly WebhookRow[]> =>
  db
    .selectFrom('webhook')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('webhook_delivery').select('webhook_id').where('state', '=', 'WAITING').where('due_at', '<=', now.toISOString()),
    )
    .execute();

/** Takes what is to be told next, the oldest of each subject first, and keeps others away from it until the lease is over. */
export const claimDeliveries = (
  ledger: Ledger,
  webhook: string,
  { now, leaseMs, most }: { readonly now: Date; readonly leaseMs: number; readonly most: number },
): Promise<readonly ClaimedDelivery[]> =>
  ledger.transaction(async (transaction) => {
    await lockName(transaction, JSON.stringify(['webhook', webhook]));
    const due = await transaction
      .selectFrom('webhook_delivery as own')
      .innerJoin('outbox_event as event', 'event.id', 'own.event_id')
      .selectAll('event')
      .select(['own.attempts', 'own.since'])
      .where('own.webhook_id', '=', webhook)
      .where('own.state', '=', 'WAITING')
      .where('own.due_at', '<=', now.toISOString())
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('webhook_delivery as earlier')
              .select('earlier.seq')
              .where('earlier.webhook_id', '=', webhook)
              .where('earlier.state', '=', 'WAITING')
              .whereRef('earlier.subject', '=', 'own.subject')
              .whereRef('earlier.seq', '<', 'own.seq'),
          ),
        ),
      )
      .orderBy('own.seq')
      .orderBy('own.event_id')
      .limit(most)
      .execute();
    const claimed = due.map((event) => ({ ...event, webhook, attempts: event.attempts + 1 }));
    const due_at = new Date(now.getTime() + leaseMs).toISOString();
    if (claimed.length > 0)
      await transaction
        .updateTable('webhook_delivery')
        .set(({ eb }) => ({ attempts: eb('attempts', '+', 1), due_at }))
        .where('webhook_id', '=', webhook)
        .where(
          'event_id',
          'in',
          claimed.map(({ id }) => id),
        )
        .execute();
    return claimed;
  });

/** What came of it: told, not to be told, or to be told again at a time. A word that comes after the lease, when another tells it, is too late. */
export async function settleDelivery(
  { db }: Ledger,
  { webhook, id, attempts }: ClaimedDelivery,
  change: { readonly state: DeliveryState; readonly fault?: string; readonly dueAt?: Date },
): Promise<void> {
  const { state, fault = null, dueAt } = change;
  await db
    .updateTable('webhook_delivery')
    .set({
      state,
      fault,
      ...(dueAt ? { due_at: dueAt.toISOString() } : {}),
      ended_at: state === 'WAITING' ? null : new Date().toISOString(),
    })
    .where('webhook_id', '=', webhook)
    .where('event_id', '=', id)
    .where('attempts', '=', attempts)
    .where('state', '=', 'WAITING')
    .execute();
}

/** Has events told anew that happened since a moment: all of them, or those alone that were given up. How many they are. */
export async function replayDeliveries(
  { db }: Ledger,
  webhook: string,
  { since, isFailedAlone, now }: { readonly since: string; readonly isFailedAlone: boolean; readonly now: Date },
): Promise<number> {
  const at = now.toISOString();
  const { numUpdatedRows } = await db
    .updateTable('webhook_delivery')
    .set({ state: 'WAITING', since: at, due_at: at, ended_at: null })
    .where('webhook_id', '=', webhook)
    .where('state', 'in', isFailedAlone ? ['GIVEN_UP'] : ['GIVEN_UP', 'TOLD', 'WITHHELD'])
    .where('event_id', 'in', ({ selectFrom }) => selectFrom('outbox_event').select('id').where('at', '>=', since))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
