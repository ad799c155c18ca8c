import { badInput } from '../errors.js';
import { requireTier } from '../security/readable.js';
import type { CampaignSession, Channels } from './session.js';

/** Errors: FORBIDDEN without tier 4, BAD_USER_INPUT where no ledger is kept. */
export function channelsOf({ viewer, channels }: Pick<CampaignSession, 'viewer' | 'channels'>): Channels {
  requireTier(viewer, 4);
  if (!channels) throw badInput('Channels need a ledger: start "martlet serve" and ask it over HTTP.');
  return channels;
}

/** The operator's day now. */
export const today = ({ now, timeZone }: Pick<Channels, 'now' | 'timeZone'>): string => timeZone.localTime(now()).day;
