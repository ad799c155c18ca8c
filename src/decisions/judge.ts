import type { Offer, Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import type { Acceptance, Evidence } from './acceptance.js';
import type { ContactState } from './contact-state.js';
import { isWeighed, type Why, whyNot } from './gates/index.js';
import { type AtStake, keptBy, netBenefit } from './net-benefit.js';
import type { Profile } from './profiles.js';
import type { RetentionEffect } from './retention-effects.js';
import { ruleDigits } from './rules.js';

/** What may change from one minute to the next. */
export interface Circumstances {
  readonly contact: ContactState;
  /** Offers of which the month's orders are taken. */
  readonly full: ReadonlySet<string>;
  /** Offers of campaigns that the customer is kept out of. */
  readonly keptFrom: ReadonlySet<string>;
  /** The warehouse's own scores, by offer. */
  readonly scores: Readonly<Record<string, number>>;
  /** null: it was not looked up. */
  readonly stake: AtStake | null;
}

/** What became of an offer for a number. */
export interface OfferVerdict {
  readonly offer: Offer;
  /** null: it is made. */
  readonly why: Why | null;
  /** From 1, of those that are made. */
  readonly rank: number | null;
  /** 0 to 1. */
  readonly acceptance: number | null;
  /** What that rests on; null where it is. */
  readonly evidence: Evidence | null;
  /** CNY. */
  readonly netBenefit: number | null;
  /** What a retention offer was weighed by; null of another one, and of one that its rules stop. */
  readonly effect: WeighedEffect | null;
}

/** RISK_UNKNOWN: nobody knows how likely the number leaves or what it is worth, or it may not be looked at; the offer counts by its margin. */
export type WeighedEffect = RetentionEffect | { readonly share: null; readonly from: 'RISK_UNKNOWN' };

const unknownRisk: WeighedEffect = Object.freeze({ share: null, from: 'RISK_UNKNOWN' });

export interface Judge {
  readonly catalogue: Catalogue;
  readonly acceptance: Acceptance;
  readonly effects: ReadonlyMap<string, RetentionEffect>;
  /** May the customer's use, value and person be looked at? */
  readonly personalised: boolean;
}

/**
 * Every offer of a scene with the check that it stops at, or its rank. In the catalogue's order. Not personalised they are ranked by what
 * they bring of all customers; what protects the customer still holds: consent, contact policy, hold-out.
 */
export function judgeOffers(
  profile: Profile,
  scene: Scene,
  now: Circumstances,
  { catalogue, acceptance, effects, personalised }: Judge,
): readonly OfferVerdict[] {
  const terms = catalogue.scenes.get(scene)!;
  const { isPortedOut, isUniversal, segment, valueTier } = profile;
  const rateOf = ({ code }: Offer): (Evidence & { readonly rate: number }) | null => {
    if (!personalised) return acceptance.ofAll(code, scene);
    const own = acceptance.of(code, scene, segment, valueTier);
    const score = now.scores[code];
    return score === undefined ? own : { rate: score, basis: 'SCORE', contacts: own?.contacts ?? 0 };
  };
  const number = { isPortedOut, isUniversal, hasAgreed: hasAgreed(profile, scene, catalogue), contact: now.contact };
  const verdicts = [...catalogue.offers.values()].flatMap((offer, at): readonly OfferVerdict[] => {
    if (!offer.scenes.includes(scene)) return [];
    const told = rateOf(offer);
    const rate = told?.rate ?? null;
    const effect = effects.get(offer.code) ?? null;
    const kept = keptBy(offer, effect, personalised ? now.stake : null);
    const net = rate === null ? null : netBenefit(offer, terms, rate, kept);
    const rule = Number(profile.rules[at]);
    // What the warehouse lacks is of no customer.
    const digit = personalised || isOfWarehouse(rule) ? rule : null;
    const own = { digit, isFull: now.full.has(offer.code), isKeptOut: now.keptFrom.has(offer.code), net };
    const why = whyNot(offer, { ...number, ...own }, catalogue.contactPolicy);
    return [
      {
        offer,
        why,
        rank: null,
        acceptance: rate,
        evidence: told && { basis: told.basis, contacts: told.contacts },
        netBenefit: net,
        effect: effect && isWeighed(why) ? (kept === null ? unknownRisk : effect) : null,
      },
    ];
  });
  return ranked(verdicts);
}

const isOfWarehouse = (digit: number): boolean => ruleDigits[digit] === 'NOT_PROVIDED';

/** Has the customer agreed to what the scene needs, or need not? */
export const hasAgreed = ({ agreed }: Pick<Profile, 'agreed'>, scene: Scene, { scenes }: Catalogue): boolean =>
  agreed[[...scenes.keys()].indexOf(scene)] === '1';

/** The greatest net benefit first; of equal ones the first in the catalogue. */
function ranked(verdicts: readonly OfferVerdict[]): readonly OfferVerdict[] {
  const order = verdicts.filter(({ why }) => why === null).sort((a, b) => b.netBenefit! - a.netBenefit!);
  const ranks = new Map(order.map((verdict, index) => [verdict, index + 1]));
  return verdicts.map((verdict) => ({ ...verdict, rank: ranks.get(verdict) ?? null }));
}
