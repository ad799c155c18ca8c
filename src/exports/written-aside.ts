import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { turns } from '../lib/turns.js';
import { isYieldDue, yieldLoop } from '../lib/yielding.js';
import type { FlatTable } from './table-statement.js';

export interface TableToWrite extends FlatTable {
  readonly format: 'arrow' | 'xlsx';
  /** What the table is called, where its file can say so. */
  readonly name: string;
  /** What the file says of itself, a line each. */
  readonly about: readonly (readonly [what: string, value: string])[];
}

/** Threads at a time: each takes a core, and the gateway needs one. */
const oneAfterTheOther = turns(1);

/** Rows that are handed over in one go: a few tenths of a millisecond. */
const rowsAtOnce = 200;

/**
 * A table at hand as a file, made in a thread of its own. An Arrow IPC file's schema says of it what `about` says; an Excel workbook has its head
 * fixed and bold, says what it is on a second sheet, and its texts are cells of text: none is run as a formula. Fails where `signal` does.
 */
export const writtenAside = ({ rows, ...told }: TableToWrite, signal: AbortSignal | null = null): Promise<Buffer> =>
  oneAfterTheOther(async () => {
    signal?.throwIfAborted();
    const worker = new Worker(new URL('./table-writer.js', import.meta.url), { workerData: told, execArgv: [] });
    const written = once(worker, 'message', signal ? { signal } : {}) as Promise<[Uint8Array]>;
    try {
      const [[file]] = await Promise.all([written, handOver(worker, rows)]);
      return Buffer.from(file.buffer, file.byteOffset, file.byteLength);
    } finally {
      await worker.terminate();
    }
  });

async function handOver(worker: Worker, rows: FlatTable['rows']): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    if (isYieldDue()) await yieldLoop();
    worker.postMessage(rows.slice(at, at + rowsAtOnce));
  }
  worker.postMessage([]);
}
