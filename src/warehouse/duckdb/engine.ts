import { unlessAborted } from '../../lib/unless-aborted.js';
import type { ColumnInfo, ExportOptions, ExportTarget, Lane, Row, RunOptions, WarehouseEngine } from '../engine.js';
import { thrownError } from '../errors.js';
import { checkExportPath } from '../export-path.js';
import type { Lanes, Pass } from '../lanes.js';
import type { Statement } from '../statement.js';
import { WorkUnderWay } from '../work-under-way.js';
import { exportQuery } from './export.js';
import { isFatal } from './fatal.js';
import { interruptible } from './interruptible.js';
import { SessionPool } from './pool.js';
import { collect, describeQuery, inDuckdb, prepareQuery } from './query.js';
import type { DuckdbSession, Instance } from './session.js';

/** The embedded engine, over an instance that is already locked. */
export class DuckdbEngine implements WarehouseEngine {
  readonly #pools: Readonly<Record<Lane, SessionPool>>;
  readonly #underWay: WorkUnderWay;

  constructor(
    private readonly instance: Instance,
    private readonly lanes: Lanes,
    private readonly exportDirectories: readonly string[],
  ) {
    this.#underWay = new WorkUnderWay(lanes);
    this.#pools = {
      dashboards: new SessionPool(instance),
      slices: new SessionPool(instance),
      channels: new SessionPool(instance),
      exports: new SessionPool(instance),
    };
  }

  run(statement: Statement, options: RunOptions = {}): Promise<readonly Row[]> {
    return this.#admitted(statement, options, async (session, signal) => {
      const prepared = await prepareQuery(session, statement, signal, 'again');
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
    let session: DuckdbSession | undefined;
    let sound = false;
    // One step of the stream (a connect, a chunk). It is waited for even when the caller no longer is, so that nothing closes under it.
    let step: Promise<unknown> = Promise.resolve();
    const within = <T>(work: () => Promise<T>): Promise<T> => {
      const done = session ? interruptible(session, signal, work) : work();
      step = this.#underWay.track(done);
      return unlessAborted(signal, done);
    };
    const free = () => {
      if (session) this.#pools[lane].put(session, sound);
      pass.release();
    };
    const freeAfterStep = () => void this.#underWay.track(step.then(free, free));
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
      throw thrownError(statement, error, signal);
    } finally {
      signal.removeEventListener('abort', freeAfterStep);
      freeAfterStep();
    }
  }

  export(statement: Statement, target: ExportTarget, options: ExportOptions = {}): Promise<{ readonly rows: number }> {
    return this.#admitted(statement, options, (session, signal) => {
      checkExportPath(this.exportDirectories, target.path);
      return exportQuery(session, statement, target, signal, options.onProgress);
    });
  }

  describe(statement: Statement): Promise<readonly ColumnInfo[]> {
    return this.#admitted(statement, {}, async (session, signal) => {
      (await prepareQuery(session, statement, signal)).close();
      return describeQuery(session, statement, signal);
    });
  }

  spell(statement: Statement): string {
    return inDuckdb(statement);
  }

  load(): ReturnType<WarehouseEngine['load']> {
    return this.lanes.load();
  }

  close(): Promise<void> {
    return this.#underWay.close(() => {
      for (const pool of Object.values(this.#pools)) pool.close();
      this.instance.close();
    });
  }

  /** Does work on a session of the lane: in its turn, within its deadline, on a session nobody else uses meanwhile. */
  async #admitted<T>(
    statement: Statement,
    options: RunOptions,
    work: (session: DuckdbSession, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const lane = options.lane ?? 'dashboards';
    const pass = await this.lanes.enter(lane, options);
    const done = this.#underWay.track(this.#onSession(lane, pass, work));
    try {
      return await unlessAborted(pass.signal, done);
    } catch (error) {
      throw thrownError(statement, error, pass.signal);
    }
  }

  async #onSession<T>(lane: Lane, pass: Pass, work: (session: DuckdbSession, signal: AbortSignal) => Promise<T>): Promise<T> {
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
}
