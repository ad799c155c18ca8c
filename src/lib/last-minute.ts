const minute = 60_000;
/** Beyond so many keys those that have been quiet are forgotten. */
const mostKeys = 10_000;

/** When something was done within the last minute, by who did it; of each at most the newest `most`. */
export class LastMinute {
  private readonly times = new Map<string, readonly number[]>();

  /** `now`: milliseconds that only grow, whatever becomes of the machine's clock. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Milliseconds since each of them, the oldest first. */
  since(key: string): readonly number[] {
    const now = this.now();
    return (this.times.get(key) ?? []).map((time) => now - time).filter((since) => since < minute);
  }

  add(key: string, most: number): void {
    const now = this.now();
    const recent = (this.times.get(key) ?? []).filter((time) => time > now - minute);
    this.times.set(key, [...recent, now].slice(-most));
    if (this.times.size > mostKeys)
      for (const [each, times] of this.times) if (times.at(-1)! <= now - minute) this.times.delete(each);
  }

  /** Until the oldest of these is a minute ago. */
  static restOf(since: readonly number[]): number {
    return minute - (since[0] ?? 0);
  }
}
