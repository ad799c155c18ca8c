import type { Ledger } from '../ledger/ledger.js';
import type { AnnotationRow } from '../ledger/tables.js';
import type { Session } from '../session/session.js';
import type { PlanLoader } from './plan-loader.js';

/**
 * `what`: the question, with nothing in it that is somebody's; `make` has a session of the work's own, which lasts as long as anybody waits for
 * it; `bytes`: about how much memory its answer takes.
 */
export type Keep<Own = IndicatorSession> = <T extends object>(
  what: string,
  make: (session: Own) => Promise<T>,
  bytes: (answer: T) => number,
) => Promise<T>;

/** What questions of tier 1 share. */
export interface IndicatorSession extends Session {
  /** Plan values by month and by whom they are for. */
  readonly targets: PlanLoader;
  /** Works out once for all who have the same rights, at the same time too. */
  readonly keep: Keep;
  /** What the gateway itself remembers; null where none is kept. */
  readonly ledger: Ledger | null;
  /** The annotations that are looked at for figures, read once for an answer; null as `ledger` is. */
  readonly annotations: (() => Promise<readonly AnnotationRow[]>) | null;
}
