import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listColumns } from '../decisions/list-statement.js';
import { MartletError } from '../errors.js';
import { requireStatus } from '../ledger/lists/target-lists.js';
import type { TargetListRow } from '../ledger/tables.js';
import { digestOf } from '../lib/files.js';
import { text } from '../lib/quote.js';
import { asItIs, type Source } from '../warehouse/statement.js';

/** Where the snapshots of target lists are kept, as long as the ledger knows the lists. */
export const listDirectory = (home: string): string => join(home, 'lists');

/** A list's file: what is frozen never changes, so its id names it. To be read by `snapshotOf` alone. */
export const snapshotFile = (home: string, list: string): string => join(listDirectory(home), `${list}.parquet`);

/** What is in a list's snapshot, as relations of SQL with the columns of `listStatement`. */
export interface Snapshot {
  readonly list: string;
  /** Every number of the slice. */
  readonly everybody: string;
  readonly members: string;
  readonly heldOut: string;
  /** What statements over it read. */
  readonly reads: readonly Source[];
}

/** SHA-256 of the files that were looked at, by path: while a file is the same it is read once. */
const digests = new Map<string, { readonly state: string; readonly sha256: Promise<string> }>();

/**
 * The snapshot of a frozen list: the one way to read it. Its hash is computed when it is first used after the start, and when the file is
 * another one. Errors: CONFLICT for a list that is not frozen, INTERNAL for a file that is missing or not what was frozen.
 */
export async function snapshotOf(row: TargetListRow, home: string): Promise<Snapshot> {
  const { id, content_hash } = row;
  if (content_hash === null)
    requireStatus(row, ['FROZEN', 'APPROVED', 'RUNNING'], 'Its members are not settled: freeze it first.');
  const path = snapshotFile(home, id);
  const sha256 = await digestNow(path);
  if (sha256 === null) throw unreadable(id, 'is missing');
  if (sha256 !== content_hash) throw unreadable(id, 'is damaged: it is not what was frozen');
  return snapshotIn(path, id);
}

/** What a freeze has just written into a file that nobody else knows of yet. */
export const snapshotIn = (path: string, list: string): Snapshot => {
  const part = (where: string): string => `(select ${listColumns.join(', ')} from read_parquet(${text(path)})${where})`;
  return {
    list,
    everybody: part(''),
    members: part(` where arm = 'MEMBER'`),
    heldOut: part(` where arm = 'HELD_OUT'`),
    reads: [asItIs(`snapshot of list ${list}`)],
  };
};

/** null: there is no such file. */
async function digestNow(path: string): Promise<string | null> {
  const file = await stat(path).catch(() => null);
  if (!file) return null;
  // A copy may keep size and time of what it replaces, but not the time of the change itself.
  const state = `${file.ino} ${file.size} ${file.mtimeMs} ${file.ctimeMs}`;
  const known = digests.get(path);
  if (known?.state === state) return known.sha256;
  const sha256 = digestOf(path, new AbortController().signal).then((digest) => digest.sha256);
  digests.set(path, { state, sha256 });
  sha256.catch(() => digests.get(path)?.sha256 === sha256 && digests.delete(path));
  return sha256;
}

const unreadable = (id: string, what: string): MartletError =>
  new MartletError(
    'INTERNAL',
    `The snapshot of the target list ${id} ${what}. Nothing is read from it. Restore lists/${id}.parquet below MARTLET_HOME from a backup, or close the list and make a new one.`,
  );
