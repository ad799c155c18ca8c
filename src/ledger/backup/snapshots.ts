import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { digestOf, makeDirectory, syncFile } from '../../lib/files.js';
import type { AnyTransaction } from '../dialect.js';
import { type BackupRow, rowsOf } from './backup-file.js';
import { stateTables } from './rows.js';

/** Where the file of a target list or a set of numbers is. */
export type SnapshotPath = (list: string) => string;

/** What a backup calls the pieces of snapshots, beside the tables: no table is called so. */
export const snapshotRows = 'lists/*.parquet';

/** Bytes of a piece: a line of a backup is read as a whole. */
const pieceBytes = 192 * 1024;

export interface Snapshots {
  readonly lists: readonly string[];
  /** Frozen lists, and sets of numbers, whose file is missing or is not what was frozen: nothing of it can be saved. */
  readonly lost: readonly string[];
  /** Rows that follow in the backup. */
  readonly pieces: number;
}

/** The files of the frozen lists and of the sets of numbers that the ledger knows. */
export async function findSnapshots(transaction: AnyTransaction, pathOf: SnapshotPath): Promise<Snapshots> {
  const frozen = await transaction
    .selectFrom('target_list')
    .select(['id', 'content_hash'])
    .where('content_hash', 'is not', null)
    .execute();
  // A ledger is saved as it is, also one of before there were sets.
  const hasSets = (await stateTables(transaction)).includes('number_set');
  const sets = transaction.selectFrom('number_set').select(['id', 'content_hash']);
  const day = new Date().toISOString().slice(0, 10);
  const kept = hasSets ? await sets.where('removed_at', 'is', null).where('expires_on', '>=', day).execute() : [];
  const [lists, lost]: [string[], string[]] = [[], []];
  let pieces = 0;
  for (const { id, content_hash } of [...frozen, ...kept]) {
    const path = pathOf(String(id));
    const found = await stat(path).catch(() => null);
    const sound = found !== null && (await digestOf(path, new AbortController().signal)).sha256 === content_hash;
    (sound ? lists : lost).push(String(id));
    if (sound) pieces += 1 + Math.ceil(found.size / pieceBytes);
  }
  return { lists, lost, pieces };
}

export async function* snapshotPieces({ lists }: Snapshots, pathOf: SnapshotPath): AsyncGenerator<BackupRow> {
  for (const list of lists) {
    // An empty one first: so a list is begun, whatever follows.
    yield [snapshotRows, { list, piece: '' }];
    for await (const piece of createReadStream(pathOf(list), { highWaterMark: pieceBytes }))
      yield [snapshotRows, { list, piece: (piece as Buffer).toString('base64') }];
  }
}

/** Writes the snapshots of a checked backup to where they belong, each whole or not at all. */
export async function restoreSnapshots(file: string, pathOf: SnapshotPath): Promise<number> {
  let [list, handle]: [string | null, FileHandle | null] = [null, null];
  let written = 0;
  const finish = async () => {
    if (list === null) return;
    await handle!.sync();
    await handle!.close();
    await rename(draftOf(pathOf(list)), pathOf(list));
    await syncFile(dirname(pathOf(list)));
    written++;
  };
  for await (const [table, row] of rowsOf(file)) {
    if (table !== snapshotRows) continue;
    if (row.list !== list) {
      await finish();
      list = basename(String(row.list));
      await makeDirectory(dirname(pathOf(list)));
      handle = await open(draftOf(pathOf(list)), 'w');
    }
    await handle!.write(Buffer.from(String(row.piece), 'base64'));
  }
  await finish();
  return written;
}

const draftOf = (path: string): string => `${path}.restored`;
