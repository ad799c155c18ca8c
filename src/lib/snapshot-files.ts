import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from './files.js';

/** Where snapshots of target lists and sets of numbers are kept, as long as the ledger knows them. */
export const listDirectory = (home: string): string => join(home, 'lists');

/** The file of a list or a set: what is in it never changes, so its id names it. Read by `snapshotOf` and `number_set` alone. */
export const snapshotFile = (home: string, id: string): string => join(listDirectory(home), `${id}.parquet`);

/** SHA-256 of the files that were looked at, by path: while a file is the same it is read once. */
const digests = new Map<string, { readonly state: string; readonly sha256: Promise<string> }>();

/** SHA-256 of what is in a file now; null: there is no such file. */
export async function digestNow(path: string): Promise<string | null> {
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
