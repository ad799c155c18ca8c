import type { Lanes } from './lanes.js';

/** What an engine is at, also where its caller no longer waits: nothing closes under it. */
export class WorkUnderWay {
  readonly #all = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(private readonly lanes: Lanes) {}

  track<T>(work: Promise<T>): Promise<T> {
    const settled: Promise<unknown> = work.then(
      () => this.#all.delete(settled),
      () => this.#all.delete(settled),
    );
    this.#all.add(settled);
    return work;
  }

  /** Ends what runs and refuses what waits, and when all has let go closes the engine; a second time it waits for the first. */
  close(engine: () => void): Promise<void> {
    this.#closing ??= this.#close(engine);
    return this.#closing;
  }

  async #close(engine: () => void): Promise<void> {
    this.lanes.close();
    while (this.#all.size > 0) await Promise.allSettled(this.#all);
    engine();
  }
}
