import type { Names, SourceLocation } from '../names.js';

/** Where a customer is met, as in the mart `contact`. */
export const scenes = ['COUNTER', 'OUTBOUND', 'ONLINE', 'PARTNER'] as const;
export type Scene = (typeof scenes)[number];

/** What may come of a contact, as in the mart `contact`. */
export const outcomes = ['REACHED', 'NOT_REACHED', 'ACCEPTED', 'REFUSED', 'CALL_BACK', 'DO_NOT_CONTACT', 'WRONG_NUMBER'] as const;

/** Why a contact came out as it did, as it may be told with one of these outcomes. */
export interface OutcomeReason {
  readonly code: string;
  readonly names: Names;
  readonly outcomes: readonly (typeof outcomes)[number][];
}

/** A predicate on a number's month. */
interface Condition {
  /** SQL over one row of number_state, thresholds filled in. */
  readonly when: string;
  /** The same for people: why an offer that stops here is not made is its contrary. */
  readonly words: Names;
}

/** A condition that is left out, and said to be, where the warehouse lacks a column that it needs ("mart.column"). */
export interface OptionalCondition extends Condition {
  readonly needs: readonly string[];
}

/** What must hold of a number's month. */
export interface OfferRule extends Condition {
  /** What must hold beside it. */
  readonly ifProvided: readonly OptionalCondition[];
}

/** What is supposed of acceptance before contacts tell it: the mean of a beta distribution, and how many contacts it weighs (its α + β). */
export interface AcceptancePrior {
  /** Above 0, below 1. */
  readonly acceptance: number;
  /** Contacts. */
  readonly weight: number;
}

/** What an offer that is to keep customers does. */
export interface RetentionTerms {
  /** Share of the loss that it prevents where it is accepted, 0 to 1: until the hold-outs of its lists tell it. */
  readonly effect: number;
  /** Months ahead that the risk of leaving is of. */
  readonly horizon: 1 | 3;
  /** He changes to the plan that fits him best: what he saves on it is lost in the order's months. */
  readonly toBestPlan: boolean;
}

/** Something that can be offered to a number. Money in CNY. */
export interface Offer {
  readonly code: string;
  readonly names: Names;
  /** Offers that are near to each other: who refuses one is left alone with all of them for a while. */
  readonly family: string;
  /** A month; null where it depends on the customer's plan. */
  readonly price: number | null;
  /** Margin of a month, and the months for which an order is expected to last. */
  readonly monthlyMargin: number;
  readonly months: number;
  /** It is worth what it keeps, where risk and value of the number are known; null: its margin. */
  readonly retention: RetentionTerms | null;
  /** Costs of an order, once. */
  readonly incentive: number;
  readonly commission: number;
  /** Orders in a calendar month that can be served, all scenes together; null: any number. */
  readonly monthlyOrders: number | null;
  readonly scenes: readonly Scene[];
  /** Supposed of it in a scene, in place of what its family and the scene tell; none: those do. */
  readonly priors: Readonly<Partial<Record<Scene, AcceptancePrior>>>;
  /** A service message, no marketing: what that frees from, the contact policy says. */
  readonly isService: boolean;
  /** For the whole household: what one of it ordered or refused is said of all, and a list has one of it. */
  readonly isHousehold: boolean;
  /** For who has taken the number to another operator, and nobody else. */
  readonly isForPortedOut: boolean;
  /** Its price takes the place of the plan's, and is no new spend. */
  readonly replacesPlan: boolean;
  /** Has the number the need? */
  readonly eligible: OfferRule;
  /** Would it change anything: not held already, at the right stage of life? null: always. */
  readonly relevant: OfferRule | null;
  /** May it be sold to this customer now: no dunning while complaining, credit? null: always. */
  readonly suitable: OfferRule | null;
  /** Does its price fit what the customer pays now? Looked at where the warehouse has revenue; null: it adds no spend. */
  readonly affordable: OfferRule | null;
  /** What the clerk says; "{{column}}" stands for the number's own value, "{{price}}" is filled in. */
  readonly pitch: Names;
  /** Columns of number_state that the rules look at: what an explanation shows. */
  readonly inputs: readonly string[];
  /** Contract columns without which the rules mean nothing: where the warehouse lacks one, the offer cannot be made. */
  readonly needs: readonly string[];
  /** 12 hex digits of sha256 over what the offer means: rules with thresholds, terms, scenes; not names, texts or the order of keys. */
  readonly ruleVersion: string;
  readonly source: SourceLocation;
}

/** Times of day of the operator's time zone, "09:00"; the end is excluded, and one that is not later than the beginning is next day's. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

export interface SceneRule {
  readonly code: Scene;
  readonly names: Names;
  /** CNY, of a contact whatever comes of it; what a visit costs is spent and stops no offer. */
  readonly contactCost: number;
  /** Column that tells whether the customer has agreed to be contacted so; null: nothing to agree to. */
  readonly consent: { readonly column: string; readonly needs: readonly string[] } | null;
  /** When he may be contacted; null: at any time. */
  readonly callable: Hours | null;
  /** He came himself: nothing keeps him from being served; what he ordered or refused is not offered again. */
  readonly isVisit: boolean;
  /** Supposed of what is offered there, until the scene's contacts outweigh it; null: without contacts nothing is. */
  readonly prior: AcceptancePrior | null;
  /** Work is claimed in batches of at most so many numbers, for at most so long; a number is tried at most so often, and not within these hours again. */
  readonly batch: {
    readonly size: number;
    readonly leaseSeconds: number;
    readonly attempts: number;
    readonly retryHours: number;
  };
}

/** At most so many contacts of a number, in all these scenes together. */
export interface ContactCap {
  readonly scenes: readonly Scene[];
  readonly most: number;
  /** The last so many days, or the calendar month. */
  readonly window: number | 'MONTH';
}

/** What a service message may be exempt from. */
export const exemptions = ['CAPS', 'COOL_DOWN', 'QUIET_HOURS', 'DO_NOT_CONTACT', 'HOLD_OUT'] as const;
export type Exemption = (typeof exemptions)[number];

/** How often, when and whom to leave alone. None of it keeps a customer who came from being served. */
export interface ContactPolicy {
  readonly caps: readonly ContactCap[];
  /** Of all scenes that are no visit. */
  readonly quietHours: Hours;
  /** Days without an offer of the family that was refused; families of their own apart. */
  readonly coolDown: { readonly days: number; readonly families: Readonly<Record<string, number>> };
  /** What a customer's DO_NOT_CONTACT closes, and for how many days (null: until it is lifted). */
  readonly doNotContact: { readonly scenes: readonly Scene[]; readonly days: number | null };
  readonly serviceExemptFrom: readonly Exemption[];
  /** Shares kept out of all campaigns for good, and of each unless it says otherwise. A new salt draws anew. */
  readonly holdOut: { readonly universalShare: number; readonly salt: string; readonly campaignShare: number };
}
