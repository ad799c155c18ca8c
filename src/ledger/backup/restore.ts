import { MartletError } from '../../errors.js';
import { type Verification, verifyAudit } from '../audit/audit.js';
import { type AnyTransaction, checkDeferred, dropTable, type LedgerRow } from '../dialect.js';
import type { Ledger } from '../ledger.js';
import { assertKnown, migrationTable } from '../migrate.js';
import { migrations } from '../migrations/index.js';
import { type BackupHeader, checkBackupFile, rowsOf } from './backup-file.js';
import { countRows, stateTables } from './rows.js';
import { restoreSnapshots, type SnapshotPath, snapshotRows } from './snapshots.js';

export interface Restored extends Pick<BackupHeader, 'at' | 'rows'> {
  /** Snapshots of lists that were put back. */
  readonly lists: number;
  /** What the restored audit is like: a backup also keeps what was wrong. */
  readonly audit: Verification;
}

/**
 * Makes the ledger what it was when the backup was taken, with the snapshots of its lists, brought up to this version; all or nothing. No gateway may use it meanwhile.
 * Errors: BAD_USER_INPUT for a damaged file, CONFLICT for a ledger that is not empty (unless `force`: what it holds is lost) and for a
 * backup of a newer version.
 */
export async function restoreLedger(ledger: Ledger, file: string, force: boolean, pathOf: SnapshotPath): Promise<Restored> {
  let lists = 0;
  const { at, rows, migrations: applied } = await checkBackupFile(file);
  assertKnown(applied, file);
  await ledger.transaction(async (typed) => {
    const transaction = typed as unknown as AnyTransaction;
    const tables = await stateTables(transaction);
    if (!force) refuseUnlessEmpty(await countRows(transaction, tables));
    // Dropped, not emptied: the audit refuses that, and rows belong in the tables as they were then.
    for (const table of tables) await dropTable(transaction, table);
    await transaction.deleteFrom(migrationTable).execute();
    await apply(transaction, applied);
    await insertAll(transaction, file);
    lists = await restoreSnapshots(file, pathOf);
    await checkDeferred(transaction);
    await apply(
      transaction,
      Object.keys(migrations).filter((name) => !applied.includes(name)),
    );
  });
  return { at, rows, lists, audit: await verifyAudit(ledger) };
}

function refuseUnlessEmpty(counts: Readonly<Record<string, number>>): void {
  const full = Object.entries(counts).filter(([, rows]) => rows > 0);
  if (full.length === 0) return;
  const found = full.map(([table, rows]) => `${rows} in ${table}`).join(', ');
  throw new MartletError('CONFLICT', `Expected an empty ledger, found rows: ${found}. To replace all of them, add --force.`);
}

async function apply(transaction: AnyTransaction, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await migrations[name]!.up(transaction);
    await transaction.insertInto(migrationTable).values({ name, timestamp: new Date().toISOString() }).execute();
  }
}

/** Rows of one statement: their values stay far below both engines' limits. */
const batch = 200;

async function insertAll(transaction: AnyTransaction, file: string): Promise<void> {
  let table = '';
  let rows: LedgerRow[] = [];
  const flush = async () => {
    if (rows.length > 0) await transaction.insertInto(table).values(rows).execute();
    rows = [];
  };
  for await (const [name, row] of rowsOf(file)) {
    if (name === snapshotRows) continue;
    if (name !== table || rows.length === batch) await flush();
    table = name;
    rows.push(row);
  }
  await flush();
}
