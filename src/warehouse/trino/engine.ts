import { unlessAborted } from '../../lib/unless-aborted.js';
import type { ColumnInfo, ExportOptions, ExportTarget, Row, RunOptions, WarehouseEngine } from '../engine.js';
import { thrownError } from '../errors.js';
import { checkExportPath } from '../export-path.js';
import type { Lanes } from '../lanes.js';
import { type Helpers, spelled } from '../spelled.js';
import type { Statement } from '../statement.js';
import { WorkUnderWay } from '../work-under-way.js';
import type { Coordinator, Headers } from './coordinator.js';
import { describeSql, executeSql } from './execute-sql.js';
import { exportFetched } from './export.js';
import { clusterFailure } from './failures.js';
import { Query } from './query.js';

export interface EngineOptions {
  readonly exportDirectories: readonly string[];
  readonly secrets: readonly string[];
  readonly helpers: Helpers;
  readonly ownSchema: string | null;
}

/** A Trino cluster as an engine. Its place in a lane is kept until Trino was told to let go. */
export class TrinoEngine implements WarehouseEngine {
  readonly #underWay: WorkUnderWay;

  constructor(
    private readonly coordinator: Coordinator,
    private readonly lanes: Lanes,
    private readonly options: EngineOptions,
  ) {
    this.#underWay = new WorkUnderWay(lanes);
  }

  run(statement: Statement, options: RunOptions = {}): Promise<readonly Row[]> {
    return this.#admitted(statement, options, executeSql, async (query, signal) => {
      const all: Row[] = [];
      for (let rows = await query.next(signal); rows; rows = await query.next(signal)) for (const row of rows) all.push(row);
      return all;
    });
  }

  async *stream(statement: Statement, options: RunOptions = {}): AsyncGenerator<readonly Row[]> {
    const pass = await this.lanes.enter(options.lane ?? 'dashboards', options);
    const { signal } = pass;
    let query: Query | undefined;
    // One step of the stream. It is waited for even when the caller no longer is, as it may be what tells where to cancel.
    let step: Promise<unknown> = Promise.resolve();
    const within = <T>(work: Promise<T>): Promise<T> => {
      step = this.#underWay.track(work);
      return unlessAborted(signal, work);
    };
    let isFreed = false;
    const freeAfterStep = () => {
      if (isFreed) return;
      isFreed = true;
      const free = async () => query?.close();
      void this.#underWay.track(step.then(free, free).finally(pass.release));
    };
    // A reader that has stopped reading does not come back to hear of the deadline: its place is taken from it.
    signal.addEventListener('abort', freeAfterStep, { once: true });
    try {
      const begin = async () => {
        query = await this.#begin(statement, options, executeSql, signal);
        return query;
      };
      const begun = await within(begin());
      const next = () => within(begun.next(signal));
      for (let rows = await next(); rows; rows = await next()) {
        yield rows;
        signal.throwIfAborted();
      }
    } catch (error) {
      throw thrownError(statement, clusterFailure(error), signal);
    } finally {
      signal.removeEventListener('abort', freeAfterStep);
      freeAfterStep();
    }
  }

  export(statement: Statement, target: ExportTarget, options: ExportOptions = {}): Promise<{ readonly rows: number }> {
    const { exportDirectories } = this.options;
    const prepare = (asked: Statement): string => {
      checkExportPath(exportDirectories, target.path);
      return executeSql(asked);
    };
    return this.#admitted(statement, options, prepare, (query, signal) =>
      exportFetched(query, target, exportDirectories, signal, options.onProgress),
    );
  }

  describe(statement: Statement): Promise<readonly ColumnInfo[]> {
    return this.#admitted(statement, {}, describeSql, async (query, signal) => {
      await query.next(signal);
      return query.columns.map(({ name, type }) => ({ name, type }));
    });
  }

  spell({ sql, isNative }: Statement): string {
    const { helpers, ownSchema } = this.options;
    if (isNative) return sql;
    const own = spelled(sql, helpers);
    if (ownSchema === null) return own;
    // Strings are left alone.
    const named = /'[^']*'|(?<![\w."])("?)(\w+)\1\.(?=["\w])/g;
    return own.replace(named, (found, _quote, schema) => (schema === ownSchema ? '' : found));
  }

  load(): ReturnType<WarehouseEngine['load']> {
    return this.lanes.load();
  }

  close(): Promise<void> {
    return this.#underWay.close(() => this.coordinator.close());
  }

  /** Does work on a query: in its turn, within its deadline. */
  async #admitted<T>(
    statement: Statement,
    options: RunOptions,
    prepare: (statement: Statement) => string,
    work: (query: Query, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { signal, release } = await this.lanes.enter(options.lane ?? 'dashboards', options);
    const begun = async (): Promise<T> => {
      const query = await this.#begin(statement, options, prepare, signal);
      try {
        return await work(query, signal);
      } finally {
        await query.close();
      }
    };
    try {
      return await unlessAborted(signal, this.#underWay.track(begun().finally(release)));
    } catch (error) {
      throw thrownError(statement, clusterFailure(error), signal);
    }
  }

  async #begin(
    statement: Statement,
    { lane = 'dashboards' }: RunOptions,
    prepare: (statement: Statement) => string,
    signal: AbortSignal,
  ): Promise<Query> {
    const sql = prepare({ ...statement, sql: this.spell(statement) });
    const texts = [statement.sql, ...statement.parameters].map(String);
    if (this.options.secrets.some((secret) => texts.some((text) => text.includes(secret))))
      throw new Error('Expected a statement without secrets: Trino writes statements into its query log, values included.');
    return Query.begin(this.coordinator, sql, told(statement, lane), signal);
  }
}

/** What an engineer sees beside the query, and may choose a resource group by. A header holds no other letters. */
const told = ({ name }: Statement, lane: string): Headers => ({
  'X-Trino-Client-Tags': lane,
  'X-Trino-Client-Info': name.replace(/[^ -~]/g, '?'),
});
