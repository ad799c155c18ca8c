import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { formulaStarts } from '../../lib/csv.js';
import { text } from '../../lib/quote.js';
import type { ColumnInfo, ExportFormat, ExportTarget } from '../engine.js';
import type { Statement } from '../statement.js';
import { collect, describeQuery, inDuckdb, prepareQuery } from './query.js';
import type { DuckdbSession } from './session.js';

const PROGRESS_MS = 200;

/**
 * A third of DuckDB's own row groups: each thread holds one in memory until it is written. JSON in DuckDB is by lines unless told
 * otherwise.
 */
const formats: Readonly<Record<ExportFormat, string>> = {
  parquet: 'FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 40960',
  csv: "FORMAT csv, HEADER, NEW_LINE '\\r\\n'",
  ndjson: 'FORMAT json',
};

/** Runs COPY of a query on a session. Under another name until it is whole: a file of the target's name is a finished one. */
export async function exportQuery(
  session: DuckdbSession,
  statement: Statement,
  target: ExportTarget,
  signal: AbortSignal,
  onProgress?: (share: number) => void,
): Promise<{ readonly rows: number }> {
  const partial = `${target.path}.${randomUUID()}.part`;
  let watch: NodeJS.Timeout | undefined;
  try {
    // Only what prepares as one query is put between COPY's brackets, so nothing in it can close them.
    (await prepareQuery(session, statement, signal)).close();
    const sql = copySql(statement, await describeQuery(session, statement, signal), target);
    if (onProgress) {
      await session.countProgress();
      // DuckDB's own falls back to 0 between the last row and the answer.
      let furthest = 0;
      watch = setInterval(() => {
        furthest = Math.max(furthest, session.progress);
        onProgress(furthest);
      }, PROGRESS_MS);
    }
    const copy = await session.prepare(sql, [...statement.parameters, partial]);
    try {
      signal.throwIfAborted();
      const [counted] = await collect(await copy.run(), signal);
      signal.throwIfAborted();
      await rename(partial, target.path);
      if (signal.aborted) await rm(target.path, { force: true });
      return { rows: Number(counted?.Count) };
    } finally {
      copy.close();
    }
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    clearInterval(watch);
  }
}

/** Writes a query's rows to the path that is bound after its own parameters. COPY binds like any statement. */
function copySql(statement: Statement, columns: readonly ColumnInfo[], { format, bom, ordered, metadata }: ExportTarget): string {
  const selected = columns.map(({ name, type }, index) => {
    const head = format === 'csv' && bom && index === 0 ? `\uFEFF${name}` : name;
    return `${valueSql(identifier(name), type, format)} AS ${identifier(head)}`;
  });
  const query = `SELECT ${selected.join(', ')} FROM (\n${inDuckdb(statement).replace(/;\s*$/, '')}\n) AS exported`;
  const told = Object.entries(format === 'parquet' ? (metadata ?? {}) : {}).map(([key, value]) => `${text(key)}: ${text(value)}`);
  const own = told.length > 0 ? `, KV_METADATA {${told.join(', ')}}` : '';
  return `COPY (\n${query}\n) TO $${statement.parameters.length + 1} (${formats[format]}, PRESERVE_ORDER ${ordered ?? false}${own})`;
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function valueSql(column: string, type: string, format: ExportFormat): string {
  if (type === 'DOUBLE' || type === 'FLOAT')
    return format === 'csv' ? plainNumber(column) : `CASE WHEN isfinite(${column}) THEN ${column} END`;
  // Lists begin with a bracket.
  if (format !== 'csv' || !/^(VARCHAR|ENUM\(.*\))$/s.test(type)) return column;
  const isFormula = `${column} <> '' AND contains(${text(formulaStarts)}, left(${column}, 1))`;
  return `CASE WHEN ${isFormula} THEN '''' || ${column} ELSE ${column} END`;
}

/** In a CSV a count is 118, not 118.0: the writer gives every DOUBLE a point. Beyond 2^53 whole numbers are no longer exact. */
const plainNumber = (column: string): string =>
  `CASE WHEN NOT isfinite(${column}) THEN NULL
    WHEN ${column} = trunc(${column}) AND abs(${column}) < 9007199254740992 THEN CAST(CAST(${column} AS BIGINT) AS VARCHAR)
    ELSE CAST(${column} AS VARCHAR) END`;
