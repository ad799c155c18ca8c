import type { Statement } from './statement.js';

/** An error of the engine itself: a plain Error, so that the client sees INTERNAL and only the log sees the SQL. */
export function engineError(statement: Pick<Statement, 'name' | 'sql'>, cause: unknown): Error & { readonly sql: string } {
  const message = cause instanceof Error ? cause.message : String(cause);
  const error = new Error(`${statement.name}: ${message}`, { cause });
  error.name = 'EngineError';
  return Object.assign(error, { sql: statement.sql });
}

/** True of what the lanes or the caller's signal threw: it is passed on as it is. */
export const isOurs = (error: unknown, signal: AbortSignal): boolean => signal.aborted && error === signal.reason;
