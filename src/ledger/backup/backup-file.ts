import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { badInput } from '../../errors.js';
import type { LedgerRow } from '../dialect.js';

/** First line of a backup. The file is gzip over lines of JSON: this one, `[table, row]` for each row, and `{ sha256 }` of all these. */
const header = z.strictObject({
  /** 1 had no snapshots of lists. */
  format: z.enum(['martlet ledger 1', 'martlet ledger 2']),
  /** When it was read, ISO 8601. */
  at: z.string(),
  /** The ledger's migrations, in their order. */
  migrations: z.array(z.string()),
  /** How many rows of each table follow, and pieces of snapshots (`snapshotRows`). */
  rows: z.record(z.string(), z.number().int().nonnegative()),
});
export type BackupHeader = Readonly<z.infer<typeof header>>;
export type BackupRow = readonly [table: string, row: LedgerRow];

/**
 * Writes a backup and gives the SHA-256 (hex) of its lines. The file is there whole and on the disk, or not at all; only its owner
 * may read it.
 */
export async function writeBackupFile(file: string, head: BackupHeader, rows: AsyncIterable<BackupRow>): Promise<string> {
  const hash = createHash('sha256');
  let sha256 = '';
  async function* lines() {
    yield hashed(JSON.stringify(head));
    for await (const row of rows) yield hashed(JSON.stringify(row));
    sha256 = hash.digest('hex');
    yield `${JSON.stringify({ sha256 })}\n`;
  }
  const hashed = (text: string): string => {
    const line = `${text}\n`;
    hash.update(line);
    return line;
  };
  const draft = `${file}.partial`;
  try {
    await pipeline(Readable.from(lines()), createGzip(), createWriteStream(draft, { mode: 0o600, flush: true }));
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  const folder = await open(dirname(file));
  await folder.sync().finally(() => folder.close());
  return sha256;
}

/** A backup's header, after the whole file was read: its rows and its hash are as written. Errors: BAD_USER_INPUT for any other file. */
export async function checkBackupFile(file: string): Promise<BackupHeader> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  let head: BackupHeader | null = null;
  let trailer: string | null = null;
  try {
    for await (const line of linesOf(file)) {
      if (trailer !== null) throw new Error('it goes on after its end');
      const value: unknown = JSON.parse(line);
      if (head === null) head = header.parse(value);
      else if (Array.isArray(value)) counts[value[0]] = (counts[value[0]] ?? 0) + 1;
      else trailer = String((value as { sha256?: unknown }).sha256);
      if (trailer === null) hash.update(`${line}\n`);
    }
  } catch (error) {
    throw badInput(`${file} is no backup of a ledger, or it is damaged: ${(error as Error).message}`);
  }
  if (head === null || trailer === null) throw badInput(`${file} is no whole backup: its end is missing. Take another one.`);
  const found = hash.digest('hex');
  if (found !== trailer) throw badInput(`${file} is damaged: expected SHA-256 ${trailer}, found ${found}. Take another one.`);
  for (const [table, expected] of Object.entries(head.rows)) {
    if ((counts[table] ?? 0) !== expected)
      throw badInput(`${file}: expected ${expected} rows of ${table}, found ${counts[table] ?? 0}.`);
  }
  return head;
}

/** The rows of a checked backup. */
export async function* rowsOf(file: string): AsyncGenerator<BackupRow> {
  for await (const line of linesOf(file)) if (line.startsWith('[')) yield JSON.parse(line) as BackupRow;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const unzipped = createGunzip().setEncoding('utf8');
  // Its failure ends `unzipped` with the same error, which is thrown below.
  pipeline(createReadStream(file), unzipped).catch(() => {});
  let rest = '';
  for await (const chunk of unzipped) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') throw new Error('its last line is cut off');
}
