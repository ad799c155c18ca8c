import type DataLoader from 'dataloader';
import type { Session } from '../session/session.js';
import type { TargetRow } from './targets.js';

/** What questions of tier 1 share. */
export interface IndicatorSession extends Session {
  /** Plan values by month. */
  readonly targets: DataLoader<string, readonly TargetRow[]>;
}
