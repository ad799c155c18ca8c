import type { Exemption, Offer, Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import type { Acceptance } from './acceptance.js';
import { isExempt } from './contact-state.js';
import { netBenefit } from './net-benefit.js';
import type { Profile } from './profiles.js';
import { ruleDigits } from './rules.js';
import { gateOrder, type Why } from './why.js';

/** What the contact policy says of a number in a scene. */
export interface ContactState {
  readonly isBarred: boolean;
  readonly isCapped: boolean;
  /** Somebody else answers: it is not to be called. */
  readonly isWrongNumber: boolean;
  /** Offers that are not made because of a refusal not long ago. */
  readonly cooled: readonly string[];
  /** Offers that were ordered and whose months are not over. */
  readonly ordered: readonly string[];
}

export const unknownToPolicy: ContactState = Object.freeze({
  isBarred: false,
  isCapped: false,
  isWrongNumber: false,
  cooled: [],
  ordered: [],
});

/** What may change from one minute to the next. */
export interface Circumstances {
  readonly contact: ContactState;
  /** Offers of which the month's orders are taken. */
  readonly full: ReadonlySet<string>;
  /** Offers of campaigns that the customer is kept out of. */
  readonly keptFrom: ReadonlySet<string>;
  /** The warehouse's own scores, by offer. */
  readonly scores: Readonly<Record<string, number>>;
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
  /** CNY. */
  readonly netBenefit: number | null;
}

/** Every offer of a scene with the gate that it stops at, or its rank. In the catalogue's order. */
export function judgeOffers(
  profile: Profile,
  scene: Scene,
  now: Circumstances,
  { catalogue, acceptance }: { readonly catalogue: Catalogue; readonly acceptance: Acceptance },
): readonly OfferVerdict[] {
  const rule = catalogue.scenes.get(scene)!;
  const agreed = hasAgreed(profile, scene, catalogue);
  const verdicts = [...catalogue.offers.values()].flatMap((offer, at) => {
    if (!offer.scenes.includes(scene)) return [];
    const rate = now.scores[offer.code] ?? acceptance.of(offer.code, scene, profile.segment, profile.valueTier)?.rate ?? null;
    const net = rate === null ? null : netBenefit(offer, rule, rate);
    const digit = Number(profile.rules[at]);
    const why = profile.isPortedOut
      ? 'PORTED_OUT'
      : whyNot(offer, { ...now, rule: ruleOf(digit), hasAgreed: agreed, isUniversal: profile.isUniversal, net }, catalogue);
    return [{ offer, why, rank: null, acceptance: rate, netBenefit: net }];
  });
  return ranked(verdicts);
}

/** Has the customer agreed to what the scene needs, or need not? */
export const hasAgreed = ({ agreed }: Pick<Profile, 'agreed'>, scene: Scene, { scenes }: Catalogue): boolean =>
  agreed[[...scenes.keys()].indexOf(scene)] === '1';

const ruleOf = (digit: number): Why | null => (digit > 0 ? (ruleDigits[digit] as Why) : null);

/** The first gate that an offer stops at, of those that a number on the books comes to. */
export function whyNot(
  offer: Offer,
  { rule, contact, full, keptFrom, hasAgreed, isUniversal, net }: Circumstances & Own,
  { contactPolicy }: Catalogue,
): Why | null {
  const isBound = (to: Exemption): boolean => !isExempt(offer, contactPolicy, to);
  if (rule !== null && gateOrder(rule) < gateOrder('ORDERED')) return rule;
  if (contact.ordered.includes(offer.code)) return 'ORDERED';
  if (rule !== null) return rule;
  if (!hasAgreed && isBound('DO_NOT_CONTACT')) return 'NOT_AGREED';
  if (contact.isBarred && isBound('DO_NOT_CONTACT')) return 'DO_NOT_CONTACT';
  if (contact.isWrongNumber) return 'WRONG_NUMBER';
  if (contact.isCapped && isBound('CAPS')) return 'CAPPED';
  if (contact.cooled.includes(offer.code)) return 'COOLING';
  if (full.has(offer.code)) return 'FULL';
  if (isUniversal && isBound('HOLD_OUT')) return 'UNIVERSAL';
  if (keptFrom.has(offer.code) && isBound('HOLD_OUT')) return 'CAMPAIGN';
  if (net === null) return 'UNKNOWN_ACCEPTANCE';
  return net < 0 ? 'COSTS_MORE' : null;
}

interface Own {
  /** What the offer's own conditions say against it; null: nothing. */
  readonly rule: Why | null;
  readonly hasAgreed: boolean;
  readonly isUniversal: boolean;
  readonly net: number | null;
}

/** The greatest net benefit first; of equal ones the first in the catalogue. */
export function ranked(verdicts: readonly OfferVerdict[]): readonly OfferVerdict[] {
  const order = verdicts.filter(({ why }) => why === null).sort((a, b) => b.netBenefit! - a.netBenefit!);
  const ranks = new Map(order.map((verdict, index) => [verdict, index + 1]));
  return verdicts.map((verdict) => ({ ...verdict, rank: ranks.get(verdict) ?? null }));
}
