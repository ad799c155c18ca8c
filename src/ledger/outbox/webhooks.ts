import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { MartletError } from '../../errors.js';
import { lockName, tableNames } from '../dialect.js';
import type { Ledger } from '../ledger.js';
import type { EventType, WebhookRow } from '../tables.js';

export type NewWebhook = Pick<WebhookRow, 'subject' | 'key_id' | 'callback'> & { readonly types: readonly EventType[] };

/**
 * Adds one who is told of events; `check` may refuse by how many the subject has. The same asked for again is the one that there is. Errors:
 * CONFLICT where the callback is told of other types.
 */
export const addWebhook = (
  ledger: Ledger,
  { types, ...asked }: NewWebhook,
  check: (count: number) => void,
): Promise<{ readonly webhook: WebhookRow; readonly isNew: boolean }> =>
  ledger.transaction(async (transaction) => {
    await lockName(transaction, JSON.stringify(['webhooks', asked.subject]));
    const own = await transaction
      .selectFrom('webhook')
      .selectAll()
      .where('subject', '=', asked.subject)
      .where('ended_at', 'is', null)
      .execute();
    const known = own.find(({ callback }) => callback === asked.callback);
    const written = JSON.stringify([...types].sort());
    if (known && known.types === written && known.key_id === asked.key_id) return { webhook: known, isNew: false };
    if (known)
      throw new MartletError(
        'CONFLICT',
        `callback: ${known.id} is told already, of ${(JSON.parse(known.types) as string[]).join(', ')}. End it first: DELETE …/hub/${known.id}.`,
      );
    check(own.length);
    const created_at = new Date().toISOString();
    const webhook: WebhookRow = { id: randomUUID(), ...asked, types: written, created_at, ended_at: null };
    await transaction.insertInto('webhook').values(webhook).execute();
    return { webhook, isNew: true };
  });

/** The keys of those who are told of a type of events; null: the developer's, who has none. */
export async function keysToldOf({ db }: Ledger, type: EventType): Promise<readonly (string | null)[]> {
  const open = await db.selectFrom('webhook').select(['key_id', 'types']).where('ended_at', 'is', null).execute();
  return [...new Set(open.filter(({ types }) => (JSON.parse(types) as string[]).includes(type)).map(({ key_id }) => key_id))];
}

/** One of a subject's that is not ended; or of anybody's. */
export async function webhookById({ db }: Ledger, id: string, subject?: string): Promise<WebhookRow | undefined> {
  const found = db.selectFrom('webhook').selectAll().where('id', '=', id).where('ended_at', 'is', null);
  return (subject === undefined ? found : found.where('subject', '=', subject)).executeTakeFirst();
}

/** Ends it: what still waited for it is given up. */
export const endWebhook = (ledger: Ledger, id: string, fault: string): Promise<void> =>
  ledger.transaction(async (transaction) => {
    const ended_at = new Date().toISOString();
    await transaction.updateTable('webhook').set({ ended_at }).where('id', '=', id).where('ended_at', 'is', null).execute();
    await transaction
      .updateTable('webhook_delivery')
      .set({ state: 'GIVEN_UP', fault, ended_at })
      .where('webhook_id', '=', id)
      .where('state', '=', 'WAITING')
      .execute();
  });

/** How it stands with one who is told. */
export interface WebhookState extends WebhookRow {
  readonly waiting: number;
  readonly givenUp: number;
  /** Why the last of what waits or was given up was not taken. */
  readonly fault: string | null;
}

/** All that are not ended, the oldest first; none of a ledger of before there were any. */
export async function webhookStates({ db }: Ledger): Promise<readonly WebhookState[]> {
  if (!(await tableNames(db)).includes('webhook')) return [];
  const rows = await db
    .selectFrom('webhook as own')
    .selectAll('own')
    .select(({ selectFrom }) => {
      const deliveries = selectFrom('webhook_delivery as one').whereRef('one.webhook_id', '=', 'own.id');
      const count = (state: 'WAITING' | 'GIVEN_UP') =>
        deliveries.select(sql<number>`count(*)`.as('count')).where('one.state', '=', state);
      const faults = deliveries.select('one.fault').where('one.fault', 'is not', null).where('one.state', '<>', 'TOLD');
      return [
        count('WAITING').as('waiting'),
        count('GIVEN_UP').as('givenUp'),
        faults.orderBy('one.due_at', 'desc').limit(1).as('fault'),
      ];
    })
    .where('own.ended_at', 'is', null)
    .orderBy('own.created_at')
    .orderBy('own.id')
    .execute();
  return rows.map((row) => ({ ...row, waiting: row.waiting ?? 0, givenUp: row.givenUp ?? 0 }));
}
