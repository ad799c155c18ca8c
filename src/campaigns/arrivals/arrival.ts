import type { Reaction } from '../../catalogue/offers/reactions.js';
import { MartletError } from '../../errors.js';
import type { IncomingEventRow } from '../../ledger/tables.js';
import { mayUseScene } from '../../security/grants.js';
import { channelsOf } from '../channels.js';
import { seesNumber } from '../sees-number.js';
import type { CampaignSession } from '../session.js';

/** A customer of whom something is told at a channel, and what is to become of it. */
export interface Arrival extends Reaction {
  readonly id: string;
  /** When it happened, ISO 8601. */
  readonly at: string;
  readonly channel: string;
  readonly number: string;
}

/** Errors: FORBIDDEN without tier 4, and for a channel that is not the viewer's to listen at. */
export function requireListening(channel: string, context: CampaignSession): void {
  channelsOf(context);
  const { arrivals, subject } = context.viewer;
  if (arrivals === null || arrivals.includes(channel)) return;
  throw new MartletError(
    'FORBIDDEN',
    `Who arrives at channel ${JSON.stringify(channel.slice(0, 60))} is not told to ${subject}; granted: ${arrivals.join(', ') || 'none'}. A role’s "arrivals" in the policies grant it, and a key’s "channels" are its own.`,
  );
}

/** What is told of an event; null for a viewer who may not meet the customer: of another scene, or a number that he may not see. */
export async function arrivalOf(row: IncomingEventRow, context: CampaignSession): Promise<Arrival | null> {
  const reaction = [...context.catalogue.reactions.values()].find(({ type }) => type === row.type);
  // A gateway of another version may have taken it.
  if (!reaction || !mayUseScene(context.viewer, reaction.scene)) return null;
  const number = row.number_id!;
  if (!(await seesNumber(number, context))) return null;
  return { ...reaction, id: row.id, at: row.at, channel: row.channel!, number };
}
