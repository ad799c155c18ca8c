import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { exportJobsWithFile } from '../../ledger/exports/export-jobs.js';
import type { Ledger } from '../../ledger/ledger.js';
import { isJobId } from './job.js';

export const exportDirectory = (home: string): string => join(home, 'exports');

export const fileOf = (dir: string, id: string): string => join(dir, id);

export const removeFile = (dir: string, id: string): Promise<void> => rm(fileOf(dir, id), { force: true });

const tables = 'table-';
const tableMs = 60_000;

/** Of a table that is sent as soon as it is written. */
export const tablePath = (dir: string): string => join(dir, `${tables}${randomUUID()}`);

const isBeingSent = async (path: string): Promise<boolean> => {
  const found = basename(path).startsWith(tables) && (await stat(path).catch(() => null));
  return found ? Date.now() - found.mtimeMs < tableMs : false;
};

/** Removes files that no job has: of a killed process, or of a ledger that is no longer this one. */
export async function removeOrphans(dir: string, ledger: Ledger): Promise<void> {
  // Listed first: a job that begins meanwhile has no file in the list.
  const names = await readdir(dir);
  const idOf = (name: string): string => name.split('.')[0]!;
  const known = await exportJobsWithFile(ledger, [...new Set(names.map(idOf))].filter(isJobId));
  for (const name of names)
    if (!known.has(idOf(name)) && !(await isBeingSent(join(dir, name))))
      await rm(join(dir, name), { recursive: true, force: true });
}
