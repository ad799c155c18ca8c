import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import type { ColumnInfo, ExportTarget, Lane, Row, RunOptions, WarehouseEngine } from '../engine.js';
import type { Lanes, Pass } from '../lanes.js';
import type { Statement } from '../statement.js';
import { interruptible, unlessAborted } from './cancel.js';
import { engineError, isFatal, isOurs } from './errors.js';
import { SessionPool } from './pool.js';
import { collect, copySql, prepareQuery } from './query.js';
import type { Instance, Session } from './session.js';

/** The embedded engine, over an instance that is already locked. */
export class DuckdbEngine implements WarehouseEngine {
  readonly #pools: Readonly<Record<Lane, SessionPool>>;
  readonly #working = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(
    private readonly instance: Instance,
    private readonly lanes: Lanes,
  ) {
    this.#pools = {
      dashboards: new SessionPool(instance),
      slices: new SessionPool(instance),
      channels: new SessionPool(instance),
    };
  }

  run(statement: Statement, options: RunOptions = {}): Promise<readonly Row[]> {
    return this.#admitted(statement, options, async (session, signal) => {
      const prepared = await prepareQuery(session, statement, signal);
      try {
        return await collect(await prepared.run(), signal);
      } finally {
        prepared.close();
      }
    });
  }

  async *stream(statement: Statement, options: RunOptions = {}): AsyncGenerator<readonly Row[]> {
    const lane = options.lane ?? 'dashboards';
    const pass = await this.lanes.enter(lane, options);
    const { signal } = pass;
    let session: Session | undefined;
    let sound = false;
    // One step of the stream (a connect, a chunk). It is waited for even when the caller no longer is, so that nothing closes under it.
    let step: Promise<unknown> = Promise.resolve();
    const within = <T>(work: () => Promise<T>): Promise<T> => {
      const done = session ? interruptible(session, signal, work) : work();
      step = this.#track(done);
      return unlessAborted(signal, done);
    };
    const free = () => {
      if (session) this.#pools[lane].put(session, sound);
      pass.release();
    };
    const freeAfterStep = () => void this.#track(step.then(free, free));
    // A reader that has stopped reading does not come back to hear of the deadline: its place is taken from it.
    signal.addEventListener('abort', freeAfterStep, { once: true });
    try {
      await within(async () => {
        session = await this.#pools[lane].take();
      });
      const next = await within(async () => {
        const prepared = await prepareQuery(session!, statement, signal);
        try {
          return await prepared.stream();
        } finally {
          prepared.close();
        }
      });
      for (let rows = await within(next); rows; rows = await within(next)) {
        yield rows;
        signal.throwIfAborted();
      }
      sound = true;
      free();
    } catch (error) {
      throw isOurs(error, signal) ? error : engineError(statement, error);
    } finally {
      signal.removeEventListener('abort', freeAfterStep);
      freeAfterStep();
    }
  }

  export(statement: Statement, target: ExportTarget, options: RunOptions = {}): Promise<{ readonly rows: number }> {
    return this.#admitted(statement, options, async (session, signal) => {
      // Under another name until it is whole: a file of the target's name is a finished one.
      const partial = `${target.path}.${randomUUID()}.part`;
      try {
        // Only what prepares as one query is put between COPY's brackets, so nothing in it can close them.
        (await prepareQuery(session, statement, signal)).close();
        const copy = await session.prepare(copySql(statement, target), [...statement.parameters, partial]);
        try {
          signal.throwIfAborted();
          const [counted] = await collect(await copy.run(), signal);
          signal.throwIfAborted();
          await rename(partial, target.path);
          return { rows: Number(counted?.Count) };
        } finally {
          copy.close();
        }
      } catch (error) {
        await rm(partial, { force: true }).catch(() => undefined);
        throw error;
      }
    });
  }

  describe(statement: Statement): Promise<readonly ColumnInfo[]> {
    return this.#admitted(statement, {}, async (session, signal) => {
      (await prepareQuery(session, statement, signal)).close();
      // DESCRIBE only binds; the prepared statement's own column types are missing where a parameter decides them.
      const described = await session.prepare(`DESCRIBE ${statement.sql}`, statement.parameters);
      try {
        const rows = await collect(await described.run(), signal);
        return rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
      } finally {
        described.close();
      }
    });
  }

  load(): ReturnType<WarehouseEngine['load']> {
    return this.lanes.load();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.lanes.close();
    while (this.#working.size > 0) await Promise.allSettled(this.#working);
    for (const pool of Object.values(this.#pools)) pool.close();
    this.instance.close();
  }

  /** Does work on a session of the lane: in its turn, within its deadline, on a session nobody else uses meanwhile. */
  async #admitted<T>(
    statement: Statement,
    options: RunOptions,
    work: (session: Session, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const lane = options.lane ?? 'dashboards';
    const pass = await this.lanes.enter(lane, options);
    const done = this.#track(this.#onSession(lane, pass, work));
    try {
      return await unlessAborted(pass.signal, done);
    } catch (error) {
      throw isOurs(error, pass.signal) ? error : engineError(statement, error);
    }
  }

  async #onSession<T>(lane: Lane, pass: Pass, work: (session: Session, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = pass;
    try {
      const session = await this.#pools[lane].take();
      let sound = false;
      try {
        const result = await interruptible(session, signal, () => work(session, signal));
        sound = true;
        return result;
      } catch (error) {
        sound = !signal.aborted && !isFatal(error);
        throw error;
      } finally {
        this.#pools[lane].put(session, sound);
      }
    } finally {
      pass.release();
    }
  }

  #track<T>(work: Promise<T>): Promise<T> {
    const settled: Promise<unknown> = work.then(
      () => this.#working.delete(settled),
      () => this.#working.delete(settled),
    );
    this.#working.add(settled);
    return work;
  }
}
