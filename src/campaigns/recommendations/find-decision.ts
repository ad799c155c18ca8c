import { decisionById, decisionsOfSubject, type OwnDecisions } from '../../ledger/contacts/decisions.js';
import type { DecisionRow } from '../../ledger/tables.js';
import { mayUseScene } from '../../security/grants.js';
import { channelsOf } from '../channels.js';
import { seesNumber } from '../sees-number.js';
import type { CampaignSession } from '../session.js';
import { type Decision, decisionOf } from './decision.js';

/** In a scene that is granted; whoever may see all rows sees also decisions about numbers that are gone. */
export const maySeeDecision = async (
  { number_id, scene }: Pick<DecisionRow, 'number_id' | 'scene'>,
  context: CampaignSession,
): Promise<boolean> => mayUseScene(context.viewer, scene) && seesNumber(number_id, context);

/** A decision as it was made; null where there is none of this id about a number that the viewer may see. Errors: FORBIDDEN without tier 4. */
export async function findDecision(id: string, context: CampaignSession): Promise<Decision | null> {
  const row = await decisionById(channelsOf(context).ledger, id);
  return row && (await maySeeDecision(row, context)) ? decisionOf(row) : null;
}

/** A page of the viewer's own decisions, the newest first; of numbers that he may see no more there is nothing. Errors: FORBIDDEN. */
export async function ownDecisions(
  asked: Omit<OwnDecisions, 'subject'>,
  page: { readonly offset: number; readonly limit: number },
  context: CampaignSession,
): Promise<{ readonly decisions: readonly Decision[]; readonly total: number }> {
  const { ledger } = channelsOf(context);
  const { rows, total } = await decisionsOfSubject(ledger, { ...asked, subject: context.viewer.subject }, page);
  const isSeen = await Promise.all(rows.map((row) => maySeeDecision(row, context)));
  return { decisions: rows.filter((_, index) => isSeen[index]).map(decisionOf), total };
}
