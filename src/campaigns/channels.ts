import { badInput } from '../errors.js';
import { requireTier } from '../security/grants.js';
import type { CampaignSession, Channels } from './session.js';

type Asking = Pick<CampaignSession, 'viewer' | 'channels'>;

/** Errors: FORBIDDEN without tier 4, BAD_USER_INPUT where no ledger is kept. */
export const channelsOf = (session: Asking): Channels => channelsFor(session, 4);

/** For what is told of lists in figures and names no number: tiers 1 and 2 see what came of what they saw. Errors: the same without any. */
export const channelsInFigures = (session: Asking): Channels => channelsFor(session, 1, 2, 4);

function channelsFor({ viewer, channels }: Asking, ...tiers: readonly number[]): Channels {
  requireTier(viewer, ...tiers);
  if (!channels) throw badInput('Channels need a ledger: start "martlet serve" and ask it over HTTP.');
  return channels;
}

/** The operator's day now. */
export const today = ({ now, timeZone }: Pick<Channels, 'now' | 'timeZone'>): string => timeZone.localTime(now()).day;
