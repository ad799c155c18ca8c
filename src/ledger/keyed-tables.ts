import type { Kysely } from 'kysely';
import { MartletError } from '../errors.js';
import { type LedgerRow, lockName } from './dialect.js';
import type { LedgerTables } from './tables.js';

/**
 * What may be asked for again by a key of the asker's own: asked again with it, what it made the first time is given, and nothing is made.
 * By table: the column of who asked, and what a row is called. Each has a unique index over that column and idempotency_key.
 */
export const keyedTables = {
  annotation: { asker: 'created_by', called: 'annotation' },
  contact: { asker: 'subject', called: 'outcome' },
  decision: { asker: 'subject', called: 'decision' },
  export_job: { asker: 'subject', called: 'export' },
  number_set: { asker: 'created_by', called: 'set of numbers' },
  standing_list: { asker: 'created_by', called: 'standing list' },
  target_list: { asker: 'created_by', called: 'target list' },
  work_batch: { asker: 'subject', called: 'claim of work' },
} as const satisfies { readonly [Table in keyof LedgerTables]?: { readonly asker: string; readonly called: string } };
export type KeyedTable = keyof typeof keyedTables;

/** A request with its asker's name for it. */
export interface KeyedRequest {
  readonly subject: string;
  readonly key: string;
  /** Of all that is asked: the same key with another hash is a conflict. */
  readonly hash: string;
}

type Key = Omit<KeyedRequest, 'hash'>;

/** Lets only one transaction at a time go on that has this key, until it ends: of two at once the second finds what the first made. */
export const lockKey = (transaction: Kysely<LedgerTables>, table: KeyedTable, { subject, key }: Key): Promise<void> =>
  lockName(transaction, JSON.stringify([table, subject, key]));

/** What the same request made before; without a key, nothing. Errors: CONFLICT where the key was used for something else. */
export async function madeBefore<Table extends KeyedTable>(
  db: Kysely<LedgerTables>,
  table: Table,
  request: KeyedRequest | null,
): Promise<LedgerTables[Table] | undefined> {
  const made = request === null ? undefined : await madeBy(db, table, request);
  return made && sameRequest(table, made, request!.hash);
}

/** Stores a row, unless its asker has stored one by its key: then that one is given, whatever it was asked for. */
export async function insertOnce<Table extends KeyedTable>(
  transaction: Kysely<LedgerTables>,
  table: Table,
  row: LedgerTables[Table],
): Promise<LedgerTables[Table]> {
  const { idempotency_key: key } = row;
  if (key !== null) {
    const asked = { subject: plain(row)[keyedTables[table].asker] as string, key };
    await lockKey(transaction, table, asked);
    const made = await madeBy(transaction, table, asked);
    if (made) return made;
  }
  await anyTable(transaction).insertInto(table).values(plain(row)).execute();
  return row;
}

/** The row that a key gave, for one who asks again. Errors: CONFLICT where they ask for something else. */
export function sameRequest<Table extends KeyedTable>(
  table: Table,
  made: LedgerTables[Table],
  hash: string,
): LedgerTables[Table] {
  if (made.request_hash === hash) return made;
  const { called } = keyedTables[table];
  throw new MartletError(
    'CONFLICT',
    `idempotencyKey: "${made.idempotency_key}" was used for another ${called} (${made.id}). Take a new key for a new request.`,
  );
}

async function madeBy<Table extends KeyedTable>(
  db: Kysely<LedgerTables>,
  table: Table,
  { subject, key }: Key,
): Promise<LedgerTables[Table] | undefined> {
  const { asker } = keyedTables[table];
  const own = anyTable(db).selectFrom(table).selectAll().where(asker, '=', subject).where('idempotency_key', '=', key);
  return (await own.executeTakeFirst()) as LedgerTables[Table] | undefined;
}

/** The types of kysely do not follow a table that is a parameter. */
const anyTable = (db: Kysely<LedgerTables>) => db as unknown as Kysely<Record<string, LedgerRow>>;
const plain = (row: object): LedgerRow => row as LedgerRow;
