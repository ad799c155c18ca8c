import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { filesBelow, reachOf, root } from './imports.js';

/** Fixtures outlive the run that made them; `unusedFor` later nobody wants them any more. */
const shelf = join(tmpdir(), `martlet-fixtures-${userInfo().uid}`);
const unusedFor = 24 * 60 * 60 * 1000;

const hashes = new Map<string, string>();
/** Of files, by their paths and content; read once in a process. */
function hashOf(files: Iterable<string>): string {
  const sorted = [...files].sort();
  const names = sorted.join('\0');
  const before = hashes.get(names);
  if (before) return before;
  const hash = createHash('sha256').update(names);
  for (const path of sorted) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  const digest = hash.digest('hex');
  hashes.set(names, digest);
  return digest;
}

const duckdb = 'node_modules/@duckdb/node-api/package.json';
/** All that a demo or a build is made by: the sources that the wiring imports, `sql/`, and DuckDB's version. */
export const builder = (): readonly string[] => [...reachOf('src/martlet.ts').files, ...filesBelow('sql'), duckdb];

/**
 * The folder that `make` fills, for reading only: made by the first who asks and kept for all others, in this run and the next. The
 * files that it is made by tell one from another, and the name what it is made of beside them.
 */
export async function kept(
  name: string,
  madeBy: Iterable<string>,
  make: (folder: string) => Promise<unknown>,
  /** The checkout that the folder's links lead to: another checkout of the same sources makes its own, as this one may be gone by then. */
  linksTo = '',
): Promise<string> {
  const key = createHash('sha256').update(name).update(hashOf(madeBy)).update(linksTo).digest('hex').slice(0, 16);
  const folder = join(shelf, `${name}-${key}`);
  const lock = `${folder}.lock`;
  mkdirSync(shelf, { recursive: true });
  while (!existsSync(folder)) {
    if (!takeLock(lock)) {
      await setTimeout(100);
      continue;
    }
    // Moved into place when it is whole: nobody sees half of it, and what a killed run leaves behind is never taken for it.
    const draft = join(shelf, `draft-${randomUUID()}`);
    try {
      if (existsSync(folder)) break;
      sweep();
      mkdirSync(draft);
      await make(draft);
      if (!linksTo && linkIn(draft)) throw new Error(`The fixture ${name} holds the link ${linkIn(draft)}: say what it links to`);
      renameSync(draft, folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
      rmSync(lock, { force: true });
    }
  }
  const now = new Date();
  utimesSync(folder, now, now);
  return folder;
}

const linkIn = (folder: string): string | undefined =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).find((entry) => entry.isSymbolicLink())?.name;

/** A lock is the file of a process that lives; two who build the same all the same do no harm. */
function takeLock(lock: string): boolean {
  try {
    writeFileSync(lock, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isHeld(lock: string): boolean {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    // Just created and not yet written.
    if (owner === 0) return true;
    return process.kill(owner, 0);
  } catch {
    return false;
  }
}

function sweep(): void {
  for (const name of readdirSync(shelf)) {
    const path = join(shelf, name);
    const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - used > unusedFor) rmSync(path, { recursive: true, force: true });
  }
}
