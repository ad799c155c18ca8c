import { setMaxListeners } from 'node:events';
import { unlessAborted } from './unless-aborted.js';

/** Somebody who waits for work, or work that is others' to wait for. */
export interface Waiter {
  /** Aborts when he waits no more. */
  readonly signal?: AbortSignal;
  /** Who waits now, the first comer first. */
  readonly askers?: () => readonly string[];
}

interface Work<T> {
  readonly outcome: Promise<T>;
  readonly stop: AbortController;
  readonly waiting: Set<Waiter>;
}

/**
 * Does once what is asked for by several at the same time. Who leaves ends his own waiting; when the last has left, the work is ended. What it
 * comes to is told to all who wait, a failure too, and is forgotten: who asks later begins it anew.
 */
export class InFlight<T> {
  readonly #works = new Map<string, Work<T>>();

  has(key: string): boolean {
    return this.#works.has(key);
  }

  /** Waits for what is under way by that key, else begins it: it is to stop when nobody waits any more. Errors: the work's, and the reason of the waiter's signal. */
  async join(asked: Waiter, key: string, begin: (work: Required<Waiter>) => Promise<T>): Promise<T> {
    const waiter = { ...asked };
    const { signal } = waiter;
    signal?.throwIfAborted();
    const work = this.#works.get(key) ?? this.#begin(key, waiter, begin);
    work.waiting.add(waiter);
    try {
      // A request may wait for many works; Node warns of a leak at the eleventh.
      if (signal) setMaxListeners(0, signal);
      return await (signal ? unlessAborted(signal, work.outcome) : work.outcome);
    } finally {
      work.waiting.delete(waiter);
      if (work.waiting.size === 0) {
        this.#forget(key, work);
        work.stop.abort(signal?.reason);
      }
    }
  }

  #begin(key: string, first: Waiter, begin: (work: Required<Waiter>) => Promise<T>): Work<T> {
    const [stop, waiting] = [new AbortController(), new Set([first])];
    const askers = () => [...waiting].flatMap((waiter) => waiter.askers?.() ?? []);
    const work = { stop, waiting, outcome: begin({ signal: stop.signal, askers }) };
    this.#works.set(key, work);
    const ended = () => this.#forget(key, work);
    work.outcome.then(ended, ended);
    return work;
  }

  /** By then another may be under way by the same key. */
  #forget(key: string, work: Work<T>): void {
    if (this.#works.get(key) === work) this.#works.delete(key);
  }
}
