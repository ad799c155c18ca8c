import type { Offer as Definition, Scene } from '../catalogue/offers/offer-types.js';
import { offerRules } from '../catalogue/offers/offers.js';
import type { Catalogue } from '../catalogue/types.js';
import type { Gate, Offer } from '../faces/graph/channels/offer.types.js';
import { memo } from '../lib/memo.js';
import type { RequestContext } from '../session/session.js';

const gates: Readonly<Record<(typeof offerRules)[number], keyof typeof Gate>> = {
  eligible: 'ELIGIBLE',
  relevant: 'RELEVANT',
  suitable: 'SUITABLE',
};

/** Offers of a scene (null: of all), in the catalogue's order. */
export const offersOf = ({ offers }: Catalogue, scene: Scene | null): readonly Offer[] =>
  [...offers.values()].filter(({ scenes }) => scene === null || scenes.includes(scene)).map(offerOf);

/** An offer as the graph shows it. */
export const offerOf = memo(shownAs);

function shownAs(definition: Definition): Offer {
  const { eligible, relevant, suitable, pitch, source, ...own } = definition;
  const conditions = offerRules.flatMap((name) => {
    const rule = definition[name];
    return rule ? [{ gate: gates[name], sql: rule.when, words: rule.words }] : [];
  });
  return { ...own, conditions, rule: conditions.map(({ sql }) => `(${sql})`).join(' AND '), pitches: pitch };
}

/**
 * The offer of a past contact; what the warehouse remembers may be gone from the catalogue. What an offer earns and whom it is for is tier
 * 4's: others are told its name.
 */
export function pastOffer(code: string, { catalogue, viewer }: Pick<RequestContext, 'catalogue' | 'viewer'>): Offer {
  const definition = catalogue.offers.get(code);
  if (definition && viewer.tiers.includes(4)) return offerOf(definition);
  const { family = 'UNKNOWN', names = { en: code, zh: code } } = definition ?? {};
  const terms = { price: null, monthlyMargin: null, months: null, incentive: null, commission: null, ruleVersion: null };
  const none = {
    scenes: [],
    isService: false,
    rule: definition ? '' : 'FALSE',
    conditions: [],
    inputs: [],
    needs: [],
    pitches: null,
  };
  return { code, family, names, ...terms, ...none };
}
