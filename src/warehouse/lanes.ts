import { setMaxListeners } from 'node:events';
import { MartletError } from '../errors.js';
import type { Lane, LaneLimits, RunOptions } from './engine.js';

/** Twelve statements in flight at most: under the 16 threads of libuv's pool, in which DuckDB waits, with room for files and connects. */
export const DEFAULT_LANES: Readonly<Record<Lane, LaneLimits>> = Object.freeze({
  dashboards: Object.freeze({ concurrency: 4, queue: 64, deadlineMs: 10_000 }),
  slices: Object.freeze({ concurrency: 2, queue: 16, deadlineMs: 120_000 }),
  channels: Object.freeze({ concurrency: 4, queue: 128, deadlineMs: 800 }),
  exports: Object.freeze({ concurrency: 2, queue: 16, deadlineMs: 3_600_000 }),
});

/** A place in a lane, held while a statement runs. */
export interface Pass {
  /** Aborts on the caller's signal, at the deadline and when the lanes close; its reason is the error to throw. */
  readonly signal: AbortSignal;
  /** Frees the place: when the engine has let go of the work, not when the caller has lost interest in it. */
  release(): void;
}

type Askers = () => readonly string[];

interface Waiter {
  /** Of a statement that several wait for the first counts for how many wait; it gets its place as soon as one of them would. */
  readonly askers: Askers;
  /** In whose name it runs. */
  enter(asker: string): void;
}

interface LaneState {
  readonly limits: LaneLimits;
  readonly waiting: Waiter[];
  running: number;
  /** Of those of an asker. */
  readonly runningOf: Map<string, number>;
}

/**
 * Admission to the engine: each lane runs a bounded number of statements and lets a bounded number wait; one more is refused at once with
 * TOO_BUSY. A free place is for the asker of whom the fewest run, among equals first come first served, and nobody has more than half of those
 * that may wait: who asks for much waits for himself. The deadline covers waiting and running together.
 *
 * Not p-queue: it frees the place of a running task as soon as its signal aborts, while an interrupted statement still
 * holds its connection and its thread; and it counts a freed place some microtasks late, which a queue bound of 0 shows.
 */
export class Lanes {
  readonly #lanes: Readonly<Record<Lane, LaneState>>;
  readonly #inside = new Set<AbortController>();
  #closed = false;

  constructor(limits: Partial<Record<Lane, LaneLimits>> = {}) {
    const state = (lane: Lane): LaneState => ({
      limits: limits[lane] ?? DEFAULT_LANES[lane],
      waiting: [],
      running: 0,
      runningOf: new Map(),
    });
    this.#lanes = {
      dashboards: state('dashboards'),
      slices: state('slices'),
      channels: state('channels'),
      exports: state('exports'),
    };
  }

  /** Statements that may run at one time, over all lanes. */
  get concurrency(): number {
    return Object.values(this.#lanes).reduce((sum, lane) => sum + lane.limits.concurrency, 0);
  }

  /**
   * Waits for a place. Errors: TOO_BUSY when the queue is full or the lanes are closed, DEADLINE_EXCEEDED,
   * and the reason of the caller's signal when that aborts.
   */
  async enter(name: Lane, options: Pick<RunOptions, 'signal' | 'deadlineMs' | 'askers'> = {}): Promise<Pass> {
    const lane = this.#lanes[name];
    options.signal?.throwIfAborted();
    if (this.#closed) throw closing();
    const full = lane.running >= lane.limits.concurrency;
    const { askers = nobody } = options;
    const [asker] = namesOf(askers);
    if (full && lane.waiting.length >= lane.limits.queue) throw tooBusy(name, lane.limits);
    if (full && asker && waitingOf(lane, asker) >= Math.ceil(lane.limits.queue / 2)) throw tooManyOfOne(name, lane.limits);

    const stop = new AbortController();
    const deadlineMs = Math.min(options.deadlineMs ?? lane.limits.deadlineMs, lane.limits.deadlineMs);
    const timer = setTimeout(() => stop.abort(deadlineExceeded(name, deadlineMs)), deadlineMs);
    const abandon = () => stop.abort(options.signal?.reason);
    if (options.signal) {
      // One request's signal may stand behind many statements; Node warns of a leak at the eleventh.
      setMaxListeners(0, options.signal);
      options.signal.addEventListener('abort', abandon, { once: true });
    }
    this.#inside.add(stop);
    const leave = () => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abandon);
      this.#inside.delete(stop);
    };

    let runsFor = asker;
    if (full) runsFor = await wait(lane, askers, stop.signal, leave);
    else {
      lane.running++;
      count(lane, asker, 1);
    }
    return {
      signal: stop.signal,
      release: once(() => {
        leave();
        count(lane, runsFor, -1);
        free(lane);
      }),
    };
  }

  load(): Readonly<Record<Lane, { readonly running: number; readonly waiting: number }>> {
    const load = ({ running, waiting }: LaneState) => ({ running, waiting: waiting.length });
    const { dashboards, slices, channels, exports } = this.#lanes;
    return { dashboards: load(dashboards), slices: load(slices), channels: load(channels), exports: load(exports) };
  }

  /** Refuses everything from now on, what waits and what comes; what runs sees its signal abort. */
  close(): void {
    this.#closed = true;
    for (const stop of [...this.#inside]) stop.abort(closing());
  }
}

/** In whose name a place is handed over (it stays counted as running); rejects with the signal's reason and leaves the queue at once. */
function wait(lane: LaneState, askers: Askers, signal: AbortSignal, leave: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const waiter: Waiter = {
      askers,
      enter(asker) {
        signal.removeEventListener('abort', giveUp);
        resolve(asker);
      },
    };
    const giveUp = () => {
      lane.waiting.splice(lane.waiting.indexOf(waiter), 1);
      leave();
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    lane.waiting.push(waiter);
  });
}

/** Hands a place over to the first of those of whom the fewest run. */
function free(lane: LaneState): void {
  const runs = (asker: string): number => lane.runningOf.get(asker) ?? 0;
  const all = lane.waiting.flatMap((waiter) => namesOf(waiter.askers).map((asker) => ({ waiter, asker })));
  const fewest = Math.min(...all.map(({ asker }) => runs(asker)));
  const next = all.find(({ asker }) => runs(asker) === fewest);
  if (next) {
    lane.waiting.splice(lane.waiting.indexOf(next.waiter), 1);
    // At once: of two places that are freed together the second must see who has the first.
    count(lane, next.asker, 1);
    next.waiter.enter(next.asker);
  } else lane.running--;
}

function count(lane: LaneState, asker: string, change: 1 | -1): void {
  const running = (lane.runningOf.get(asker) ?? 0) + change;
  if (running === 0) lane.runningOf.delete(asker);
  else lane.runningOf.set(asker, running);
}

const nobody: Askers = () => [];
/** At least one: who has no name is one, too. */
const namesOf = (askers: Askers): readonly [string, ...string[]] => {
  const [first = '', ...others] = askers();
  return [first, ...others];
};
const waitingOf = (lane: LaneState, asker: string): number =>
  lane.waiting.filter(({ askers }) => namesOf(askers)[0] === asker).length;

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}

/** A quarter of the deadline: long enough for some of the queue to drain, short enough to be worth waiting for. */
const retryAfterMs = (limits: LaneLimits): number => Math.ceil(limits.deadlineMs / 4);

const tooBusy = (lane: Lane, limits: LaneLimits): MartletError =>
  new MartletError(
    'TOO_BUSY',
    `The warehouse's lane "${lane}" is full (${limits.concurrency} running, ${limits.queue} waiting). Try again later.`,
    { retryAfterMs: retryAfterMs(limits) },
  );

const tooManyOfOne = (lane: Lane, limits: LaneLimits): MartletError =>
  new MartletError(
    'TOO_BUSY',
    `Of the ${limits.queue} statements that may wait in the warehouse's lane "${lane}" half are yours already. Ask for less at a time.`,
    { retryAfterMs: retryAfterMs(limits) },
  );

const deadlineExceeded = (lane: Lane, deadlineMs: number): MartletError =>
  new MartletError(
    'DEADLINE_EXCEEDED',
    `No answer within the ${deadlineMs} ms of the lane "${lane}". Ask for less (fewer months, fewer breakdowns) or try again later.`,
  );

const closing = (): MartletError =>
  new MartletError('TOO_BUSY', 'The warehouse is being closed. Try again.', { retryAfterMs: 1000 });
