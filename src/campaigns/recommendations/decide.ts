import { randomUUID } from 'node:crypto';
import type { Scene } from '../../catalogue/offers/types.js';
import { gateOf, gateOrder } from '../../decisions/gates/index.js';
import type { OfferVerdict } from '../../decisions/judge.js';
import { judgeOffers } from '../../decisions/judge.js';
import type { Profile } from '../../decisions/profiles.js';
import { ruleVersionOf } from '../../decisions/rule-version.js';
import { MartletError } from '../../errors.js';
import type { Row } from '../../warehouse/engine.js';
import { channelsOf, today } from '../channels.js';
import { contactStates, stateByMarts } from '../contact-states.js';
import type { CampaignSession } from '../session.js';
import type { DecisionInputs } from './decider.js';
import { presentProfile, unknownNumber } from './resolve-number.js';

export interface DecisionQuestion {
  readonly id: string;
  readonly scene: Scene;
  readonly limit: number;
  readonly personalised: boolean;
}

/** What may be offered to a number in a scene now, and why all else may not. */
export interface DecisionResult {
  readonly id: string;
  readonly number: string;
  readonly scene: Scene;
  /** ISO 8601. */
  readonly at: string;
  /** The marts or the ledger did not answer in time: rules and ranking are last night's, and what could not be checked is not made. */
  readonly degraded: boolean;
  readonly personalised: boolean;
  readonly heldOut: boolean;
  readonly dataDate: string;
  readonly ruleVersion: string;
  /** In the order of the ranks, as many as were asked for. */
  readonly shown: readonly OfferVerdict[];
  /** Of the whole scene, in the catalogue's order. */
  readonly considered: readonly OfferVerdict[];
  /** The number's columns that rules and pitches look at, personal ones masked; none of a degraded or not personalised decision. */
  readonly values: Row;
}

/**
 * An answer is due within 800 ms of the question: so long for what it rests on, an eighth of it for the ledger where
 * that did not come, a quarter to write it down, the rest for all else.
 */
export const usualPatienceMs = 560;

/**
 * Decides, and writes the decision down. Errors: FORBIDDEN, BAD_USER_INPUT for a number that the newest month does not have or that the
 * viewer may not see, and for one that its holder has taken to another operator where the scene has no offer for such.
 */
export async function decide(question: DecisionQuestion, context: CampaignSession): Promise<DecisionResult> {
  const { decider, now, timeZone, patienceMs } = channelsOf(context);
  const { id, scene, personalised } = question;
  const profile = presentProfile(id, scene, context);
  const known = await inTime(decider.known(id, scene, context), patienceMs);
  // Nobody waits any more: nothing is decided, and nothing written down.
  context.signal?.throwIfAborted();
  const { cities } = context.viewer;
  if (known === null || (known === late && cities !== null && !cities.includes(profile.city ?? '')))
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
  const recorded = await inTime(decider.record(rowOf(decision, timeZone.localTime(at).day, context)), patienceMs / 4);
  return Object.freeze({ ...decision, degraded: isLate || recorded === late });
}

const judgeKnown = (
  profile: Profile,
  { circumstances }: DecisionInputs,
  { scene, personalised }: DecisionQuestion,
  context: CampaignSession,
) => judgeOffers(profile, scene, circumstances, { ...withAcceptance(context), personalised });

/**
 * Without the contact policy's word only a customer who came himself is offered anything, but for what marts and ledger say he ordered or
 * refused, the marts alone where the ledger is late too; and nothing of a campaign that keeps customers out, as it is not known whether this is one of them. Where no campaign is known
 * yet, nothing at all.
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
  const unknown = { contact, full: new Set<string>(), keptFrom: keptFrom ?? new Set<string>(), scores: {} };
  const verdicts = judgeOffers(profile, scene, unknown, { ...withAcceptance(context), personalised });
  if (keptFrom !== null && context.catalogue.scenes.get(scene)!.isVisit) return verdicts;
  return verdicts.map((verdict) => (verdict.why === null ? { ...verdict, why: 'UNCHECKED', rank: null } : verdict));
}

const withAcceptance = ({ catalogue, decisions: { acceptance } }: CampaignSession) => ({ catalogue, acceptance });

const late = Symbol('late');

/** What comes in time; whatever else goes wrong is late too, but for what is the caller's own fault. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, ms, late);
  });
  try {
    return await Promise.race([work, patience]);
  } catch (error) {
    if (error instanceof MartletError && error.code === 'BAD_USER_INPUT') throw error;
    return late;
  } finally {
    clearTimeout(timer);
  }
}

/** What is kept of it: enough to explain it when the generation is long gone. */
function rowOf(
  decision: Omit<DecisionResult, 'degraded'> & { readonly degraded: boolean },
  day: string,
  { viewer, manifest }: CampaignSession,
) {
  // What is not for the customer anyhow has no rate of his: half of a decision's bytes.
  const brief = ({ offer, why, rank, acceptance, netBenefit }: OfferVerdict) =>
    why !== null && gateOrder(why) < gateOrder('NOT_AGREED')
      ? [offer.code, why]
      : [offer.code, why ?? rank, acceptance, netBenefit];
  return {
    id: decision.id,
    at: decision.at,
    day,
    number_id: decision.number,
    scene: decision.scene,
    subject: viewer.subject,
    generation: manifest.id,
    data_date: decision.dataDate,
    rule_version: decision.ruleVersion,
    personalised: Number(decision.personalised),
    degraded: Number(decision.degraded),
    held_out: Number(decision.heldOut),
    shown: JSON.stringify(decision.shown.map(brief)),
    considered: JSON.stringify({ offers: decision.considered.map(brief), inputs: decision.values }),
  };
}
