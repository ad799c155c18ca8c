import type { Scene } from '../../catalogue/offers/types.js';
import type { Outcome } from '../../ledger/tables.js';

/** A contact and what came of it, as it is told. */
export interface NewOutcome {
  /** The teller's name for it: told again with it, nothing is stored twice. */
  readonly idempotencyKey: string;
  readonly number: string;
  readonly offer: string;
  readonly scene: Scene;
  readonly outcome: Outcome;
  /** Why it came out so: a code of the catalogue. */
  readonly reason?: string | null;
  /** When the customer asked to be called back: an instant, ISO 8601 with time zone. */
  readonly callBackAt?: string | null;
  readonly decision?: string | null;
  readonly list?: string | null;
  /** With list and fence: finishes the number's work in this batch. */
  readonly batch?: string | null;
  readonly fence?: string | null;
  /** An instant, ISO 8601 with time zone; default: now. */
  readonly at?: string | null;
  readonly note?: string | null;
  /** CNY. */
  readonly cost?: number | null;
}
