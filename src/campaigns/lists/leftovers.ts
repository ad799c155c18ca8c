import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Longer than any freeze takes. */
const leftMs = 86_400_000;

/** Removes what a freeze left behind whose process was killed. */
export async function removeLeftovers(directory: string): Promise<void> {
  const old = Date.now() - leftMs;
  await removeFiles(directory, async (name) => {
    const isSnapshot = name.split('.').length === 2;
    return !isSnapshot && ((await stat(join(directory, name)).catch(() => null))?.mtimeMs ?? old) < old;
  });
}

/** Removes the files whose names begin so. */
export const removeFilesOf = (stem: string): Promise<void> =>
  removeFiles(dirname(stem), (name) => name.startsWith(basename(stem)));

async function removeFiles(directory: string, which: (name: string) => boolean | Promise<boolean>): Promise<void> {
  for (const name of await readdir(directory)) if (await which(name)) await rm(join(directory, name), { force: true });
}
