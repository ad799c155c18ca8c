import { MartletError } from '../errors.js';
import type { Viewer } from './viewer.js';

/** Look-ups by phone number of a gateway's viewers within the last minute, by subject. */
export class LookUps {
  private readonly times = new Map<string, number[]>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Counts one. Errors: TOO_BUSY where the viewer has had all of a minute, with the time until the next. */
  take({ subject, limits }: Pick<Viewer, 'subject' | 'limits'>): void {
    const most = limits.lookUpsPerMinute;
    if (!Number.isFinite(most)) return;
    const now = this.now();
    const recent = (this.times.get(subject) ?? []).filter((time) => time > now - minute);
    this.times.set(subject, recent);
    if (recent.length >= most) {
      const retryAfterMs = (recent[0] ?? now) + minute - now;
      throw new MartletError(
        'TOO_BUSY',
        `msisdn: expected at most ${most} look-ups by phone number a minute, found more of ${subject}’s. Wait ${Math.ceil(retryAfterMs / 1000)} s, or take numbers by their id.`,
        { retryAfterMs },
      );
    }
    recent.push(now);
  }
}

const minute = 60_000;
