import type { Scene } from '../../catalogue/offers/types.js';
import { badInput } from '../../errors.js';
import { setDoNotContact } from '../../ledger/contacts/do-not-contact.js';
import { requireAct } from '../../security/grants.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { storedNote } from '../../session/note.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { knownNumber } from './known-number.js';

export interface DoNotContactInput {
  readonly number: string;
  /** null: those that the contact policy names. */
  readonly scenes: readonly Scene[] | null;
  /** The last day; one that is over lifts what was said before. null: until it is lifted. */
  readonly until: string | null;
  readonly reason: string;
}

/** Closes scenes for a number, or opens them again. Errors: BAD_USER_INPUT. */
export async function recordDoNotContact(word: DoNotContactInput, context: CampaignSession): Promise<void> {
  const { ledger, now } = channelsOf(context);
  requireAct(context.viewer, 'SET_DO_NOT_CONTACT');
  const scenes = word.scenes ?? context.catalogue.contactPolicy.doNotContact.scenes;
  if (scenes.length === 0)
    throw badInput('scope: expected some scenes, found none. Leave it out for those of the contact policy.');
  if (word.reason.trim() === '') throw badInput('reason: expected who asked for it and how, found nothing.');
  const reason = storedNote('reason', word.reason, context.viewer.limits);
  const numberId = await knownNumber(word.number, context);
  const { until } = word;
  await setDoNotContact(ledger, {
    numberId,
    scenes,
    until,
    reason,
    subject: context.viewer.subject,
    at: now().toISOString(),
    contactId: null,
  });
  await writeAuditLine('do not contact', { number: numberId, scenes, until, reason }, context);
}
