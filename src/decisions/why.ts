/** Gates in the order in which an offer passes them. */
export const gates = [
  'ELIGIBLE',
  'RELEVANT',
  'SUITABLE',
  'CONSENT',
  'CONTACT_POLICY',
  'BUDGET',
  'HOLD_OUT',
  'NET_BENEFIT',
] as const;
export type Gate = (typeof gates)[number];

/** Why an offer is not made, and the gate that it stops at. */
export const whys = {
  /** The number is not in the newest month. */
  GONE: 'ELIGIBLE',
  /** Its holder has taken it to another operator. */
  PORTED_OUT: 'ELIGIBLE',
  /** The warehouse lacks a column that the rule needs. */
  NOT_PROVIDED: 'ELIGIBLE',
  /** A service message is for particular customers only, and nothing of the customer may be looked at. */
  PARTICULAR: 'ELIGIBLE',
  NOT_ELIGIBLE: 'ELIGIBLE',
  NOT_RELEVANT: 'RELEVANT',
  /** Ordered already, and the order's months are not over. */
  ORDERED: 'RELEVANT',
  NOT_SUITABLE: 'SUITABLE',
  /** Has not agreed to be contacted so. */
  NOT_AGREED: 'CONSENT',
  DO_NOT_CONTACT: 'CONSENT',
  /** The ledger or the marts did not answer in time. */
  UNCHECKED: 'CONSENT',
  /** Somebody else answers there. */
  WRONG_NUMBER: 'CONTACT_POLICY',
  /** Reached as often as allowed. */
  CAPPED: 'CONTACT_POLICY',
  /** Refused an offer of the family not long ago; in a visit, this one. */
  COOLING: 'CONTACT_POLICY',
  /** As many orders in the month as can be served. */
  FULL: 'BUDGET',
  /** The list is as long as it may be, or what is left of its budget does not cover one more. */
  BEYOND_SIZE: 'BUDGET',
  BEYOND_BUDGET: 'BUDGET',
  /** Kept out of all campaigns for good. */
  UNIVERSAL: 'HOLD_OUT',
  /** Kept out of a campaign that runs with this offer. */
  CAMPAIGN: 'HOLD_OUT',
  /** No past contact and no score tells how likely it is accepted. */
  UNKNOWN_ACCEPTANCE: 'NET_BENEFIT',
  /** It is expected to cost more than it brings. */
  COSTS_MORE: 'NET_BENEFIT',
} as const satisfies Readonly<Record<string, Gate>>;
export type Why = keyof typeof whys;

/** How far an offer came: the later, the nearer it was to being made. */
export const gateOrder = (why: Why): number => Object.keys(whys).indexOf(why);
