import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MartletError } from '../errors.js';
import { requireStatus } from '../ledger/lists/target-lists.js';
import type { TargetListRow } from '../ledger/tables.js';
import { digestOf } from '../lib/files.js';

/** Where the snapshots of target lists are kept, as long as the ledger knows the lists. */
export const listDirectory = (home: string): string => join(home, 'lists');

/** A list's file: what is frozen never changes, so its id names it. */
export const snapshotFile = (home: string, list: string): string => join(listDirectory(home), `${list}.parquet`);

/** Snapshots whose hash was found right: path → hash, size and time of the file. */
const verified = new Map<string, string>();

/**
 * The file of a frozen list, to be read. Its hash is computed when it is first used after the start, and when the file is another one.
 * Errors: CONFLICT for a list that is not frozen, INTERNAL for a file that is missing or not what was frozen.
 */
export async function snapshotOf(row: TargetListRow, home: string): Promise<string> {
  const { id, content_hash } = row;
  if (content_hash === null)
    requireStatus(row, ['FROZEN', 'APPROVED', 'RUNNING'], 'Its members are not settled: freeze it first.');
  const path = snapshotFile(home, id);
  const file = await stat(path).catch(() => null);
  if (!file) throw unreadable(id, 'is missing');
  const state = `${content_hash} ${file.size} ${file.mtimeMs}`;
  if (verified.get(path) === state) return path;
  const { sha256 } = await digestOf(path, new AbortController().signal);
  if (sha256 !== content_hash) throw unreadable(id, 'is damaged: it is not what was frozen');
  verified.set(path, state);
  return path;
}

const unreadable = (id: string, what: string): MartletError =>
  new MartletError(
    'INTERNAL',
    `The snapshot of the target list ${id} ${what}. Nothing is read from it. Restore lists/${id}.parquet below MARTLET_HOME from a backup, or close the list and make a new one.`,
  );
