import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { badInput } from '../errors.js';

/** A file's text. Errors: BAD_USER_INPUT, with the file's name, for one that is not there or cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw badInput(`${path}: expected a file that can be read, found ${(error as Error).message}.`);
  }
}

/** What is in a YAML file. Errors: as `readText`, and for what is no YAML, with its place. */
export function readSettings(path: string): unknown {
  try {
    return parse(readText(path));
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw badInput(`${path}: expected YAML, found: ${error.message.trimEnd()}`);
  }
}

/** Only the gateway's own user may read what is in it. */
export async function makeDirectory(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await chmod(dir, 0o700);
}

/** Takes from others than its owner what they may do with a file, or with a folder and all below it; what is another user's stays as it is. */
export async function closeToOthers(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null || found.isSymbolicLink()) return;
  if ((found.mode & 0o077) !== 0) await chmod(path, found.mode & 0o700).catch(() => undefined);
  if (!found.isDirectory()) return;
  for (const name of await readdir(path).catch(() => [])) await closeToOthers(join(path, name));
}

/** Size and sha256 (hexadecimal) of a file. Errors: the signal's reason. */
export async function digestOf(path: string, signal: AbortSignal): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    signal.throwIfAborted();
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Puts a file, or a folder's list of names, on the disk: when this returns, a power cut does not undo it. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
