import { LookUps } from './look-ups.js';
import { Spending, type SpendingQuota } from './spending.js';
import type { Limited } from './viewer.js';

/** What each viewer may have of a minute, over all processes of a gateway. */
export interface Quotas {
  /** Errors: TOO_BUSY where the viewer has had all look-ups by phone number of a minute. */
  readonly lookUps: { take(who: Limited): void | Promise<void> };
  readonly spending: SpendingQuota;
}

/** Counted in this process. */
export const ownQuotas = (): Quotas => ({ lookUps: new LookUps(), spending: new Spending() });
