import type { ContactCap, Offer, Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { shiftDay } from '../lib/days.js';
import { cooledBy, firstCounted, heldSince, reached, restedSince } from './contact-windows.js';

/** What the contact policy says of a number in a scene. */
export interface ContactState {
  readonly isBarred: boolean;
  readonly isCapped: boolean;
  /** The household was reached as often as allowed about what is offered to households. */
  readonly isHouseholdCapped: boolean;
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
  isHouseholdCapped: false,
  isWrongNumber: false,
  cooled: [],
  ordered: [],
});

/** A contact of the number, or of another of its household, as the policy looks at it. */
export interface PastContact {
  /** One that marts and ledger both have counts once. */
  readonly id: string;
  /** Of the very number. */
  readonly isOwn: boolean;
  /** Operator's day, "2026-10-31". */
  readonly day: string;
  readonly scene: string;
  readonly offer: string;
  readonly outcome: string;
}

/** The customer's last word on the scene: closed to this day, or (null) for good. It overrides what the warehouse says. */
export interface Word {
  readonly until: string | null;
}

/**
 * What past contacts say of a number in a scene on a day; `contact-state-sql.ts` is the same for a million. A customer who came himself is
 * kept from what he (or, of a household's offer, his household) ordered and from the very offers that he refused, and from all else only by
 * his own word on the scene.
 */
export function contactState(
  contacts: readonly PastContact[],
  word: Word | null,
  scene: Scene,
  today: string,
  { contactPolicy, offers, scenes }: Pick<Catalogue, 'contactPolicy' | 'offers' | 'scenes'>,
): ContactState {
  const { isVisit } = scenes.get(scene)!;
  const own = contacts.filter(({ isOwn }) => isOwn);
  const household = contacts.filter(({ offer }) => offers.get(offer)?.isHousehold);
  const offersOf = (outcome: string, among: readonly PastContact[], after: (offer: Offer) => string): readonly Offer[] =>
    among.flatMap((contact) => {
      const offer = contact.outcome === outcome ? offers.get(contact.offer) : undefined;
      return offer && contact.day > after(offer) ? [offer] : [];
    });
  const refused = offersOf('REFUSED', isVisit ? own : [...own, ...household], (offer) =>
    restedSince(offer, contactPolicy, today),
  );
  const cools = (refusal: Offer): readonly Offer[] => (isVisit ? [refusal] : cooledBy(refusal, offers, contactPolicy));
  const caps = capsOf(scene, { contactPolicy, scenes });
  const { days, scenes: closed } = contactPolicy.doNotContact;
  const bars = ({ outcome, day }: PastContact): boolean =>
    outcome === 'DO_NOT_CONTACT' && (days === null || day > shiftDay(today, -days));
  return {
    isBarred: word ? word.until === null || word.until >= today : !isVisit && closed.includes(scene) && own.some(bars),
    isCapped: isCappedBy(own, scene, today, { contactPolicy, scenes }),
    isHouseholdCapped: caps.some((cap) => isFull(cap, household, today)),
    isWrongNumber: !isVisit && own.some(({ outcome }) => outcome === 'WRONG_NUMBER'),
    cooled: codesOf(refused.flatMap(cools)),
    ordered: codesOf(offersOf('ACCEPTED', [...own, ...household], (offer) => heldSince(offer, today))),
  };
}

/** Do these contacts reach a cap of the scene? A customer who comes himself has none. */
export const isCappedBy = (
  contacts: readonly PastContact[],
  scene: Scene,
  today: string,
  policy: Pick<Catalogue, 'contactPolicy' | 'scenes'>,
): boolean => capsOf(scene, policy).some((cap) => isFull(cap, contacts, today));

const capsOf = (scene: Scene, { contactPolicy, scenes }: Pick<Catalogue, 'contactPolicy' | 'scenes'>): readonly ContactCap[] =>
  scenes.get(scene)!.isVisit ? [] : contactPolicy.caps.filter((cap) => cap.scenes.includes(scene));

function isFull(cap: ContactCap, contacts: readonly PastContact[], today: string): boolean {
  const from = firstCounted(cap, today);
  const counted = contacts.filter(
    ({ scene, outcome, day }) => day >= from && reached.includes(outcome) && (cap.scenes as readonly string[]).includes(scene),
  );
  return new Set(counted.map(({ id }) => id)).size >= cap.most;
}

const codesOf = (offers: readonly Offer[]): readonly string[] => [...new Set(offers.map(({ code }) => code))].sort();
