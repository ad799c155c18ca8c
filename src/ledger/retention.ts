import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { appendTo } from './audit/audit.js';
import { retentionAction } from './audit/audit-chain.js';
import { type AnyTransaction, type LedgerRow, removing } from './dialect.js';
import type { Ledger } from './ledger.js';

export const retainedKinds = ['audit', 'decisions', 'contacts', 'exports', 'lists', 'events'] as const;
export type RetainedKind = (typeof retainedKinds)[number];

/** How many days each kind of thing is kept; what is left out, for good. */
export type Retention = { readonly [Kind in RetainedKind]?: number | undefined };

/** What was taken away of one kind, or would be. */
export interface Removal {
  readonly kind: RetainedKind;
  /** All of before this moment (ISO 8601, UTC). */
  readonly before: string;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** SHA-256 of the rows as JSON, a line each, by table and key: a backup of before can be proved to hold these very rows. */
  readonly sha256: string;
  /** Lists whose snapshots nobody knows any more. */
  readonly lists: readonly string[];
}

interface Part {
  readonly table: string;
  readonly key: readonly string[];
  /** Which rows are over, by the moment before which they are. */
  readonly over: (before: string) => RawBuilder<unknown>;
}

const endedLists = (before: string) =>
  sql`select id from target_list where (status = 'CLOSED' and closed_at < ${before}) or (status = 'EXPIRED' and expires_on < ${before.slice(0, 10)})`;
const ofEndedLists = (table: string, ...key: string[]): Part => ({
  table,
  key: ['list_id', ...key],
  over: (before) => sql`list_id in (${endedLists(before)})`,
});
const pastEvents = (before: string) =>
  sql`select id from outbox_event where at < ${before} and id not in (select event_id from webhook_delivery where state = 'WAITING')`;
const olderThan = (table: string, time: string): Part => ({
  table,
  key: ['id'],
  over: (before) => sql`${sql.ref(time)} < ${before}`,
});

/** In the order in which they are taken. */
const parts: Readonly<Record<RetainedKind, readonly Part[]>> = {
  // Lines from the first on, whatever the clock did: the chain has no gap.
  audit: [
    {
      table: 'audit_line',
      key: ['seq'],
      over: (before) => sql`seq < (select min(seq) from audit_line where at >= ${before})`,
    },
  ],
  decisions: [{ ...olderThan('impression', 'at'), key: ['decision_id', 'offer'] }, olderThan('decision', 'at')],
  // Whom it is a wrong number of must not be called later either.
  contacts: [
    { ...olderThan('contact', 'recorded_at'), over: (before) => sql`recorded_at < ${before} and outcome <> 'WRONG_NUMBER'` },
  ],
  exports: [
    {
      table: 'export_job',
      key: ['id'],
      over: (before) => sql`created_at < ${before} and status in ('FAILED', 'CANCELLED', 'EXPIRED')`,
    },
  ],
  lists: [
    ofEndedLists('work_item', 'number_id'),
    ofEndedLists('work_batch', 'id'),
    ofEndedLists('work_cursor', 'city'),
    // Before the lists that name it: it goes when they have gone.
    {
      table: 'standing_list',
      key: ['id'],
      over: (before) =>
        sql`paused_at < ${before} and id not in (select standing_id from target_list where standing_id is not null)`,
    },
    { table: 'target_list', key: ['id'], over: (before) => sql`id in (${endedLists(before)})` },
    // Their files went when they ended.
    {
      table: 'number_set',
      key: ['id'],
      over: (before) => sql`expires_on < ${before.slice(0, 10)} or removed_at < ${before}`,
    },
  ],
  // What still waits is younger than a day, or has been asked to be told again.
  events: [
    { table: 'webhook_delivery', key: ['webhook_id', 'event_id'], over: (before) => sql`event_id in (${pastEvents(before)})` },
    { table: 'outbox_event', key: ['id'], over: (before) => sql`id in (${pastEvents(before)})` },
    { table: 'webhook', key: ['id'], over: (before) => sql`ended_at < ${before}` },
    olderThan('incoming_event', 'received_at'),
  ],
};

const day = 24 * 60 * 60 * 1000;
/** Rows in memory at one time. */
const chunk = 5000;

/**
 * Takes away what is older than it is to be kept. Each kind goes in one transaction with a line of the audit that says how many rows of
 * which hash went; of the audit, also up to which line and what its hash was, so that the chain still proves that nothing else is missing.
 * With `isTrial` it only tells.
 */
export async function applyRetention(
  ledger: Ledger,
  retention: Retention,
  { now, subject, isTrial = false }: { readonly now: Date; readonly subject: string; readonly isTrial?: boolean },
): Promise<readonly Removal[]> {
  const removals: Removal[] = [];
  for (const kind of retainedKinds) {
    const days = retention[kind];
    if (days === undefined) continue;
    const before = new Date(now.getTime() - days * day).toISOString();
    removals.push(
      await ledger.transaction(async (transaction) => {
        const any = transaction as unknown as AnyTransaction;
        const found = await lookAt(any, kind, before);
        if (isTrial || Object.keys(found.rows).length === 0) return found;
        const { rows, sha256 } = found;
        const chain = kind === 'audit' ? await endOf(any, before) : {};
        await appendTo(transaction, [
          { subject, action: retentionAction, decision: 'ALLOWED', detail: { kind, before, rows, sha256, ...chain } },
        ]);
        for (const { table, over } of parts[kind])
          await removing(transaction, table, () =>
            sql`delete from ${sql.table(table)} where ${over(before)}`.execute(transaction),
          );
        return found;
      }),
    );
  }
  return removals;
}

async function lookAt(transaction: AnyTransaction, kind: RetainedKind, before: string): Promise<Removal> {
  const rows: Record<string, number> = {};
  const lists: string[] = [];
  const hash = createHash('sha256');
  for (const part of parts[kind])
    for await (const row of rowsOf(transaction, part, before)) {
      hash.update(`${JSON.stringify([part.table, row])}\n`);
      rows[part.table] = (rows[part.table] ?? 0) + 1;
      if (part.table === 'target_list') lists.push(row.id as string);
    }
  return { kind, before, rows, sha256: hash.digest('hex'), lists };
}

async function* rowsOf(transaction: AnyTransaction, { table, key, over }: Part, before: string): AsyncGenerator<LedgerRow> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  let last: LedgerRow | undefined;
  while (true) {
    const after = last ? sql` and (${columns}) > (${sql.join(key.map((column) => last![column]))})` : sql``;
    const { rows } = await sql<LedgerRow>`
      select * from ${sql.table(table)} where ${over(before)}${after} order by ${columns} limit ${chunk}`.execute(transaction);
    yield* rows;
    if (rows.length < chunk) return;
    last = rows.at(-1);
  }
}

/** The last line of the audit that goes. */
async function endOf(transaction: AnyTransaction, before: string) {
  const [{ over }] = parts.audit as [Part];
  const { rows } = await sql<{ seq: number; hash: string }>`
    select seq, hash from audit_line where ${over(before)} order by seq desc limit 1`.execute(transaction);
  return { through: rows[0]!.seq, head: rows[0]!.hash };
}
