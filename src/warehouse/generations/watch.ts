import { join } from 'node:path';
import { few, hashFiles } from './files.js';
import type { ManifestFile } from './manifest.js';
import { stateOf } from './verified.js';

/** Looks at the files once more: the first that is not what was verified, in words, or null. */
export type Watch = () => Promise<string | null>;

/**
 * Remembers a generation's verified files, to see whether one is lost or another while they are served. A look costs a `stat` a file; one
 * that was written anew is read, so that what is put back counts as whole again.
 */
export async function watchFiles(dir: string, files: readonly ManifestFile[]): Promise<Watch> {
  const known = new Map(await few(files, async ({ path }) => [path, await stateOf(join(dir, path))] as const));
  const look = async ({ path, sha256 }: ManifestFile): Promise<string | null> => {
    const state = await stateOf(join(dir, path));
    if (state === null) return `${path} is missing`;
    if (state === known.get(path)) return null;
    const [hash] = await hashFiles([join(dir, path)]).catch(() => [null]);
    if (hash !== sha256) return `${path} is not what was built`;
    known.set(path, state);
    return null;
  };
  return async () => (await few(files, look)).find((fault) => fault !== null) ?? null;
}
