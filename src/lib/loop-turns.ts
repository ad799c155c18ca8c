interface Waiting {
  readonly since: number;
  readonly goOn: () => void;
}

/** Works that wait for the event loop and go on one after the other, for some ms of each of its turns; the rest of it is everybody's. */
export class LoopTurns {
  readonly #waiting: Waiting[] = [];
  /** When this turn's first work began; null: none has. */
  #begun: number | null = null;
  /** Turns that were begun and ended. */
  #ended = 0;

  /** `turnMs`: for how long works go on in a turn. */
  constructor(private readonly turnMs: () => number) {}

  /** Has a work begun in this turn? */
  get isBegun(): boolean {
    return this.#begun !== null;
  }

  get ended(): number {
    return this.#ended;
  }

  /** For how long the first that waits has waited, ms; null where none waits. */
  get waitedMs(): number | null {
    const first = this.#waiting[0];
    return first ? performance.now() - first.since : null;
  }

  /** A work begins, perhaps not as the first of this turn. */
  begin(): void {
    if (this.#begun !== null) return;
    this.#begun = performance.now();
    setImmediate(() => void this.#next());
  }

  /** Has there been work for long enough in this turn? It must have begun. */
  isOver(): boolean {
    return performance.now() - this.#begun! > this.turnMs();
  }

  /** Until it is one's turn. */
  wait(): Promise<void> {
    this.begin();
    return new Promise((goOn) => this.#waiting.push({ since: performance.now(), goOn }));
  }

  /** Lets the first go on, and the next where that took little of the turn. */
  async #next(): Promise<void> {
    this.#begun = null;
    this.#ended++;
    if (this.#waiting.length === 0) return;
    this.begin();
    while (this.#waiting.length > 0 && !this.isOver()) {
      this.#waiting.shift()!.goOn();
      await afterPromises();
    }
  }
}

/** When all that promises make go on in this turn is done: what Node calls the next tick comes after them, once one of them asks for it. */
export const afterPromises = async (): Promise<void> => {
  await null;
  await new Promise<void>((resume) => process.nextTick(resume));
};
