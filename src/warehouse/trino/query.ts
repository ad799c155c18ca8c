import { isYieldDue, yieldLoop } from '../../lib/yielding.js';
import type { ColumnInfo, Row, Value } from '../engine.js';
import { columnReaderOf, type ReadCell, type TypeSignature } from './column-reader.js';
import type { Coordinator, Headers, ResultPage } from './coordinator.js';

export interface Column extends ColumnInfo {
  readonly signature: TypeSignature;
}

/** As many as DuckDB gives in a chunk. */
const ROWS_AT_ONCE = 2048;

/** A query that Trino has begun. It goes on as its pages are asked for, and must be closed. */
export class Query {
  private readers: readonly { readonly name: string; readonly read: ReadCell }[] = [];
  /** Known with the first rows, and at the end. */
  columns: readonly Column[] = [];
  /** Share of it that is done, 0 to 1, as far as Trino tells. */
  progress = 0;
  /** Rows of the page that were given out. */
  private given = 0;

  private constructor(
    private readonly coordinator: Coordinator,
    private page: ResultPage,
  ) {}

  static async begin(coordinator: Coordinator, sql: string, headers: Headers, signal: AbortSignal): Promise<Query> {
    return new Query(coordinator, await coordinator.begin(sql, headers, signal));
  }

  /** The next rows, 1 to 2,048; null at the end. Errors: Trino's own, and the signal's reason. */
  async next(signal: AbortSignal): Promise<Row[] | null> {
    for (;;) {
      signal.throwIfAborted();
      const { columns, data = [], error, nextUri, stats } = this.page;
      if (error) throw Object.assign(new Error(error.message), { name: error.errorName });
      if (columns && this.columns.length === 0) this.know(columns);
      this.progress = Math.max(this.progress, (stats?.progressPercentage ?? 0) / 100);
      if (this.given < data.length) {
        // A page may hold a hundred thousand rows: others have the event loop in between.
        if (isYieldDue()) await yieldLoop();
        const rows = data.slice(this.given, this.given + ROWS_AT_ONCE);
        this.given += rows.length;
        return rows.map((cells) => this.row(cells));
      }
      if (nextUri === undefined) return null;
      this.page = await this.coordinator.next(nextUri, signal);
      this.given = 0;
    }
  }

  /** Cancels it where it has not ended. */
  async close(): Promise<void> {
    if (this.page.nextUri !== undefined) await this.coordinator.cancel(this.page.nextUri);
  }

  private know(columns: NonNullable<ResultPage['columns']>): void {
    const names = columns.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`Expected columns of different names, found "${twice}" twice.`);
    this.columns = columns.map(({ name, type, typeSignature }) => ({ name, type: sqlType(type), signature: typeSignature }));
    this.readers = this.columns.map(({ name, signature }) => ({ name, read: columnReaderOf(signature) }));
  }

  private row(cells: readonly unknown[]): Row {
    const row: Record<string, Value> = {};
    for (let c = 0; c < this.readers.length; c++) row[this.readers[c]!.name] = this.readers[c]!.read(cells[c]);
    return row;
  }
}

/** "decimal(12, 2)" → "DECIMAL(12,2)". */
const sqlType = (type: string): string => type.toUpperCase().replaceAll(', ', ',');
