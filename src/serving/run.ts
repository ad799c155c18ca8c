import { errorCode, tellStatement } from '../lib/diagnostics.js';
import { turns } from '../lib/turns.js';
import { usualLimits } from '../security/limits.js';
import type { ExportTarget, Lane, Row, WarehouseEngine } from '../warehouse/engine.js';
import type { Source, Statement, TellableSource } from '../warehouse/statement.js';
import { asItIs } from '../warehouse/statement.js';
import type { KeptFigures } from './kept-figures.js';

/** What happened to answer a request, for `extensions.route`. */
export interface RouteEntry extends TellableSource {
  readonly statement: string;
  readonly ms: number;
  /** The rows were kept from an earlier request: the mart was not read again. */
  readonly kept?: true;
}

/** Runs a request's statement, for dashboards unless said otherwise, and notes what was read. */
export type Run = (statement: Statement, lane?: Lane) => Promise<readonly Row[]>;

/** What is said of a reading. */
type Asked = Pick<Statement, 'name' | 'reads'>;

/** Does a reading that is no statement, and notes what was read. */
export type Read = <T>(asked: Asked, work: () => Promise<T>) => Promise<T>;

/** What was read and worked out for several requests together. */
export interface Shared<T> {
  readonly value: T;
  readonly route: readonly RouteEntry[];
}

/** Does work whose readings are no single request's: nobody's leaving ends it. It belongs to a generation, and keeps nothing of a request. */
export type Share = <T>(work: (reading: Pick<Reading, 'run' | 'read'>) => Promise<T>) => Promise<Shared<T>>;

/** How a request reads and waits. */
export interface Reading {
  readonly run: Run;
  readonly read: Read;
  /** Writes the rows into a file, by the engine's own means. */
  readonly write: (statement: Statement, target: ExportTarget, lane: Lane) => Promise<void>;
  /**
   * Waits for what is shared, as long as the request itself is waited for, and notes what was read for it.
   * Errors: the work's, and the reason of the request's signal.
   */
  readonly join: <T>(work: Promise<Shared<T>>) => Promise<T>;
}

export interface ReadingOptions {
  readonly signal?: AbortSignal;
  /** Statements that the request has under way at a time: it must not fill a lane alone. */
  readonly atOnce?: number;
  /** Who asks: they share the lanes evenly. */
  readonly asker?: string;
  /** Rows of figures that earlier requests were answered by. */
  readonly figures?: KeptFigures;
  /** What must be done before anything that was read is given out; it is waited for beside the reading. */
  readonly ready?: () => Promise<unknown>;
}

/** `log`: of the request. */
export function readingOf(engine: WarehouseEngine, log: RouteEntry[], options: ReadingOptions = {}): Reading {
  const { signal, atOnce = usualLimits.statements, asker, figures, ready = async () => {} } = options;
  const inTurn = turns(atOnce);
  const told = ({ name, reads }: Asked, lane: Lane, code: string, seconds: number) =>
    tellStatement({
      statement: name,
      lane,
      code,
      seconds,
      reads: reads.map((source) => ({ ...source, rollup: rollupOf(source) })),
    });
  const note = ({ name, reads }: Asked, how: Pick<RouteEntry, 'ms' | 'kept'>) => {
    for (const { source, rollupMissReason } of reads.length > 0 ? reads : [noMart])
      log.push({ statement: name, source, rollupMissReason, ...how });
  };
  const noted = <T>(statement: Asked, lane: Lane, work: () => Promise<T>): Promise<T> =>
    inTurn(async () => {
      const start = performance.now();
      const tell = (code: string) => told(statement, lane, code, (performance.now() - start) / 1000);
      const done = await work().catch((error: unknown) => {
        tell(errorCode(error));
        throw error;
      });
      tell('OK');
      const ms = Math.round((performance.now() - start) * 100) / 100;
      await ready();
      note(statement, { ms });
      return done;
    });
  const inLane = (lane: Lane) => ({ lane, ...(signal ? { signal } : {}), ...(asker === undefined ? {} : { asker }) });
  return {
    run: async (statement, lane = 'dashboards') => {
      const known = figures?.get(statement);
      if (known) {
        signal?.throwIfAborted();
        told(statement, lane, 'KEPT', 0);
        await ready();
        note(statement, { ms: 0, kept: true });
        return known;
      }
      const rows = await noted(statement, lane, () => engine.run(statement, inLane(lane)));
      figures?.set(statement, rows);
      return rows;
    },
    read: (asked, work) => noted(asked, 'channels', work),
    write: (statement, target, lane) =>
      noted(statement, lane, async () => {
        await engine.export(statement, target, inLane(lane));
      }),
    join: async (work) => {
      const { value, route } = await (signal ? unless(signal, work) : work);
      log.push(...route);
      return value;
    },
  };
}

const noMart = asItIs('no mart');

const rollupOf = ({ source, rollupMissReason }: Source): 'hit' | 'miss' | null =>
  rollupMissReason !== null ? 'miss' : /\brollup_/.test(source) ? 'hit' : null;

/** Of a generation's engine. */
export const sharing =
  (engine: WarehouseEngine): Share =>
  async (work) => {
    const route: RouteEntry[] = [];
    const value = await work(readingOf(engine, route));
    return { value, route };
  };

/** The work's outcome, or the signal's reason where that comes first. */
function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
