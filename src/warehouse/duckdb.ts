import { text } from '../lib/quote.js';
import { turns } from '../lib/turns.js';
import { duckdbHelpers } from './duckdb/dialect.js';
import { DuckdbEngine } from './duckdb/engine.js';
import { type DuckdbSession, type Instance, openInstance } from './duckdb/session.js';
import type { ColumnInfo, Lane, LaneLimits, Row, WarehouseEngine } from './engine.js';
import { engineError } from './errors.js';
import { Lanes } from './lanes.js';
import { spelled } from './spelled.js';
import type { Parameter } from './statement.js';

export interface InstanceOptions {
  /** What DuckDB's buffers may hold, e.g. "4GB"; sorts and joins beyond it go to `tempDirectory`. */
  readonly memoryLimit?: string;
  readonly threads?: number;
  readonly tempDirectory?: string;
}

export interface DuckdbOptions extends InstanceOptions {
  /** A file, opened read-only; default: in memory. To lay views over a file, leave this out and ATTACH the file in `setup`. */
  readonly database?: string;
  /**
   * Trusted SQL in portable spelling, run once before the lock, one statement an entry: ATTACH … (READ_ONLY), CREATE VIEW, CREATE TABLE, SET GLOBAL.
   * It runs on a connection of its own: TEMP objects, USE and plain SET of a session's option do not reach the statements.
   */
  readonly setup?: readonly string[];
  /** With what is attached, `tempDirectory` and `exportDirectories`, the only places that may be read once the engine is open. */
  readonly allowedDirectories?: readonly string[];
  /** The only places that may be exported to; without one nothing is. */
  readonly exportDirectories?: readonly string[];
  readonly lanes?: Partial<Record<Lane, LaneLimits>>;
}

/** An engine on DuckDB in this process, locked: it reads the database, what `setup` attached and the allowed directories, and nothing else. */
export async function openDuckdb(options: DuckdbOptions = {}): Promise<WarehouseEngine> {
  const lanes = new Lanes(options.lanes);
  warnOfSmallPool(lanes.concurrency);
  const access: Record<string, string> = options.database === undefined ? {} : { access_mode: 'READ_ONLY' };
  const instance = await openInstance(options.database ?? ':memory:', { ...config(options), ...access });
  return opened(instance, async (session) => {
    for (const sql of [keepFooters, ...(options.setup ?? [])]) await execute(session, spelled(sql, duckdbHelpers));
    const { allowedDirectories = [], exportDirectories = [] } = options;
    for (const sql of lock([...allowedDirectories, ...exportDirectories])) await execute(session, sql);
    session.close();
    return new DuckdbEngine(instance, lanes, exportDirectories);
  });
}

/** An unlocked DuckDB for the build, which runs trusted SQL only. */
export interface Builder {
  /** One statement, of any kind. */
  execute(sql: string): Promise<void>;
  query(sql: string, parameters?: readonly Parameter[]): Promise<readonly Row[]>;
  /** The columns of a SELECT. */
  describe(sql: string): Promise<readonly ColumnInfo[]>;
  close(): Promise<void>;
}

export interface BuilderOptions extends InstanceOptions {
  /** A file that is read and written, made when it is not there. Default: in memory. */
  readonly database?: string;
  /** Statements that run at a time, each on a connection of its own: more than the default of 1 have no TEMP objects in common. */
  readonly connections?: number;
}

/** Opens a builder. Its statements run one after the other, or as many at a time as it has connections. */
export async function openBuilder(options: BuilderOptions = {}): Promise<Builder> {
  const { connections = 1 } = options;
  const instance = await openInstance(options.database ?? ':memory:', config(options));
  return opened(instance, async (first) => {
    const all = [first];
    while (all.length < connections) all.push(await instance.connect());
    for (const session of all) await execute(session, keepFooters);
    const idle = [...all];
    const inTurn = turns(connections);
    const run = (sql: string, parameters?: readonly Parameter[]) =>
      inTurn(async () => {
        const session = idle.pop()!;
        return execute(session, sql, parameters).finally(() => idle.push(session));
      });
    return {
      execute: async (sql) => void (await run(sql)),
      query: run,
      describe: async (sql) =>
        (await run(`DESCRIBE ${sql}`)).map((row) => ({ name: row.column_name as string, type: row.column_type as string })),
      // Behind all that was asked before.
      close: async () => {
        await Promise.all(all.map(() => inTurn(async () => idle.pop()!.close())));
        instance.close();
      },
    };
  });
}

/** The same builder for portable SQL. A person's SQL is for the one below: names in it may be helpers'. */
export const portable = ({ execute, query, describe, close }: Builder): Builder => ({
  execute: (sql) => execute(spelled(sql, duckdbHelpers)),
  query: (sql, parameters) => query(spelled(sql, duckdbHelpers), parameters),
  describe: (sql) => describe(spelled(sql, duckdbHelpers)),
  close,
});

async function opened<T>(instance: Instance, make: (session: DuckdbSession) => Promise<T>): Promise<T> {
  try {
    return await make(await instance.connect());
  } catch (error) {
    instance.close();
    throw error;
  }
}

async function execute(session: DuckdbSession, sql: string, parameters: readonly Parameter[] = []): Promise<readonly Row[]> {
  try {
    const prepared = await session.prepare(sql, parameters);
    try {
      const next = await prepared.run();
      const all: Row[] = [];
      for (let rows = await next(); rows; rows = await next()) for (const row of rows) all.push(row);
      return all;
    } finally {
      prepared.close();
    }
  } catch (cause) {
    throw engineError({ name: 'duckdb', sql }, cause);
  }
}

function config({ memoryLimit, threads, tempDirectory }: InstanceOptions): Record<string, string> {
  return {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    ...(memoryLimit === undefined ? {} : { memory_limit: memoryLimit }),
    ...(threads === undefined ? {} : { threads: String(threads) }),
    ...(tempDirectory === undefined ? {} : { temp_directory: tempDirectory }),
  };
}

/** Footers of files are read once: a tenth of a short statement. A file that was written anew since is looked at again. */
const keepFooters = 'SET GLOBAL parquet_metadata_cache = true';

/**
 * The order matters: the directories can no longer be changed once access is off, and nothing once the configuration is locked. Only
 * the counting of progress stays a session's own: it has no setting for all of them.
 */
function lock(allowedDirectories: readonly string[]): readonly string[] {
  const list = allowedDirectories.map(text).join(', ');
  return [
    `SET allowed_directories = [${list}]`,
    "SET allowed_configs = ['enable_progress_bar', 'enable_progress_bar_print']",
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
}

/** DuckDB waits in libuv's pool; when it is smaller than the lanes, statements wait there unseen and connects take seconds. */
function warnOfSmallPool(inFlight: number): void {
  const threads = Number(process.env.UV_THREADPOOL_SIZE ?? 4);
  if (inFlight < threads) return;
  process.emitWarning(
    `The lanes run ${inFlight} statements at a time and libuv's pool has ${threads} threads: set UV_THREADPOOL_SIZE=16 before Node starts.`,
    {
      code: 'MARTLET_SMALL_POOL',
    },
  );
}
