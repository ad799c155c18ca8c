import { MartletError } from '../errors.js';
import { afterPromises, urgently } from '../lib/yielding.js';

/** For how long requests begin in one turn of the loop, in ms. */
const TURN_MS = 5;

/** Of the time in which an answer is due: a decision has the rest for what it rests on. */
const mostWaiting = 0.3;

interface Waiting {
  readonly since: number;
  readonly begin: () => void;
}

/**
 * What somebody waits for begins at once, and where there is more of it than a turn of the event loop has time for, in the order in which it
 * came. Were all of it begun in one turn, that turn would take a second, and libuv accepts one connection a turn
 * (https://github.com/libuv/libuv/pull/3696): who came by a new one would wait until the rush is over.
 */
export class UrgentQueue {
  readonly #waiting: Waiting[] = [];
  /** When the first of this turn began; null: none has. */
  #begun: number | null = null;

  /** `answerMs`: in which an answer is due. */
  constructor(private readonly answerMs: number) {}

  /** Does `work` in its turn. Errors: TOO_BUSY, at once, where so many wait that its turn would come too late. */
  async enter(work: () => void): Promise<void> {
    const now = performance.now();
    const first = this.#waiting[0];
    if (first && now - first.since > mostWaiting * this.answerMs) throw tooBusy(this.answerMs);
    if (first || (this.#begun !== null && now - this.#begun > TURN_MS))
      await new Promise<void>((begin) => this.#waiting.push({ since: now, begin }));
    else if (this.#begun === null) this.#beginTurn();
    urgently(work);
  }

  #beginTurn(): void {
    this.#begun = performance.now();
    setImmediate(() => void this.#next());
  }

  async #next(): Promise<void> {
    this.#begun = null;
    if (this.#waiting.length === 0) return;
    this.#beginTurn();
    while (this.#waiting.length > 0 && performance.now() - this.#begun! < TURN_MS) {
      this.#waiting.shift()!.begin();
      await afterPromises();
    }
  }
}

const tooBusy = (answerMs: number): MartletError =>
  new MartletError('TOO_BUSY', `More is asked than can be answered within ${answerMs} ms. Try again in a second.`, {
    retryAfterMs: 1000,
  });
