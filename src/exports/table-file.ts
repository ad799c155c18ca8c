import { readFile, rm } from 'node:fs/promises';
import { jobsOf } from './asker.js';
import type { ExportSession } from './session.js';
import { type FlatTable, tableStatement } from './table-statement.js';

/** A table at hand as the bytes of a Parquet file that says of itself what `metadata` says; nothing of it stays on the disk. */
export async function tableFile(
  table: FlatTable,
  metadata: Readonly<Record<string, string>>,
  context: ExportSession,
): Promise<Buffer> {
  const path = jobsOf(context).tablePath();
  const { signal } = context;
  try {
    await context.exports!.engine.export(
      await tableStatement('table as a file', table),
      { path, format: 'parquet', ordered: true, metadata },
      { lane: 'slices', ...(signal && { signal }) },
    );
    return await readFile(path);
  } finally {
    await rm(path, { force: true });
  }
}
