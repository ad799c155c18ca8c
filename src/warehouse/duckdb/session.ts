import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  StatementType,
} from '@duckdb/node-api';
import { isYieldDue, yieldLoop } from '../../lib/yielding.js';
import type { Row, Value } from '../engine.js';
import type { Parameter } from '../statement.js';
import { columnReader } from './column-reader.js';

/** An open DuckDB. This file alone knows the package; everything else sees sessions, rows and errors. */
export interface Instance {
  connect(): Promise<DuckdbSession>;
  close(): void;
}

export async function openInstance(path: string, config: Readonly<Record<string, string>>): Promise<Instance> {
  const instance = await DuckDBInstance.create(path, { ...config });
  return {
    connect: async () => new DuckdbSession(await instance.connect()),
    close: () => instance.closeSync(),
  };
}

/** A connection, for one statement at a time: a second one on it would silently cut the first one's stream. */
export class DuckdbSession {
  constructor(readonly connection: DuckDBConnection) {}

  /** Statements that ran and may be asked for again, the longest unused first. Session is one statement's at a time, and so are they. */
  private readonly kept = new Map<string, DuckDBPreparedStatement>();

  /**
   * The same as `prepare` for a query that is asked again and again with other parameters: parsed once. Of 125 columns that saves a
   * millisecond and a half of seven.
   */
  async prepareAgain(sql: string, parameters: readonly Parameter[]): Promise<Prepared> {
    if (sql.length > longestKept) return this.prepare(sql, parameters);
    const known = this.kept.get(sql);
    if (!known) {
      const { prepared } = await this.prepare(sql, parameters);
      return new Prepared(prepared, () => this.keep(sql, prepared));
    }
    this.kept.delete(sql);
    bindAll(known, parameters);
    return new Prepared(known, () => this.keep(sql, known));
  }

  private keep(sql: string, prepared: DuckDBPreparedStatement): void {
    this.kept.set(sql, prepared);
    if (this.kept.size <= mostKept) return;
    const [oldest] = this.kept.keys();
    this.kept.get(oldest!)!.destroySync();
    this.kept.delete(oldest!);
  }

  /** The statement, bound and ready; refuses text that holds none, or more than one, or a NUL (at which the engine would stop reading). */
  async prepare(sql: string, parameters: readonly Parameter[]): Promise<Prepared> {
    if (sql.includes('\0')) throw new Error('Expected one SQL statement, found a NUL character in it.');
    const statements = await this.connection.extractStatements(sql);
    if (statements.count !== 1) throw new Error(`Expected one SQL statement, found ${statements.count}.`);
    const prepared = await statements.prepare(0);
    bindAll(prepared, parameters);
    return new Prepared(prepared);
  }

  /** Makes DuckDB count how far statements of this session are; it costs nothing that can be measured, and nothing is printed. */
  async countProgress(): Promise<void> {
    for (const sql of ['SET enable_progress_bar_print = false', 'SET enable_progress_bar = true']) await this.connection.run(sql);
  }

  /** Share of the running statement that is done, 0 to 1; 0 as long as it is not known. */
  get progress(): number {
    return Math.max(0, this.connection.progress.percentage / 100);
  }

  /** Stops the statement that runs; one that still waits for a thread does not hear it. */
  interrupt(): void {
    this.connection.interrupt();
  }

  close(): void {
    // A statement that is kept open keeps the database open.
    for (const prepared of this.kept.values()) prepared.destroySync();
    this.kept.clear();
    this.connection.disconnectSync();
  }
}

const mostKept = 16;
/** Longer ones are lists of values, each its own. */
const longestKept = 20_000;

export class Prepared {
  private hasRun = false;

  /** `keep`: what becomes of it when it has run well and is closed; without it, it ends. */
  constructor(
    readonly prepared: DuckDBPreparedStatement,
    private readonly keep?: () => void,
  ) {}

  /** True of SELECT and its like (FROM, WITH, VALUES, DESCRIBE); false of whatever could change something, EXPLAIN ANALYZE included. */
  get isQuery(): boolean {
    return this.prepared.statementType === StatementType.SELECT;
  }

  get isExplain(): boolean {
    return this.prepared.statementType === StatementType.EXPLAIN;
  }

  /** Runs it to the end. */
  async run(): Promise<Chunks> {
    const result = await this.prepared.run();
    this.hasRun = true;
    let next = 0;
    return chunks(result, async () => (next < result.chunkCount ? result.getChunk(next++) : null));
  }

  /** Starts it; the rows are computed as they are fetched. */
  async stream(): Promise<Chunks> {
    const result = await this.prepared.stream();
    return chunks(result, () => result.fetchChunk());
  }

  close(): void {
    if (this.keep && this.hasRun) this.keep();
    else this.prepared.destroySync();
  }
}

/** Rows, some 2,048 at a time; null at the end. */
export type Chunks = () => Promise<Row[] | null>;

function chunks(result: DuckDBResult, fetch: () => ReturnType<DuckDBResult['fetchChunk']>): Chunks {
  const names = result.columnNames();
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Expected columns of different names, found "${twice}" twice.`);
  const readers = result.columnTypes().map((type) => columnReader(String(type)));
  return async () => {
    const chunk = await fetch();
    if (!chunk || chunk.rowCount === 0) return null;
    // To read two thousand rows takes some milliseconds, and what is then made of them is begun by whoever waits for them.
    if (isYieldDue()) await yieldLoop();
    const columns = readers.map((read, index) => read(chunk.getColumnVector(index)));
    return rows(names, columns, chunk.rowCount);
  };
}

function rows(names: readonly string[], columns: readonly (readonly Value[])[], count: number): Row[] {
  const made: Row[] = new Array(count);
  for (let r = 0; r < count; r++) {
    const row: Record<string, Value> = {};
    for (let c = 0; c < names.length; c++) row[names[c]!] = columns[c]![r]!;
    made[r] = row;
  }
  return made;
}

/** Errors: for another number of parameters than the statement has; the statement ends then. */
function bindAll(prepared: DuckDBPreparedStatement, parameters: readonly Parameter[]): void {
  try {
    if (prepared.parameterCount !== parameters.length)
      throw new Error(`Expected ${prepared.parameterCount} parameters, got ${parameters.length}.`);
    parameters.forEach((parameter, index) => {
      bind(prepared, index + 1, parameter);
    });
  } catch (error) {
    prepared.destroySync();
    throw error;
  }
}

/** Binds with a type, so that the engine compares with the column's own type and prunes partitions and row groups. */
function bind(prepared: DuckDBPreparedStatement, index: number, parameter: Parameter): void {
  if (parameter === null) prepared.bindNull(index);
  else if (typeof parameter === 'string') prepared.bindVarchar(index, parameter);
  else if (typeof parameter === 'boolean') prepared.bindBoolean(index, parameter);
  else if (typeof parameter === 'bigint') bindInteger(prepared, index, parameter);
  else if (Number.isSafeInteger(parameter)) bindInteger(prepared, index, BigInt(parameter));
  else prepared.bindDouble(index, parameter);
}

function bindInteger(prepared: DuckDBPreparedStatement, index: number, value: bigint): void {
  if (BigInt.asIntN(32, value) === value) prepared.bindInteger(index, Number(value));
  else if (BigInt.asIntN(64, value) === value) prepared.bindBigInt(index, value);
  else prepared.bindHugeInt(index, value);
}
