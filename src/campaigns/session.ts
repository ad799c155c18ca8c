import type { Decisions } from '../decisions/decisions.js';
import type { NumberSession } from '../numbers/session.js';
import type { Channels } from './channels.js';

/** What questions of tier 4 share. */
export interface CampaignSession extends NumberSession {
  /** What decisions about offers are made with. */
  readonly decisions: Decisions;
  /** null where no ledger is kept. */
  readonly channels: Channels | null;
}
