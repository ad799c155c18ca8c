import { z } from 'zod';
import { candidatesOf, madeOf, pitchTo } from '../../campaigns/recommendations/candidates.js';
import type { DecisionQuestion, DecisionResult } from '../../campaigns/recommendations/decide.js';
import type { NumberInput } from '../../campaigns/recommendations/resolve-number.js';
import type { Names } from '../../catalogue/names.js';
import { unknownName } from '../../catalogue/suggestions.js';
import type { Catalogue } from '../../catalogue/types.js';
import { badInput } from '../../errors.js';
import type { DecisionRow } from '../../ledger/tables.js';
import type { TimeZone } from '../../lib/time-zone.js';
import { inLocale, type Locale } from '../locale.js';

/** Below it all of TMF680. */
export const base = '/tmf-api/recommendationManagement/v4/queryProductRecommendation';

const party = z.object({ id: z.string(), role: z.string().optional(), '@referredType': z.string().optional() });
const expectedParty =
  'expected the customer\'s number, {"id": "1042", "role": "customer"}, or {"id": "13800001234", "role": "customer", "@referredType": "MSISDN"}';

const question = z.object({
  relatedParty: z.union([party.transform((one) => [one]), z.array(party)], expectedParty),
  channel: z.array(z.object({ id: z.string() }), 'expected one scene, [{"id": "COUNTER"}]').length(1, 'expected one scene'),
  recommendationType: z.enum(['personalised', 'general']).default('personalised'),
});

/** Offers that are made at one time, as usual in the graph. */
const limit = 3;

/** The body of a request as the question of a decision. Errors: BAD_USER_INPUT with every problem, UNKNOWN_NAME of the scene. */
export function questionOfResource(
  body: unknown,
  { scenes }: Pick<Catalogue, 'scenes'>,
): { readonly number: NumberInput; readonly asked: Omit<DecisionQuestion, 'id'> } {
  const result = question.safeParse(body);
  if (!result.success) throw badInput(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`).join(' '));
  const { relatedParty: parties, channel, recommendationType } = result.data;
  const customer = parties.length === 1 ? parties[0] : parties.find(({ role }) => role?.toLowerCase() === 'customer');
  if (!customer) throw badInput(`relatedParty: ${expectedParty}; found ${parties.length} parties, none of them a customer.`);
  const scene = [...scenes.keys()].find((code) => code === channel[0]!.id.toUpperCase());
  if (!scene) throw unknownName('scene', channel[0]!.id, scenes.keys());
  const { id, '@referredType': type } = customer;
  return {
    number: type?.toUpperCase() === 'MSISDN' ? { msisdn: id } : { id },
    asked: { scene, limit, personalised: recommendationType === 'personalised' },
  };
}

interface Item {
  readonly offer: string;
  readonly rank: number;
  readonly acceptance: number | null;
  readonly netBenefit: number | null;
  readonly pitch?: Names | null;
  readonly reason?: Names;
}

/** A decision of now, with what the clerk says. */
export const resourceOf = (decision: DecisionResult, { offers }: Pick<Catalogue, 'offers'>, zone: TimeZone, locale: Locale) =>
  resource(
    decision,
    zone,
    candidatesOf(decision.shown, decision).map((candidate) => {
      const { offer, acceptance, netBenefit, rank } = candidate.verdict;
      const texts = { pitch: pitchTo(candidate), reason: madeOf(candidate.verdict) };
      return item({ offer: offer.code, rank: rank!, acceptance, netBenefit, ...texts }, offers.get(offer.code)?.names, locale);
    }),
  );

/** A decision as it was written down. */
export function recordedResource(row: DecisionRow, { offers }: Pick<Catalogue, 'offers'>, zone: TimeZone, locale: Locale) {
  const shown = JSON.parse(row.shown) as readonly (readonly [string, number, number | null, number | null])[];
  const [personalised, degraded, heldOut] = [row.personalised === 1, row.degraded === 1, row.held_out === 1];
  return resource(
    { ...row, number: row.number_id, personalised, degraded, heldOut, dataDate: row.data_date },
    zone,
    shown.map(([offer, rank, acceptance, netBenefit]) =>
      item({ offer, rank, acceptance, netBenefit }, offers.get(offer)?.names, locale),
    ),
  );
}

type Told = Pick<DecisionResult, 'id' | 'at' | 'number' | 'personalised' | 'degraded' | 'heldOut' | 'dataDate'> & {
  readonly scene: string;
};

/** It holds for the operator's day on which it was made. */
function resource({ id, at, number, scene, personalised, ...told }: Told, zone: TimeZone, recommendationItem: readonly object[]) {
  const { day } = zone.localTime(new Date(at));
  return {
    id,
    href: `${base}/${id}`,
    '@type': 'QueryProductRecommendation',
    state: 'done',
    instantSyncRecommendation: true,
    recommendationType: personalised ? 'personalised' : 'general',
    relatedParty: { id: number, role: 'customer', '@referredType': 'Number' },
    channel: [{ id: scene }],
    validFor: { startDateTime: at, endDateTime: zone.endOf(day).toISOString() },
    recommendationItem,
    degraded: told.degraded,
    heldOut: told.heldOut,
    dataDate: told.dataDate,
  };
}

function item({ offer, rank, ...values }: Item, names: Names | undefined, locale: Locale) {
  const characteristics = Object.entries(values).flatMap(([name, value]) => {
    if (value === null) return [];
    return [{ name, value: typeof value === 'number' ? value : inLocale(value, locale), valueType: valueTypeOf(value) }];
  });
  return {
    id: String(rank),
    priority: rank,
    productOffering: { id: offer, name: names ? inLocale(names, locale) : offer, '@referredType': 'ProductOffering' },
    product: { '@type': 'Product', productCharacteristic: characteristics },
  };
}

const valueTypeOf = (value: number | Names): string => (typeof value === 'number' ? 'number' : 'string');
