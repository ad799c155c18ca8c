import type { Names } from '../catalogue/names.js';
import { offerRules, wholeRule, wholeWords } from '../catalogue/offers/offers.js';
import type { Offer as Definition, RetentionTerms, Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import type { Gate } from '../decisions/gates/index.js';
import { memo } from '../lib/memo.js';
import { mayUseScene, seesTerms } from '../security/grants.js';
import type { Viewer } from '../security/viewer.js';
import type { CampaignSession } from './session.js';

const gates: Readonly<Record<(typeof offerRules)[number], Gate>> = {
  eligible: 'ELIGIBLE',
  relevant: 'RELEVANT',
  suitable: 'SUITABLE',
  affordable: 'SUITABLE',
};

/** An offer as viewers are told of it. Money in CNY; null where it is not known, or not the viewer's to see. */
export interface OfferView {
  readonly code: string;
  readonly names: Names;
  readonly family: string;
  readonly price: number | null;
  readonly monthlyMargin: number | null;
  readonly incentive: number | null;
  readonly commission: number | null;
  readonly months: number | null;
  readonly retention: RetentionTerms | null;
  readonly priors: Definition['priors'];
  readonly scenes: readonly Scene[];
  readonly isService: boolean;
  readonly isHousehold: boolean;
  /** SQL predicate over the columns of a number's month. */
  readonly rule: string;
  readonly conditions: readonly { readonly gate: Gate; readonly sql: string; readonly words: Names }[];
  readonly ruleVersion: string | null;
  readonly inputs: readonly string[];
  readonly needs: readonly string[];
  readonly pitches: Names | null;
}

/** Offers of a scene (null: of all), in the catalogue's order. */
export const offersOf = ({ offers }: Catalogue, scene: Scene | null, viewer: Viewer): readonly OfferView[] =>
  [...offers.values()]
    .filter(({ scenes }) => scenes.some((own) => (scene === null || own === scene) && mayUseScene(viewer, own)))
    .map((offer) => offerOf(offer, viewer));

/** An offer as the graph shows it: what it earns and asks of a customer only to who is told that. */
export const offerOf = (definition: Definition, viewer: Viewer): OfferView =>
  seesTerms(viewer) ? whole(definition) : withoutTerms(definition);

const whole = memo(shownAs);
const untold = {
  ...{ monthlyMargin: null, incentive: null, commission: null, retention: null, priors: {} },
  ...{ rule: '', conditions: [], inputs: [], needs: [] },
};
const withoutTerms = memo((definition: Definition): OfferView => ({ ...whole(definition), ...untold }));

function shownAs(definition: Definition): OfferView {
  const { eligible, relevant, suitable, affordable, pitch, source, ...own } = definition;
  const conditions = offerRules.flatMap((name) => {
    const rule = definition[name];
    return rule ? [{ gate: gates[name], sql: wholeRule(rule), words: wholeWords(rule) }] : [];
  });
  return { ...own, conditions, rule: conditions.map(({ sql }) => `(${sql})`).join(' AND '), pitches: pitch };
}

/**
 * The offer of a past contact; what the warehouse remembers may be gone from the catalogue. What an offer earns and whom it is for is tier
 * 4's: others are told its name.
 */
export function pastOffer(code: string, { catalogue, viewer }: Pick<CampaignSession, 'catalogue' | 'viewer'>): OfferView {
  const definition = catalogue.offers.get(code);
  if (definition && viewer.tiers.includes(4)) return offerOf(definition, viewer);
  const { family = 'UNKNOWN', names = { en: code, zh: code } } = definition ?? {};
  const terms = {
    ...{ price: null, monthlyMargin: null, months: null, retention: null },
    ...{ incentive: null, commission: null, ruleVersion: null, priors: {} },
  };
  const none = {
    scenes: [],
    isService: false,
    isHousehold: false,
    rule: definition ? '' : 'FALSE',
    conditions: [],
    inputs: [],
    needs: [],
    pitches: null,
  };
  return { code, family, names, ...terms, ...none };
}
