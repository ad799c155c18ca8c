import type { Kysely } from 'kysely';
import { type AnyTransaction, type Executor, type LedgerRow, tableNames } from '../dialect.js';
import type { Ledger } from '../ledger.js';
import { migrationLock, migrationTable } from '../migrate.js';

/** Names of the tables that hold state, by the schema: those of later migrations are among them. */
export async function stateTables(db: Executor): Promise<readonly string[]> {
  return (await tableNames(db)).filter((name) => name !== migrationTable && name !== migrationLock);
}

/** Reads as of one moment, however long it takes, while others go on to write. */
export function readTogether<T>({ db }: Ledger, work: (transaction: AnyTransaction) => Promise<T>): Promise<T> {
  const transaction = (db as unknown as Kysely<Record<string, LedgerRow>>).transaction();
  return transaction.setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
}

export async function countRows(db: AnyTransaction, tables: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { rows } = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    counts[table] = rows;
  }
  return counts;
}
