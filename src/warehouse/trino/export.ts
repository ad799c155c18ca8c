import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { bigintAsText } from '../../lib/bigint.js';
import { openBuilder, openDuckdb, portable } from '../duckdb.js';
import type { ExportOptions, ExportTarget } from '../engine.js';
import { jsonRows } from '../spelled.js';
import { statement } from '../statement.js';
import { innerTypes, type TypeSignature } from './column-reader.js';
import type { Query } from './query.js';

const workers = { threads: 1, memoryLimit: '512MB' } as const;

/**
 * Trino writes no file here, so a DuckDB beside the gateway does: the rows go page by page into a table of its own, in a file that is gone
 * afterwards, and from there by the writer of DuckDB's exports. So a file is the same whichever engine made it. Through JavaScript the rows
 * do pass, a page at a time and with their exact texts.
 */
export async function exportFetched(
  query: Query,
  target: ExportTarget,
  directories: readonly string[],
  signal: AbortSignal,
  onProgress?: ExportOptions['onProgress'],
): Promise<{ readonly rows: number }> {
  const database = `${target.path}.${randomUUID()}.part`;
  const temporary = { ...workers, database, tempDirectory: `${database}.tmp` };
  try {
    const filling = portable(await openBuilder(temporary));
    try {
      // Columns are known with the first rows, or with the end.
      let rows = await query.next(signal);
      const types = Object.fromEntries(query.columns.map(({ name, signature }) => [name, duckdbType(signature)]));
      // A page on the disk by itself would take half as long again.
      await filling.execute('BEGIN');
      await filling.query(`CREATE TABLE fetched AS ${jsonRows('$1', types)}`, ['[]']);
      for (; rows; rows = await query.next(signal)) {
        await filling.query(`INSERT INTO fetched ${jsonRows('$1', types)}`, [JSON.stringify(rows, bigintAsText)]);
        onProgress?.(query.progress);
      }
      await filling.execute('COMMIT');
    } finally {
      await filling.close();
    }
    const writing = await openDuckdb({ ...temporary, exportDirectories: directories });
    try {
      return await writing.export(statement('export', 'SELECT * FROM fetched'), target, { lane: 'exports', signal });
    } finally {
      await writing.close();
    }
  } finally {
    for (const left of [database, `${database}.wal`, temporary.tempDirectory]) await rm(left, { force: true, recursive: true });
  }
}

/** The type that keeps a column's values; what DuckDB has no such type of is text, as it is in rows. */
function duckdbType(type: TypeSignature): string | readonly string[] {
  const { rawType } = type;
  if (rawType === 'array') {
    const [element] = innerTypes(type).map(duckdbType);
    return typeof element === 'string' ? [element] : 'JSON';
  }
  if (rawType === 'decimal') return `DECIMAL(${type.arguments.map(({ value }) => value).join()})`;
  return kept[rawType] ?? 'VARCHAR';
}

const kept: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  'timestamp with time zone': 'TIMESTAMP WITH TIME ZONE',
  row: 'JSON',
};
