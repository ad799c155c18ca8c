import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** In the order in which they are tried: what is no UTF-8 is Chinese, unless it cannot be. */
const encodings = ['utf-8', 'gb18030', 'windows-1252'] as const;

/** The encoding of a text file: by its byte order mark, else the first in which every byte of it makes sense. */
export async function encodingOf(path: string): Promise<string> {
  const head = createReadStream(path, { end: 1 });
  for await (const chunk of head) {
    const mark = (chunk as Buffer).toString('hex');
    if (mark === 'fffe') return 'utf-16le';
    if (mark === 'feff') return 'utf-16be';
  }
  for (const encoding of encodings) if (await decodes(path, encoding)) return encoding;
  return 'windows-1252';
}

async function decodes(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
      decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}

/** Writes the file anew in UTF-8, a piece at a time, and never over another one. */
export async function toUtf8(path: string, encoding: string, copy: string): Promise<void> {
  const decoder = new TextDecoder(encoding);
  await pipeline(
    createReadStream(path, { highWaterMark: 1 << 20 }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
      yield decoder.decode();
    },
    createWriteStream(copy, { flags: 'wx' }),
  );
}
