import type { Session } from '../session/session.js';
import type { PlanLoader } from './plan-loader.js';

/** What questions of tier 1 share. */
export interface IndicatorSession extends Session {
  /** Plan values by month and by whom they are for. */
  readonly targets: PlanLoader;
}
