import { existsSync } from 'node:fs';
import { badInput } from '../../errors.js';
import { type AnyTransaction, allRows } from '../dialect.js';
import type { Ledger } from '../ledger.js';
import { appliedMigrations } from '../migrate.js';
import { type BackupHeader, type BackupRow, writeBackupFile } from './backup-file.js';
import { countRows, readTogether, stateTables } from './rows.js';
import { findSnapshots, type SnapshotPath, snapshotPieces, snapshotRows } from './snapshots.js';

export interface Backup extends Omit<BackupHeader, 'format'> {
  readonly file: string;
  /** Of the file's lines; the file carries it too. */
  readonly sha256: string;
  /** How many snapshots are in it, and the frozen lists whose snapshot is lost. */
  readonly lists: number;
  readonly lost: readonly string[];
}

/**
 * Writes all of the ledger into one file, as of one moment, while gateways go on to write, and with it the snapshots of its lists. The file can
 * be restored into either engine. Errors: BAD_USER_INPUT when the file exists.
 */
export async function backupLedger(ledger: Ledger, file: string, pathOf: SnapshotPath): Promise<Backup> {
  if (existsSync(file)) throw badInput(`${file} exists already: name another file, or move it away.`);
  return readTogether(ledger, async (transaction) => {
    const tables = await stateTables(transaction);
    const snapshots = await findSnapshots(transaction, pathOf);
    const about = {
      at: new Date().toISOString(),
      migrations: [...((await appliedMigrations(transaction)) ?? [])],
      rows: { ...(await countRows(transaction, tables)), [snapshotRows]: snapshots.pieces },
    };
    async function* all(): AsyncGenerator<BackupRow> {
      yield* rowsOfAll(transaction, tables);
      yield* snapshotPieces(snapshots, pathOf);
    }
    const sha256 = await writeBackupFile(file, { format: 'martlet ledger 2', ...about }, all());
    return { file, ...about, sha256, lists: snapshots.lists.length, lost: snapshots.lost };
  });
}

async function* rowsOfAll(transaction: AnyTransaction, tables: readonly string[]): AsyncGenerator<BackupRow> {
  for (const table of tables) for await (const row of allRows(transaction, table)) yield [table, row];
}
