import { z } from 'zod';
import { type Candidate, candidateReason, candidatesOf } from '../../campaigns/recommendations/candidates.js';
import type { DecisionQuestion } from '../../campaigns/recommendations/decide.js';
import type { Decision } from '../../campaigns/recommendations/decision.js';
import type { Names } from '../../catalogue/names.js';
import type { Scene } from '../../catalogue/offers/types.js';
import { unknownName } from '../../catalogue/suggestions.js';
import { badInput } from '../../errors.js';
import type { TimeZone } from '../../lib/time-zone.js';
import type { RequestContext } from '../context.js';
import { inLocale, type Locale } from '../locale.js';
import { problemsOf } from '../rest/refuse.js';

/** Below it all of TMF680. */
export const base = '/tmf-api/recommendationManagement/v4/queryProductRecommendation';

/** What a party's id may be of, as its `@referredType`; a number where it says nothing. */
const partyTypes = {
  NUMBER: 'number',
  MSISDN: 'msisdn',
  INDIVIDUAL: 'customer',
  ORGANIZATION: 'customer',
  CUSTOMER: 'customer',
} as const;
const party = z.object({
  id: z.string(),
  role: z.string().optional(),
  '@referredType': z
    .string()
    .default('Number')
    .refine((type) => type.toUpperCase() in partyTypes, 'expected Number, MSISDN, Individual, Organization or Customer'),
});
const expectedParty =
  'expected the customer\'s number, {"id": "1042", "role": "customer"}, a phone number, {"id": "13800001234", "role": "customer", "@referredType": "MSISDN"}, or a customer, {"id": "C100000005", "role": "customer", "@referredType": "Individual"}; @referredType is Number, MSISDN, Individual, Organization or Customer';

const question = z.object({
  relatedParty: z.union([party.transform((one) => [one]), z.array(party)], expectedParty),
  channel: z.array(z.object({ id: z.string() }), 'expected one scene, [{"id": "COUNTER"}]').length(1, 'expected one scene'),
  recommendationType: z.enum(['personalised', 'general']).default('personalised'),
});

/** Whom a party stands for. */
export interface PartyInput {
  readonly id: string;
  readonly is: 'number' | 'msisdn' | 'customer';
}

/** Offers that are made at one time, as usual in the graph. */
const limit = 3;

/** The body of a request as the question of a decision. Errors: BAD_USER_INPUT with every problem, UNKNOWN_NAME of the scene. */
export function questionOfResource(
  body: unknown,
  context: Pick<RequestContext, 'catalogue' | 'viewer'>,
): { readonly party: PartyInput; readonly asked: Omit<DecisionQuestion, 'id'> } {
  const result = question.safeParse(body);
  if (!result.success) throw badInput(problemsOf(result.error));
  const { relatedParty: parties, channel, recommendationType } = result.data;
  const customer = parties.length === 1 ? parties[0] : parties.find(({ role }) => role?.toLowerCase() === 'customer');
  if (!customer) throw badInput(`relatedParty: ${expectedParty}; found ${parties.length} parties, none of them a customer.`);
  const { id, '@referredType': type } = customer;
  return {
    party: { id, is: partyTypes[type.toUpperCase() as keyof typeof partyTypes] },
    asked: { scene: sceneOf(channel[0]!.id, context), limit, personalised: recommendationType === 'personalised' },
  };
}

/** The scene of a channel, by its own code or by what the client's policies call it. Errors: UNKNOWN_NAME. */
export function sceneOf(channel: string, { catalogue, viewer }: Pick<RequestContext, 'catalogue' | 'viewer'>): Scene {
  const named = viewer.channels[channel] ?? channel.toUpperCase();
  const scene = [...catalogue.scenes.keys()].find((code) => code === named);
  if (scene) return scene;
  throw unknownName('scene', named, [...catalogue.scenes.keys(), ...Object.keys(viewer.channels)]);
}

/** The attributes that `fields` names, beside those that tell which resource it is. Errors: BAD_USER_INPUT. */
export function withFields(resource: ReturnType<typeof resourceOf>, fields: string | undefined): object {
  if (fields === undefined) return resource;
  const named = fields === 'none' ? [] : fields.split(',').map((field) => field.trim());
  const unknown = named.find((field) => !(field in resource));
  if (unknown !== undefined)
    throw badInput(
      `fields: expected some of ${Object.keys(resource).join(', ')}, or none, found ${JSON.stringify(unknown.slice(0, 60))}.`,
    );
  const wanted = new Set(['id', 'href', '@type', ...named]);
  return Object.fromEntries(Object.entries(resource).filter(([name]) => wanted.has(name)));
}

/** A decision in the standard's form; it holds for the operator's day on which it was made. */
export function resourceOf(decision: Decision, zone: TimeZone, context: RequestContext) {
  const { id, at, number, scene, personalised } = decision;
  const { day } = zone.localTime(new Date(at));
  return {
    // A decision that could not be written down is answered, but is no resource that can be asked for again.
    ...(id === null ? {} : { id, href: `${base}/${id}` }),
    '@type': 'QueryProductRecommendation',
    state: 'done',
    instantSyncRecommendation: true,
    recommendationType: personalised ? 'personalised' : 'general',
    relatedParty: { id: number, role: 'customer', '@referredType': 'Number' },
    channel: [{ id: scene }],
    validFor: { startDateTime: at, endDateTime: zone.endOf(day).toISOString() },
    recommendationItem: candidatesOf(decision.shown, decision, context).map((candidate) => itemOf(candidate, context.locale)),
    degraded: decision.degraded,
    heldOut: decision.heldOut,
    dataDate: decision.dataDate,
  };
}

function itemOf(candidate: Candidate, locale: Locale) {
  const { offer, rank, acceptProbability, netBenefit, evidence } = candidate;
  const values = {
    acceptance: acceptProbability,
    acceptanceBasis: evidence?.basis ?? null,
    acceptanceContacts: evidence?.contacts ?? null,
    netBenefit,
    pitch: candidate.pitches,
    reason: candidateReason(candidate),
  };
  const characteristics = Object.entries(values).flatMap(([name, value]) => {
    if (value === null) return [];
    return [{ name, value: typeof value === 'object' ? inLocale(value, locale) : value, valueType: valueTypeOf(value) }];
  });
  return {
    id: String(rank),
    priority: rank,
    productOffering: { id: offer.code, name: inLocale(offer.names, locale), '@referredType': 'ProductOffering' },
    product: { '@type': 'Product', productCharacteristic: characteristics },
  };
}

const valueTypeOf = (value: number | string | Names): string => (typeof value === 'number' ? 'number' : 'string');
