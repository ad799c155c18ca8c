import { badInput } from '../../errors.js';
import { addImpressions, impressionsOf } from '../../ledger/contacts/impressions.js';
import type { ImpressionRow } from '../../ledger/tables.js';
import { requireAct } from '../../security/grants.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import type { Decision } from './decision.js';
import { findDecision } from './find-decision.js';

/**
 * Stores which of the offers that a decision made the customer was really shown, each once: told again, nothing is added. Errors: FORBIDDEN,
 * BAD_USER_INPUT for no such decision, and for offers that it did not make.
 */
export async function recordShown(id: string, offers: readonly string[], context: CampaignSession): Promise<Decision> {
  const { ledger, now } = channelsOf(context);
  requireAct(context.viewer, 'RECORD_OUTCOMES');
  const decision = await findDecision(id, context);
  if (decision === null)
    throw badInput(
      `decision: expected the id of a decision about a number that you may see, found ${JSON.stringify(id.slice(0, 60))}. Take it from recommendations.`,
    );
  const made = decision.shown.map(({ offer }) => offer.code);
  const others = offers.filter((code) => !made.includes(code));
  if (offers.length === 0 || others.length > 0) {
    const expected = made.length === 0 ? 'none, as nothing was made' : made.join(', ');
    const found = others.length === 0 ? 'none' : others.slice(0, 5).join(', ').slice(0, 200);
    throw badInput(
      `offers: expected those that the decision has in shown (${expected}), found ${found}. Tell only what was shown.`,
    );
  }
  await addImpressions(ledger, { decision: id, offers, at: now().toISOString(), subject: context.viewer.subject });
  return decision;
}

/** What the customer was really shown, in the order in which it was told. */
export const impressions = ({ id }: Decision, context: CampaignSession): Promise<readonly ImpressionRow[]> =>
  impressionsOf(channelsOf(context).ledger, id);
