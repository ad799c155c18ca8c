import { errorCode, tellStatement } from '../lib/diagnostics.js';
import type { Waiter } from '../lib/in-flight.js';
import { turns } from '../lib/turns.js';
import { unlessAborted } from '../lib/unless-aborted.js';
import { usualLimits } from '../security/limits.js';
import type { ExportTarget, Lane, Row, WarehouseEngine } from '../warehouse/engine.js';
import type { Source, Statement, TellableSource } from '../warehouse/statement.js';
import { asItIs } from '../warehouse/statement.js';
import type { Cluster } from './cluster.js';
import type { KeptFigures, KeptRows } from './kept-figures.js';

/** What happened to answer a request, for `extensions.route`. */
export interface RouteEntry extends TellableSource {
  readonly statement: string;
  readonly ms: number;
  /** The rows were kept from an earlier request, or came for another one at the same time: the mart was not read again. */
  readonly kept?: true;
  /** Which engine read it, where that is not the DuckDB beside the gateway. */
  readonly engine?: 'trino';
}

/** Runs a request's statement, for dashboards unless said otherwise, and notes what was read. */
export type Run = (statement: Statement, lane?: Lane) => Promise<readonly Row[]>;

/** What is said of a reading. */
type Asked = Pick<Statement, 'name' | 'reads'>;

const isStatement = (asked: Asked): asked is Statement => 'sql' in asked;

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
  /** Writes the rows into a file, by the engine's own means, and gives how many they are. */
  readonly write: (statement: Statement, target: ExportTarget, lane: Lane) => Promise<number>;
  /**
   * Waits for what is shared, as long as the request itself is waited for, and notes what was read for it.
   * Errors: the work's, and the reason of the request's signal.
   */
  readonly join: <T>(work: Promise<Shared<T>>) => Promise<T>;
}

/** With whom waits for it: while they share the lanes evenly with others, and until nobody does any more. */
export interface ReadingOptions extends Waiter {
  /** Statements that the request has under way at a time: it must not fill a lane alone. */
  readonly atOnce?: number;
  /** Rows of figures that earlier requests were answered by. */
  readonly figures?: KeptFigures;
  /** What some statements go to. Default: nothing. */
  readonly cluster?: Pick<Cluster, 'isFar'> | null;
  /** What must be done before anything that was read is given out; it is waited for beside the reading. */
  readonly ready?: () => Promise<unknown>;
}

/** `log`: of the request. */
export function readingOf(engine: WarehouseEngine, log: RouteEntry[], options: ReadingOptions = {}): Reading {
  const { signal, askers, atOnce = usualLimits.statements, figures, cluster = null, ready = async () => {} } = options;
  const inTurn = turns(atOnce);
  const waiter: Waiter = { ...(signal && { signal }), ...(askers && { askers }) };
  const tell = ({ name, reads }: Asked, lane: Lane, code: string, seconds: number) =>
    tellStatement({
      statement: name,
      lane,
      code,
      seconds,
      reads: reads.map((source) => ({ ...source, rollup: rollupOf(source) })),
    });
  const told = async <T>(asked: Asked, lane: Lane, work: () => Promise<T>): Promise<T> => {
    const passed = stopwatch();
    const done = await work().catch((error: unknown) => {
      tell(asked, lane, errorCode(error), passed() / 1000);
      throw error;
    });
    tell(asked, lane, 'OK', passed() / 1000);
    return done;
  };
  const note = (asked: Asked, how: Pick<RouteEntry, 'ms' | 'kept'>) => {
    const { name, reads } = asked;
    const where = isStatement(asked) && cluster?.isFar(asked) ? ({ engine: 'trino' } as const) : {};
    for (const { source, rollupMissReason } of reads.length > 0 ? reads : [noMart])
      log.push({ statement: name, source, rollupMissReason, ...how, ...where });
  };
  const noted = <T>(asked: Asked, lane: Lane, work: () => Promise<T>): Promise<T> =>
    inTurn(async () => {
      const passed = stopwatch();
      const done = await told(asked, lane, work);
      const ms = inHundredths(passed());
      await ready();
      note(asked, { ms });
      return done;
    });
  const keptOrRun = async (place: KeptRows, statement: Statement, lane: Lane): Promise<readonly Row[]> => {
    const passed = stopwatch();
    const run = (of: Waiter) => told(statement, lane, () => engine.run(statement, { lane, ...of }));
    const { answer, isKept } = await place.rows(waiter, run);
    const ms = inHundredths(passed());
    if (isKept) tell(statement, lane, 'KEPT', ms / 1000);
    await ready();
    note(statement, { ms, ...(isKept && { kept: true }) });
    return answer;
  };
  return {
    run: (statement, lane = 'dashboards') => {
      const place = figures?.placeOf(statement, lane);
      if (!place) return noted(statement, lane, () => engine.run(statement, { lane, ...waiter }));
      const work = () => keptOrRun(place, statement, lane);
      // Who takes what is there has no statement under way.
      return place.isTaken() ? work() : inTurn(work);
    },
    read: (asked, work) => noted(asked, 'channels', work),
    write: (statement, target, lane) =>
      noted(statement, lane, async () => (await engine.export(statement, target, { lane, ...waiter })).rows),
    join: async (work) => {
      const { value, route } = await (signal ? unlessAborted(signal, work) : work);
      log.push(...route);
      return value;
    },
  };
}

/** Tells how many ms have passed since. */
function stopwatch(): () => number {
  const start = performance.now();
  return () => performance.now() - start;
}

const inHundredths = (ms: number): number => Math.round(ms * 100) / 100;

const noMart = asItIs('no mart');

const rollupOf = ({ source, rollupMissReason }: Source): 'hit' | 'miss' | null =>
  rollupMissReason !== null ? 'miss' : /\brollup_/.test(source) ? 'hit' : null;

/** Of a generation's engine. */
export const sharing =
  (engine: WarehouseEngine, cluster: Cluster | null): Share =>
  async (work) => {
    const route: RouteEntry[] = [];
    const value = await work(readingOf(engine, route, { cluster }));
    return { value, route };
  };
