import { MartletError } from '../errors.js';
import { LoopTurns } from '../lib/loop-turns.js';
import { urgently } from '../lib/yielding.js';

/** For how long requests begin in one turn of the loop, in ms: what begins together is looked up and written down together. */
const TURN_MS = 20;

/**
 * The same while clients wait to be connected: libuv accepts one connection a turn (https://github.com/libuv/libuv/pull/3696), and whoever came by a
 * new one in a rush would wait until the rush is over.
 */
const TURN_THAT_ACCEPTS_MS = 5;

/** Of the time in which an answer is due. */
const mostWaiting = 0.6;

/**
 * What somebody waits for begins at once, and where there is more of it than a turn of the event loop has time for, in the order in which it
 * came: were all of it begun in one turn, that turn would take a second, and everything under way would be late.
 */
export class UrgentQueue {
  readonly #turns = new LoopTurns(() => (this.#accepts() ? TURN_THAT_ACCEPTS_MS : TURN_MS));
  /** The turn in which a connection was accepted last, by how many had ended before. */
  #acceptedIn = Number.NEGATIVE_INFINITY;

  /** `answerMs`: in which an answer is due. */
  constructor(private readonly answerMs: number) {}

  /** A connection was accepted. */
  accepted(): void {
    this.#turns.begin();
    this.#acceptedIn = this.#turns.ended;
  }

  /** Was one in this turn, or in the one before? Then more may wait. */
  #accepts(): boolean {
    return this.#turns.ended - this.#acceptedIn <= 1;
  }

  /** Does `work` in its turn. Errors: TOO_BUSY, at once, where so many wait that its turn would come too late. */
  async enter(work: () => void): Promise<void> {
    const { waitedMs } = this.#turns;
    if (waitedMs !== null && waitedMs > mostWaiting * this.answerMs) throw tooBusy(this.answerMs);
    this.#turns.begin();
    if (waitedMs !== null || this.#turns.isOver()) await this.#turns.wait();
    urgently(work);
  }
}

const tooBusy = (answerMs: number): MartletError =>
  new MartletError('TOO_BUSY', `More is asked than can be answered within ${answerMs} ms. Try again in a second.`, {
    retryAfterMs: 1000,
  });
