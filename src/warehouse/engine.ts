import type { Statement } from './statement.js';

/**
 * A value as it leaves the engine. Exactness is kept: DECIMAL is its text ("12.50"), BIGINT is a number while it is
 * safe (|x| < 2^53) and a bigint beyond, HUGEINT likewise, DATE "2026-10-31", lists are arrays of the same.
 * NaN and ±Infinity arrive as null.
 */
export type Value = string | number | bigint | boolean | null | readonly Value[];
export type Row = Readonly<Record<string, Value>>;

/** Classes of work that must not make each other wait; each has its own connections, queue bound and deadline. */
export type Lane = 'dashboards' | 'slices' | 'channels' | 'exports';

export interface LaneLimits {
  /** Statements of this lane that run at one time. */
  readonly concurrency: number;
  /** Statements that may wait; one more is refused with TOO_BUSY. */
  readonly queue: number;
  /** Waiting and running together, in ms; beyond it DEADLINE_EXCEEDED. */
  readonly deadlineMs: number;
}

export interface RunOptions {
  /** Default: dashboards. */
  readonly lane?: Lane;
  /** For whom it is now, the first comer first: those who ask for one lane share it evenly. Default: nobody in particular. */
  readonly askers?: () => readonly string[];
  /** Aborting it cancels the statement, whether it waits or runs. */
  readonly signal?: AbortSignal;
  /** Overrides the lane's deadline downwards. */
  readonly deadlineMs?: number;
}

export interface ColumnInfo {
  readonly name: string;
  /** The engine's type in SQL, e.g. "DECIMAL(12,2)". */
  readonly type: string;
}

export type ExportFormat = 'parquet' | 'csv' | 'ndjson';

export interface ExportTarget {
  readonly path: string;
  readonly format: ExportFormat;
  /** CSV: a byte order mark first, by which spreadsheets know UTF-8. */
  readonly bom?: boolean;
  /** Rows in the statement's order. Otherwise in any: of millions that takes a fifth of the memory. */
  readonly ordered?: boolean;
  /** Parquet: what the file says of itself, key by key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface ExportOptions extends RunOptions {
  /** Told now and then which share of the rows has been read, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** What every engine does; `tests/warehouse/engine.contract.ts` is the suite that each one passes. */
export interface WarehouseEngine {
  /** All rows of a statement. Errors: TOO_BUSY, DEADLINE_EXCEEDED; an engine's own error is thrown with SQL and cause. */
  run(statement: Statement, options?: RunOptions): Promise<readonly Row[]>;
  /** The rows in chunks; throws when the stream was cut short, never ends silently early. */
  stream(statement: Statement, options?: RunOptions): AsyncIterable<readonly Row[]>;
  /**
   * Writes the result to a file by an engine's means (an engine elsewhere: by a DuckDB here); returns the row count. NaN and ±Infinity are
   * null, as in rows. CSV is as `csv.ts` writes it: RFC 4180, and no text begins a formula. What fails or is aborted leaves no file.
   */
  export(statement: Statement, target: ExportTarget, options?: ExportOptions): Promise<{ readonly rows: number }>;
  /** The columns a statement would return; also tells whether it binds, without running it. */
  describe(statement: Statement): Promise<readonly ColumnInfo[]>;
  /** A statement's SQL in the engine's own words. */
  spell(statement: Statement): string;
  /** Lanes' current load, for metrics and readiness. */
  load(): Readonly<Record<Lane, { readonly running: number; readonly waiting: number }>>;
  /** Waits for nothing: interrupts what runs, refuses what waits, closes. */
  close(): Promise<void>;
}
