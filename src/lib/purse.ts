/** What may still be had of something: it grows by a limit in each span of time, up to that limit. */
export class Purse {
  #at: number;

  /** `left`: what there is at first; `now`: milliseconds that only grow, whatever becomes of the machine's clock. */
  constructor(
    private left: number,
    private readonly spanMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#at = now();
  }

  /** What there is at the moment, by the limit of the moment. */
  grown(limit: number): number {
    const now = this.now();
    // An infinite limit always has enough: infinitely much in no time is no number.
    this.left = Number.isFinite(limit) ? Math.min(limit, this.left + ((now - this.#at) / this.spanMs) * limit) : limit;
    this.#at = now;
    return this.left;
  }

  /** May be more than there is: then there is less than nothing until it has grown again. */
  take(amount: number): void {
    this.left -= amount;
  }
}
