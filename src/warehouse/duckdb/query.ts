import type { ColumnInfo, Row } from '../engine.js';
import { spelled } from '../spelled.js';
import type { Parameter, Statement } from '../statement.js';
import { duckdbHelpers } from './dialect.js';
import type { Chunks, DuckdbSession, Prepared } from './session.js';

/** A statement's SQL as DuckDB spells it. */
export const inDuckdb = ({ sql, isNative }: Statement): string => (isNative ? sql : spelled(sql, duckdbHelpers));

const EXPLAIN = /^\s*EXPLAIN\s+(ANALYZE\s+)?/i;

/** Prepares a statement that only reads. The lock does not stop DROP VIEW, CREATE TABLE or ATTACH ':memory:'; this does. */
export async function prepareQuery(
  session: DuckdbSession,
  statement: Statement,
  signal: AbortSignal,
  how: 'once' | 'again' = 'once',
): Promise<Prepared> {
  const { parameters } = statement;
  const sql = inDuckdb(statement);
  const prepared = await (how === 'again' ? session.prepareAgain(sql, parameters) : session.prepare(sql, parameters));
  const reads = prepared.isQuery || (prepared.isExplain && (await explainsQuery(session, sql, parameters)));
  if (signal.aborted || !reads) prepared.close();
  signal.throwIfAborted();
  if (!reads) throw new Error('Expected a query (SELECT), found a statement of another kind.');
  return prepared;
}

/** EXPLAIN ANALYZE does what it explains: EXPLAIN ANALYZE DROP TABLE drops. */
async function explainsQuery(session: DuckdbSession, sql: string, parameters: readonly Parameter[]): Promise<boolean> {
  const explained = await session.prepare(sql.replace(EXPLAIN, ''), parameters);
  const { isQuery } = explained;
  explained.close();
  return isQuery;
}

/** The columns of a query. DESCRIBE only binds; the prepared statement's own column types are missing where a parameter decides them. */
export async function describeQuery(session: DuckdbSession, statement: Statement, signal: AbortSignal): Promise<ColumnInfo[]> {
  const described = await session.prepare(`DESCRIBE ${inDuckdb(statement)}`, statement.parameters);
  try {
    const rows = await collect(await described.run(), signal);
    return rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
  } finally {
    described.close();
  }
}

/** All rows. */
export async function collect(next: Chunks, signal: AbortSignal): Promise<Row[]> {
  const all: Row[] = [];
  for (let rows = await next(); rows; rows = await next()) {
    signal.throwIfAborted();
    for (const row of rows) all.push(row);
  }
  return all;
}
