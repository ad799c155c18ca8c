import type { Names } from '../../catalogue/names.js';
import type { Exemption, Offer, OfferRule } from '../../catalogue/offers/types.js';
import type { ContactState } from '../contact-state.js';
import { ruleDigits } from '../rules.js';

/** All that gates look at of one number for one offer. */
export interface Facts {
  readonly isPortedOut: boolean;
  /** Kept out of all campaigns for good. */
  readonly isUniversal: boolean;
  /** To what the scene needs; also where it needs nothing. */
  readonly hasAgreed: boolean;
  /** What the offer's own conditions say: the place in `ruleDigits`; null where nothing of the customer may be looked at. */
  readonly digit: number | null;
  readonly contact: ContactState;
  /** The month's orders are taken. */
  readonly isFull: boolean;
  /** Kept out of a campaign that runs with it. */
  readonly isKeptOut: boolean;
  /** CNY; null: not known. */
  readonly net: number | null;
}

/** The same facts of a million numbers: columns of `list-statement.ts`, by these names where they differ by offer. */
export interface FactColumns {
  readonly digit: string;
  readonly net: string;
  readonly isFull: boolean;
}

/** One thing that an offer can stop at. */
export interface GateCheck<Why extends string = string> {
  readonly why: Why;
  readonly reason: Names;
  /** The offer's own condition, which is said after these words instead of `reason`. */
  readonly condition?: { readonly lead: Names; readonly of: (offer: Offer) => OfferRule | null };
  /** What frees a service message from it. */
  readonly exemption?: Exemption;
  /** Does the offer stop here? One number; left out where it is told by the decision or the list as a whole. */
  readonly stops?: (facts: Facts, offer: Offer) => boolean;
  /** The same for a million: an SQL condition, or null where this offer cannot stop here. */
  readonly sql?: (columns: FactColumns, offer: Offer) => string | null;
}

/** A step that an offer must pass. */
export interface GateDefinition<Code extends string = string, Why extends string = string> {
  readonly code: Code;
  /** What passing it means. */
  readonly description: string;
  /** In their order. */
  readonly checks: readonly GateCheck<Why>[];
}

export const gate = <Code extends string, Why extends string>(definition: GateDefinition<Code, Why>) => definition;

/** A check that the offer's own conditions make: those are evaluated once for a generation. */
export function byRule<Why extends Exclude<(typeof ruleDigits)[number], 'PASSES'>>(
  check: Pick<GateCheck<Why>, 'why' | 'reason' | 'condition'>,
): GateCheck<Why> {
  const own = ruleDigits.indexOf(check.why);
  return { ...check, stops: ({ digit }) => digit === own, sql: ({ digit }) => `${digit} = '${own}'` };
}
