import type { IndicatorSession } from '../indicators/session.js';
import type { Quotas } from '../security/quotas.js';
import type { NumberLoaders } from './loaders.js';

/** What questions of tier 3 share. */
export interface NumberSession extends IndicatorSession {
  readonly numbers: NumberLoaders;
  /** How often each viewer looks numbers up by phone number; null where that is not counted. */
  readonly lookUps: Quotas['lookUps'] | null;
}
