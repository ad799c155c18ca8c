import { localTime } from '../decisions/clock.js';
import { badInput } from '../errors.js';
import type { Ledger } from '../ledger/ledger.js';
import { requireTier } from '../security/readable.js';
import type { Decider } from './recommendations/decider.js';
import type { CampaignSession } from './session.js';

/** What tier 4 needs beyond the marts. */
export interface Channels {
  readonly ledger: Ledger;
  /** MARTLET_HOME: snapshots of lists are below it. */
  readonly home: string;
  readonly now: () => Date;
  readonly decider: Decider;
  /** How long a decision waits for marts and ledger, ms; what is later is decided without. */
  readonly patienceMs: number;
}

/** Errors: FORBIDDEN without tier 4, BAD_USER_INPUT where no ledger is kept. */
export function channelsOf({ viewer, channels }: Pick<CampaignSession, 'viewer' | 'channels'>): Channels {
  requireTier(viewer, 4);
  if (!channels) throw badInput('Channels need a ledger: start "martlet serve" and ask it over HTTP.');
  return channels;
}

/** The operator's day now. */
export const today = ({ now }: Pick<Channels, 'now'>): string => localTime(now()).day;
