import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MartletError } from '../../errors.js';

/** Writes what comes into a file as it comes, and gives its SHA-256. Errors: TOO_COSTLY beyond so many bytes; what breaks the stream off. */
export async function receive(body: Readable, path: string, most: number): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* bounded() {
    // What is too long is not read on, but its connection stays open: its sender is to be told.
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length;
      if (bytes > most) throw tooLong(most);
      hash.update(chunk as Buffer);
      yield chunk;
    }
  }
  await pipeline(bounded, createWriteStream(path, { mode: 0o600 }));
  return hash.digest('hex');
}

export const tooLong = (most: number): MartletError =>
  new MartletError(
    'TOO_COSTLY',
    `A set: expected a file of at most ${most.toLocaleString('en')} bytes, found more. Send Parquet, or several sets.`,
  );
