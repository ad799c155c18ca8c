import { decisionById } from '../../ledger/contacts/decisions.js';
import type { DecisionRow } from '../../ledger/tables.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { type Decision, decisionOf } from './decision.js';

/** Whoever may see all cities sees also decisions about numbers that are gone. */
export const maySeeDecision = (
  { number_id }: Pick<DecisionRow, 'number_id'>,
  { viewer: { cities }, decisions }: CampaignSession,
): boolean => cities === null || cities.includes(decisions.profiles.of(number_id)?.city ?? '');

/** A decision as it was made; null where there is none of this id about a number that the viewer may see. Errors: FORBIDDEN without tier 4. */
export async function findDecision(id: string, context: CampaignSession): Promise<Decision | null> {
  const row = await decisionById(channelsOf(context).ledger, id);
  return row && maySeeDecision(row, context) ? decisionOf(row) : null;
}
