import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { syncFile } from '../../lib/files.js';

/** Reading in a few streams at once keeps the disk busy; more only makes them wait for each other. */
const STREAMS = 4;

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Runs `work` over all items, a few at a time; results in the items' order. */
export async function few<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const run = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(STREAMS, items.length) }, run));
  return results;
}

/** sha256 of each file, as hexadecimal. */
export const hashFiles = (paths: readonly string[]): Promise<string[]> => few(paths, sha256);

/** All files below a folder, relative to it with "/" between the steps, sorted. */
export async function listFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Makes a folder, its files and its subfolders survive a power cut: a rename alone may be on disk before what it names. */
export async function syncTree(dir: string): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  await few([...entries.map((entry) => join(entry.parentPath, entry.name)), dir], syncFile);
}

/** The same file under a second name; a copy where the file system has no hard links. */
export async function linkFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  try {
    await link(from, to);
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await copyFile(from, to);
  }
}

/** Replaces a small file in one step: readers see the old text or the new, never a part. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.draft-${process.pid}`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  await syncFile(dirname(path));
}
