import { decisionById, decisionsOfSubject, type OwnDecisions } from '../../ledger/contacts/decisions.js';
import type { DecisionRow } from '../../ledger/tables.js';
import { mayUseScene } from '../../security/grants.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { type Decision, decisionOf } from './decision.js';

/** In a scene that is granted; whoever may see all cities sees also decisions about numbers that are gone. */
export const maySeeDecision = (
  { number_id, scene }: Pick<DecisionRow, 'number_id' | 'scene'>,
  { viewer, decisions }: CampaignSession,
): boolean =>
  mayUseScene(viewer, scene) && (viewer.cities === null || viewer.cities.includes(decisions.profiles.of(number_id)?.city ?? ''));

/** A decision as it was made; null where there is none of this id about a number that the viewer may see. Errors: FORBIDDEN without tier 4. */
export async function findDecision(id: string, context: CampaignSession): Promise<Decision | null> {
  const row = await decisionById(channelsOf(context).ledger, id);
  return row && maySeeDecision(row, context) ? decisionOf(row) : null;
}

/** A page of the viewer's own decisions, the newest first; of numbers that he may see no more there is nothing. Errors: FORBIDDEN. */
export async function ownDecisions(
  asked: Omit<OwnDecisions, 'subject'>,
  page: { readonly offset: number; readonly limit: number },
  context: CampaignSession,
): Promise<{ readonly decisions: readonly Decision[]; readonly total: number }> {
  const { ledger } = channelsOf(context);
  const { rows, total } = await decisionsOfSubject(ledger, { ...asked, subject: context.viewer.subject }, page);
  return { decisions: rows.filter((row) => maySeeDecision(row, context)).map(decisionOf), total };
}
