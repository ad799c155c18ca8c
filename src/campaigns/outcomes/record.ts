import type { Offer, SceneRule } from '../../catalogue/offers/types.js';
import { unknownName } from '../../catalogue/suggestions.js';
import { badInput } from '../../errors.js';
import { type ContactEffects, type NewContact, recordContact } from '../../ledger/contacts/contacts.js';
import { decisionById } from '../../ledger/contacts/decisions.js';
import { madeBefore } from '../../ledger/keyed-tables.js';
import type { ContactRow } from '../../ledger/tables.js';
import { shiftDay, shiftDayByMonths } from '../../lib/days.js';
import { requireAct, requireScene } from '../../security/grants.js';
import type { Limits } from '../../security/limits.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { keyedRequest } from '../../session/keyed-request.js';
import { storedNote } from '../../session/note.js';
import { channelsOf } from '../channels.js';
import { householdOf } from '../contact-states.js';
import type { CampaignSession } from '../session.js';
import { callBackOf } from './call-back.js';
import { requireFitsList } from './fits-list.js';
import { knownNumber } from './known-number.js';
import { type Moment, momentOf } from './moment.js';
import type { NewOutcome } from './new-outcome.js';
import { reasonCode } from './reason.js';

/**
 * Stores a contact once, with all that it does: an order's worth, scenes that the customer closes, the work that it finishes or puts off.
 * Told again with the same key it gives what is stored. Errors: BAD_USER_INPUT, UNKNOWN_NAME, FORBIDDEN, CONFLICT for the same key with
 * something else, an order of what is ordered already, a list that is not approved, and work that is not held any more.
 */
export async function record(input: NewOutcome, context: CampaignSession): Promise<ContactRow> {
  const { ledger, now, timeZone } = channelsOf(context);
  const { viewer } = context;
  requireAct(viewer, 'RECORD_OUTCOMES');
  requireScene(viewer, input.scene);
  const request = keyedRequest(input.idempotencyKey, input, viewer)!;
  // First, as what was right when it was told may be so no more.
  const known = await madeBefore(ledger.db, 'contact', request);
  if (known) return known;
  const at = now();
  const contact = await contactOf(input, request.hash, at, momentOf(input.at ?? null, at, timeZone, viewer.limits), context);
  const { contact: row, repeated } = await recordContact(ledger, contact, effectsOf(input, contact, at, context));
  if (input.outcome === 'DO_NOT_CONTACT' && !repeated)
    await writeAuditLine('do not contact', { number: row.number_id, contact: row.id }, context);
  return row;
}

async function contactOf(
  input: NewOutcome,
  requestHash: string,
  now: Date,
  moment: Moment,
  context: CampaignSession,
): Promise<NewContact> {
  const { catalogue, manifest, viewer, decisions } = context;
  const { scene, outcome, list, decision, note } = input;
  const offer = catalogue.offers.get(input.offer);
  if (!offer) throw unknownName('offer', input.offer, catalogue.offers.keys());
  if (!offer.scenes.includes(scene))
    throw badInput(
      `offer: expected one that is made in ${scene}, found ${offer.code}, which is made in ${offer.scenes.join(', ')}.`,
    );
  const number = await knownNumber(input.number, context);
  const reason = reasonCode(input, catalogue);
  const own = list ? await requireFitsList({ list, number, offer: offer.code, scene, at: moment.at }, context) : null;
  const callBackAt = callBackOf(input, {
    now,
    zone: channelsOf(context).timeZone,
    scene: catalogue.scenes.get(scene)!,
    offer,
    policy: catalogue.contactPolicy,
    limits: viewer.limits,
    lastDay: own?.expires_on ?? null,
  });
  if (decision) await checkDecision(decision, number, context);
  return {
    subject: viewer.subject,
    idempotencyKey: input.idempotencyKey,
    requestHash,
    numberId: number,
    offer: offer.code,
    scene,
    outcome,
    reason,
    callBackAt,
    ...moment,
    listId: list ?? null,
    decisionId: decision ?? null,
    note: note ? storedNote('note', note, viewer.limits) : null,
    cost: costOf(input, offer, catalogue.scenes.get(scene)!, viewer.limits),
    margin: outcome === 'ACCEPTED' ? cents(offer.monthlyMargin * offer.months) : null,
    generation: manifest.id,
    household: householdOf(number, decisions),
  };
}

async function checkDecision(id: string, number: string, context: CampaignSession): Promise<void> {
  const decision = await decisionById(channelsOf(context).ledger, id);
  if (decision?.number_id === number) return;
  const found = decision ? 'one about another number' : JSON.stringify(id.slice(0, 60));
  throw badInput(
    `decision: expected the id of a decision about number ${number}, found ${found}. Leave it out where none was asked for.`,
  );
}

function costOf(
  { cost, outcome }: NewOutcome,
  { incentive, commission }: Offer,
  { contactCost }: SceneRule,
  limits: Limits,
): number {
  if (cost === null || cost === undefined) return cents(contactCost + (outcome === 'ACCEPTED' ? incentive + commission : 0));
  if (cost >= 0 && cost <= limits.outcomeCost) return cents(cost);
  throw badInput(
    `cost: expected 0 to ${limits.outcomeCost} CNY, found ${cost}. Leave it out for the scene’s and the offer’s own.`,
  );
}

/** As precise as the marts have it. */
const cents = (amount: number): number => Math.round(amount * 100) / 100;

function effectsOf(
  input: NewOutcome,
  { day, note, offer }: NewContact,
  now: Date,
  { catalogue }: CampaignSession,
): ContactEffects {
  const { scene, outcome, list, batch, fence } = input;
  const { scenes, days } = catalogue.contactPolicy.doNotContact;
  const { attempts, retryHours } = catalogue.scenes.get(scene)!.batch;
  if (Boolean(batch) !== Boolean(fence) || (batch && !list))
    throw badInput(
      'batch: expected list, batch and fence together, as claimWork gave them, found only some. Give all, or list alone.',
    );
  const { months, isHousehold } = catalogue.offers.get(offer)!;
  const alone = { after: shiftDayByMonths(day, -months), before: shiftDayByMonths(day, months), isHousehold };
  const notBefore = new Date(now.getTime() + retryHours * 3_600_000).toISOString();
  const closed = { scenes: [...new Set([...scenes, scene])], until: days === null ? null : shiftDay(day, days - 1) };
  return {
    doNotContact: outcome === 'DO_NOT_CONTACT' ? { ...closed, reason: note ?? 'said so when contacted' } : null,
    order: outcome === 'ACCEPTED' ? alone : null,
    work: batch && fence ? { batch, fence, now: now.toISOString(), mostAttempts: attempts, notBefore } : null,
  };
}
