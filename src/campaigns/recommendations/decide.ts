import { randomUUID } from 'node:crypto';
import type { Scene } from '../../catalogue/offers/types.js';
import { gateOf } from '../../decisions/gates/index.js';
import type { OfferVerdict } from '../../decisions/judge.js';
import { judgeOffers } from '../../decisions/judge.js';
import type { Profile } from '../../decisions/profiles.js';
import { ruleVersionOf } from '../../decisions/rule-version.js';
import { MartletError } from '../../errors.js';
import { type KeyedRequest, madeBefore, sameRequest } from '../../ledger/keyed-tables.js';
import type { DecisionRow } from '../../ledger/tables.js';
import { requireScene } from '../../security/grants.js';
import { citiesAlone } from '../../security/rows.js';
import { keyedRequest } from '../../session/keyed-request.js';
import { channelsOf, today } from '../channels.js';
import { contactStates, stateByMarts } from '../contact-states.js';
import type { CampaignSession } from '../session.js';
import type { DecisionInputs } from './decider.js';
import { type Decision, decisionOf, decisionRow } from './decision.js';
import { maySeeDecision } from './find-decision.js';
import { presentProfile, unknownNumber } from './resolve-number.js';

export interface DecisionQuestion {
  readonly id: string;
  readonly scene: Scene;
  readonly limit: number;
  readonly personalised: boolean;
  /** The asker's own name for the question: asked again with it, nothing is decided anew. */
  readonly idempotencyKey?: string | null;
}

/** That a decision asks of the engine, at most. */
export const statementsOfDecision = 2;

/**
 * Of the time in which an answer is due (`MARTLET_ANSWER_MS`), so much for what it rests on; an eighth of that for the ledger where it did
 * not come, a quarter to write it down, the rest for all else.
 */
export const patienceOf = (answerMs: number): number => 0.7 * answerMs;

/**
 * Decides, and writes the decision down. Asked again with the same key, it gives the decision as it is kept. Errors: FORBIDDEN,
 * BAD_USER_INPUT for a number that the newest month does not have or that the viewer may not see, and for one that its holder has taken to
 * another operator where the scene has no offer for such; CONFLICT for the same key with another question.
 *
 * Without an id where it could not be written down in time: the ledger may be full, or still be at it.
 */
export async function decide(question: DecisionQuestion, context: CampaignSession): Promise<Decision> {
  const { ledger, patienceMs } = channelsOf(context);
  const { id, scene, limit, personalised, idempotencyKey } = question;
  requireScene(context.viewer, scene);
  const request = keyedRequest(idempotencyKey, [id, scene, limit, personalised], context.viewer);
  if (request === null) return decideAnew(question, null, patienceMs, context);
  const asked = performance.now();
  const made = await inTime(madeBefore(ledger.db, 'decision', request), patienceMs / 4);
  if (made !== late && made !== undefined) return keptDecision(made, context);
  return decideAnew(question, request, patienceMs - (performance.now() - asked), context);
}

/** `patience`: what is left of it for what the decision rests on, ms. */
async function decideAnew(
  question: DecisionQuestion,
  request: KeyedRequest | null,
  patience: number,
  context: CampaignSession,
): Promise<Decision> {
  const { decider, now, timeZone, patienceMs } = channelsOf(context);
  const { id, scene, personalised } = question;
  const profile = await presentProfile(id, scene, context);
  const known = await inTime(decider.known(id, scene, context), patience);
  // Nobody waits any more: nothing is decided, and nothing written down.
  context.signal?.throwIfAborted();
  // Without the engine only cities are known.
  const cities = citiesAlone(context.viewer.rows);
  if (known === null || (known === late && cities !== null && !cities?.includes(profile.city ?? '')))
    throw unknownNumber(id, context);
  const isLate = known === late;
  const considered = isLate ? await judgeLate(profile, question, context) : judgeKnown(profile, known, question, context);
  const at = now();
  const decision = {
    id: randomUUID(),
    number: id,
    scene,
    at: at.toISOString(),
    degraded: isLate,
    personalised,
    heldOut: profile.isUniversal || considered.some(({ why }) => why !== null && gateOf(why) === 'HOLD_OUT'),
    dataDate: context.manifest.dataDate,
    ruleVersion: ruleVersionOf(context.catalogue),
    shown: considered.filter(({ rank }) => rank !== null && rank <= question.limit).sort((a, b) => a.rank! - b.rank!),
    considered,
    values: isLate || !personalised ? {} : known.values,
  };
  const row = decisionRow(decision, timeZone.localTime(at).day, request, context);
  const recorded = await inTime(decider.record(row), patienceMs / 4);
  // Of two at once one is kept, and both are given that one.
  if (recorded !== late && recorded.id !== row.id) return keptDecision(sameRequest('decision', recorded, request!.hash), context);
  if (recorded === late) return Object.freeze({ ...decision, id: null, degraded: true });
  return Object.freeze(decision);
}

/** A decision that was made before, for one who may still see its number. */
async function keptDecision(row: DecisionRow, context: CampaignSession): Promise<Decision> {
  if (await maySeeDecision(row, context)) return decisionOf(row);
  throw unknownNumber(row.number_id, context);
}

const judgeKnown = (
  profile: Profile,
  { circumstances }: DecisionInputs,
  { scene, personalised }: DecisionQuestion,
  context: CampaignSession,
) => judgeOffers(profile, scene, circumstances, { ...judging(context), personalised });

/**
 * Without the contact policy's word only a customer who came himself is offered anything, but for what marts and ledger say he ordered or
 * refused, the marts alone where the ledger is late too; and nothing of a campaign that keeps customers out, as it is not known whether
 * this is one of them. Where no campaign is known yet, nothing at all.
 */
async function judgeLate(
  profile: Profile,
  { id, scene, personalised }: DecisionQuestion,
  context: CampaignSession,
): Promise<readonly OfferVerdict[]> {
  const { ledger, decider, patienceMs, ...channels } = channelsOf(context);
  const keptFrom = decider.campaigns.offers;
  const day = today(channels);
  const told = await inTime(contactStates(ledger, [id], scene, day, context), patienceMs / 8);
  const contact = told === late ? stateByMarts(id, scene, day, context) : told(id);
  const unknown = { contact, full: new Set<string>(), keptFrom: keptFrom ?? new Set<string>(), scores: {}, stake: null };
  const verdicts = judgeOffers(profile, scene, unknown, { ...judging(context), personalised });
  if (keptFrom !== null && context.catalogue.scenes.get(scene)!.isVisit) return verdicts;
  return verdicts.map((verdict) => (verdict.why === null ? { ...verdict, why: 'UNCHECKED', rank: null } : verdict));
}

const judging = ({ catalogue, decisions: { acceptance, effects } }: CampaignSession) => ({ catalogue, acceptance, effects });

const late = Symbol('late');

const callersFaults: readonly string[] = ['BAD_USER_INPUT', 'CONFLICT'];

/** What comes in time; whatever else goes wrong is late too, but for what is the caller's own fault. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, ms, late);
  });
  try {
    return await Promise.race([work, patience]);
  } catch (error) {
    if (error instanceof MartletError && callersFaults.includes(error.code)) throw error;
    return late;
  } finally {
    clearTimeout(timer);
  }
}
