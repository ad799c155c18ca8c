import { MartletError } from '../errors.js';
import type { Viewer } from './viewer.js';

/** What a subject may still spend: it grows by its limit a minute, up to it. */
interface Purse {
  left: number;
  at: number;
}

/** What the questions of a gateway's viewers cost, by subject. */
export class Spending {
  private readonly purses = new Map<string, Purse>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Takes the cost of a request. Errors: TOO_BUSY where the viewer has spent what a minute has, with the time until there is enough. */
  take(cost: number, { subject, limits }: Pick<Viewer, 'subject' | 'limits'>): void {
    const most = limits.costPerMinute;
    if (!Number.isFinite(most)) return;
    const now = this.now();
    const { left, at } = this.purses.get(subject) ?? { left: most, at: now };
    const had = Math.min(most, left + ((now - at) / 60_000) * most);
    const isEnough = cost <= had;
    this.purses.set(subject, { left: isEnough ? had - cost : had, at: now });
    if (isEnough) return;
    const retryAfterMs = Math.ceil(((cost - had) / most) * 60_000);
    throw new MartletError(
      'TOO_BUSY',
      `Expected requests of yours to cost at most ${most.toLocaleString('en')} cells a minute, found more. Wait ${Math.ceil(retryAfterMs / 1000)} s, or ask for less.`,
      { retryAfterMs },
    );
  }
}
