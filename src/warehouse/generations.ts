import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MartletError } from '../errors.js';
import { readText, syncFile } from '../lib/files.js';
import { few, hashFiles, listFiles, replaceFile, syncTree } from './generations/files.js';
import { MANIFEST, type Manifest, manifestText, readManifest } from './generations/manifest.js';
import { forgetVerified, rememberVerified, stateIn, verifiedBefore } from './generations/verified.js';

export { lockBuild } from './generations/lock.js';
export { type Check, emptyByMonth, type Manifest, type ManifestFile, readManifest } from './generations/manifest.js';

/** A published, complete set of derived marts: immutable, below `<home>/generations/<id>`. */
export interface Generation {
  readonly id: string;
  readonly dir: string;
  readonly manifest: Manifest;
}

const ID = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;
const DRAFT = '.building-';

const root = (home: string): string => join(home, 'generations');
const pointer = (home: string): string => join(root(home), 'CURRENT');

/** Folder of a generation. Errors: BAD_USER_INPUT for what is no id (and could lead elsewhere). */
export function generationDir(home: string, id: string): string {
  if (!ID.test(id))
    throw new MartletError('BAD_USER_INPUT', `Expected a generation's id, e.g. "20261101T031500Z-0a1b2c3d", found "${id}".`);
  return join(root(home), id);
}

/** Id of the generation that serves, or null before the first. Errors: INTERNAL where the pointer to it is damaged. */
export async function currentGeneration(home: string): Promise<string | null> {
  if (!existsSync(pointer(home))) return null;
  const id = readText(pointer(home)).trim();
  if (ID.test(id)) return id;
  const expected = `${pointer(home)}: expected a generation's id, found ${JSON.stringify(id.slice(0, 60))}.`;
  throw new MartletError('INTERNAL', `${expected} Run "martlet build".`);
}

/** Points at a generation, which may be the same: who follows the pointer looks at it anew. */
export const pointAt = (home: string, id: string): Promise<void> => replaceFile(pointer(home), `${id}\n`);

/** Another text whenever the pointer was written; null where there is none. Two small reads: cheap enough to ask often. */
export async function pointerState(home: string): Promise<string | null> {
  const path = pointer(home);
  const found = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch(() => null);
  return found && `${found[0]} ${found[1].ino} ${found[1].mtimeMs}`;
}

/** Ids of all published generations, oldest first. */
export async function listGenerations(home: string): Promise<readonly string[]> {
  return (await readdir(root(home)).catch(() => [])).filter((name) => ID.test(name)).sort();
}

/** Manifests of the generations that are kept, the newest first; one that cannot be read is left out. */
export async function keptManifests(home: string): Promise<readonly Manifest[]> {
  const ids = [...(await listGenerations(home))].reverse();
  const read = await Promise.all(ids.map((id) => readManifest(generationDir(home, id)).catch(() => null)));
  return read.filter((manifest) => manifest !== null);
}

/**
 * The generation, after every one of its files was found with its size and sha256 and no file beside them: DuckDB itself
 * reads some flipped bits as data. `believes`: a file that was not written since it was verified last is not read for it again, which takes a second
 * for each gigabyte; a disk that flips bits by itself is then found by who does not believe. Errors: BAD_USER_INPUT (not kept), INTERNAL with all that is
 * wrong in `details.problems`.
 */
export async function openGeneration(home: string, id: string, believes = false): Promise<Generation> {
  const dir = generationDir(home, id);
  if (!(await stat(dir).catch(() => null))) {
    const kept = await listGenerations(home);
    throw new MartletError('BAD_USER_INPUT', `Generation ${id} is not kept. Kept: ${kept.join(', ') || 'none'}.`);
  }
  const manifest = await readManifest(dir);
  const problems = manifest.id === id ? await faults(home, manifest, believes) : [`its manifest is that of ${manifest.id}`];
  if (problems.length > 0) {
    throw new MartletError(
      'INTERNAL',
      `Generation ${id} is damaged and is not served: ${problems.slice(0, 5).join('; ')}${problems.length > 5 ? ` and ${problems.length - 5} more` : ''}. Build it again.`,
      { problems },
    );
  }
  return Object.freeze({ id, dir, manifest });
}

async function faults(home: string, manifest: Manifest, believes: boolean): Promise<string[]> {
  const dir = generationDir(home, manifest.id);
  const before = await verifiedBefore(root(home), manifest.id);
  const verified = new Map<string, string>();
  const wanted = new Set([MANIFEST, ...manifest.files.map(({ path }) => path)]);
  const extra = (await listFiles(dir)).filter((path) => !wanted.has(path)).map((path) => `${path} does not belong to it`);
  const wrong = await few(manifest.files, async ({ path, bytes, sha256 }) => {
    const found = await stat(join(dir, path)).catch(() => null);
    if (!found) return `${path} is missing`;
    if (found.size !== bytes) return `${path} has ${found.size} bytes instead of ${bytes}`;
    // As it is before it is read: what is written meanwhile is another state.
    const state = stateIn(found);
    const isBelieved = believes && before.get(path) === state;
    if (!isBelieved && (await hashFiles([join(dir, path)]))[0] !== sha256) return `${path} differs from its sha256`;
    verified.set(path, state);
    return null;
  });
  if (wrong.some((problem) => problem !== null)) await forgetVerified(root(home), manifest.id);
  else if ([...verified].some(([path, state]) => before.get(path) !== state))
    await rememberVerified(root(home), manifest.id, verified);
  return [...extra, ...wrong.filter((problem) => problem !== null)];
}

/** An empty folder for a generation in the making; the next build removes it should this one be killed. */
export async function draftGeneration(home: string, id: string): Promise<string> {
  generationDir(home, id);
  const dir = join(root(home), `${DRAFT}${id}`);
  await mkdir(dir);
  return dir;
}

/** Removes what killed builds left behind. Only the holder of the build lock may. */
export async function removeDrafts(home: string): Promise<void> {
  const left = (await readdir(root(home))).filter((name) => name.startsWith(DRAFT) || name.startsWith('CURRENT.draft-'));
  for (const name of left) await rm(join(root(home), name), { recursive: true, force: true });
}

/** Makes a draft the generation that serves: everything is on disk before it gets its name, and has its name before CURRENT points to it. `prepare`: what else must be done before that, where it lies by then. */
export async function publish(
  home: string,
  draft: string,
  manifest: Manifest,
  prepare: (dir: string) => Promise<void> = async () => {},
): Promise<Generation> {
  const dir = generationDir(home, manifest.id);
  await writeFile(join(draft, MANIFEST), manifestText(manifest), { flag: 'wx' });
  await syncTree(draft);
  await rename(draft, dir);
  await syncFile(root(home));
  try {
    await prepare(dir);
  } catch (error) {
    // Not one of those that are kept.
    await rename(dir, draft);
    throw error;
  }
  await pointAt(home, manifest.id);
  return Object.freeze({ id: manifest.id, dir, manifest });
}

/** Removes all but the newest `keep` generations, never the current one; returns the removed. */
export async function prune(home: string, keep = 3): Promise<readonly string[]> {
  const current = await currentGeneration(home);
  const ids = (await listGenerations(home)).filter((id) => id !== current);
  const old = ids.slice(0, Math.max(0, ids.length - Math.max(0, keep - (current === null ? 0 : 1))));
  for (const id of old) {
    // Renamed first: a generation that is half removed must not look like one that is kept.
    const gone = join(root(home), `${DRAFT}${id}.pruned`);
    await rename(generationDir(home, id), gone);
    await forgetVerified(root(home), id);
    await rm(gone, { recursive: true, force: true });
  }
  return old;
}
