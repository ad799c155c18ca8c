import { MartletError } from '../errors.js';
import type { Statement } from './statement.js';

/** An error of the engine itself: a plain Error, so that the client sees INTERNAL and only the log sees the SQL. */
export function engineError(statement: Pick<Statement, 'name' | 'sql'>, cause: unknown): Error & { readonly sql: string } {
  const message = cause instanceof Error ? cause.message : String(cause);
  const error = new Error(`${statement.name}: ${message}`, { cause });
  error.name = 'EngineError';
  return Object.assign(error, { sql: statement.sql });
}

/** What a statement's caller is told: what the lanes or his signal threw, and what is meant for him, as it is; all else as the engine's own. */
export const thrownError = (statement: Statement, error: unknown, signal: AbortSignal): unknown =>
  (signal.aborted && error === signal.reason) || error instanceof MartletError ? error : engineError(statement, error);
