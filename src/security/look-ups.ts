import { MartletError } from '../errors.js';
import { LastMinute } from '../lib/last-minute.js';
import type { Limited } from './viewer.js';

/** Look-ups by phone number of a gateway's viewers, by subject. */
export class LookUps {
  private readonly done: LastMinute;

  constructor(now?: () => number) {
    this.done = new LastMinute(now);
  }

  /** Counts one. Errors: TOO_BUSY where the viewer has had all of a minute, with the time until the next. */
  take({ subject, limits }: Limited): void {
    const most = limits.lookUpsPerMinute;
    if (!Number.isFinite(most)) return;
    const since = this.done.since(subject);
    if (since.length < most) {
      this.done.add(subject, most);
      return;
    }
    const retryAfterMs = LastMinute.restOf(since);
    throw new MartletError(
      'TOO_BUSY',
      `msisdn: expected at most ${most} look-ups by phone number a minute, found more of ${subject}’s. Wait ${Math.ceil(retryAfterMs / 1000)} s, or take numbers by their id.`,
      { retryAfterMs },
    );
  }
}
