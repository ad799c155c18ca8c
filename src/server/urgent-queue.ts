import { MartletError } from '../errors.js';
import { afterPromises, urgently } from '../lib/yielding.js';

/** For how long requests begin in one turn of the loop, in ms: what begins together is looked up and written down together. */
const TURN_MS = 20;

/**
 * The same while clients wait to be connected: libuv accepts one connection a turn (https://github.com/libuv/libuv/pull/3696), and whoever came by a
 * new one in a rush would wait until the rush is over.
 */
const TURN_THAT_ACCEPTS_MS = 5;

/** Of the time in which an answer is due. */
const mostWaiting = 0.6;

interface Waiting {
  readonly since: number;
  readonly begin: () => void;
}

/**
 * What somebody waits for begins at once, and where there is more of it than a turn of the event loop has time for, in the order in which it
 * came: were all of it begun in one turn, that turn would take a second, and everything under way would be late.
 */
export class UrgentQueue {
  readonly #waiting: Waiting[] = [];
  /** When this turn's first request came; null: none has. */
  #begun: number | null = null;
  /** Was a connection accepted in this turn, or in the one before? Then more may wait. */
  #accepts = { now: false, before: false };

  /** `answerMs`: in which an answer is due. */
  constructor(private readonly answerMs: number) {}

  /** A connection was accepted. */
  accepted(): void {
    this.#accepts.now = true;
    this.#beginTurn();
  }

  /** Does `work` in its turn. Errors: TOO_BUSY, at once, where so many wait that its turn would come too late. */
  async enter(work: () => void): Promise<void> {
    const now = performance.now();
    const first = this.#waiting[0];
    if (first && now - first.since > mostWaiting * this.answerMs) throw tooBusy(this.answerMs);
    this.#beginTurn();
    if (first || this.#isOver()) await new Promise<void>((begin) => this.#waiting.push({ since: now, begin }));
    urgently(work);
  }

  #isOver(): boolean {
    const { now, before } = this.#accepts;
    return performance.now() - this.#begun! > (now || before ? TURN_THAT_ACCEPTS_MS : TURN_MS);
  }

  #beginTurn(): void {
    if (this.#begun !== null) return;
    this.#begun = performance.now();
    setImmediate(() => void this.#next());
  }

  async #next(): Promise<void> {
    this.#begun = null;
    this.#accepts = { now: false, before: this.#accepts.now };
    if (this.#waiting.length === 0 && !this.#accepts.before) return;
    this.#beginTurn();
    while (this.#waiting.length > 0 && !this.#isOver()) {
      this.#waiting.shift()!.begin();
      await afterPromises();
    }
  }
}

const tooBusy = (answerMs: number): MartletError =>
  new MartletError('TOO_BUSY', `More is asked than can be answered within ${answerMs} ms. Try again in a second.`, {
    retryAfterMs: 1000,
  });
