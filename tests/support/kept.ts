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

let sources: string | undefined;
/** Of all that a demo or a build is made by: the sources that the builder imports, `sql/`, and DuckDB's version. */
function hashOfSources(): string {
  if (sources) return sources;
  const hash = createHash('sha256');
  for (const path of [...[...reachOf('src/martlet.ts').files].sort(), ...filesBelow('sql')])
    hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  sources = hash.update(dependencies['@duckdb/node-api']).digest('hex');
  return sources;
}

/**
 * The folder that `make` fills, for reading only: made by the first who asks and kept for all others, in this run and the next. What
 * it is made of beside the sources is said in `inputs`; the name is for people who look into the temporary folder.
 */
export async function kept(name: string, inputs: unknown, make: (folder: string) => Promise<unknown>): Promise<string> {
  const key = createHash('sha256').update(hashOfSources()).update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
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
