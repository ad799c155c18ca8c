import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Often enough for who has just saved a file, and cheap: names and times are read, no content. A mounted folder tells of no change by itself. */
const everyMs = 500;

/** Yields at once, and again whenever a file below the folders has come, gone or been written; the change is waited out. Ends when the signal aborts. */
export async function* watchFolders(folders: readonly string[], signal?: AbortSignal): AsyncGenerator<void> {
  let seen = '';
  while (!signal?.aborted) {
    const now = await factsOf(folders);
    await sleep(seen === '' ? 0 : everyMs);
    // A file that is still being written is looked at when it is whole.
    if (now === seen || (seen !== '' && now !== (await factsOf(folders)))) continue;
    seen = now;
    yield;
  }
}

async function factsOf(folders: readonly string[]): Promise<string> {
  const facts: string[] = [];
  for (const folder of folders) {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    for (const name of names) {
      const found = await stat(join(folder, name)).catch(() => null);
      if (found?.isFile()) facts.push(`${folder}/${name} ${found.size} ${found.mtimeMs}`);
    }
  }
  return `${facts.sort().join('\n')}\n`;
}
