import type { Offer, SceneRule } from '../catalogue/offers/types.js';

/** What an order brings over its expected months, less what it costs once; CNY. */
export const worthOf = ({ monthlyMargin, months, incentive, commission }: Offer): number =>
  monthlyMargin * months - incentive - commission;

/** What making an offer costs, CNY: of a customer who came himself the contact is paid for, whatever he is offered. */
export const costOfMaking = ({ contactCost, isVisit }: Pick<SceneRule, 'contactCost' | 'isVisit'>): number =>
  isVisit ? 0 : contactCost;

/** Net benefit of an offer that is made, CNY: P(accept) × (margin × months − incentive − commission) − contact cost, which is 0 in a visit. */
export const netBenefit = (offer: Offer, rule: Pick<SceneRule, 'contactCost' | 'isVisit'>, acceptance: number): number =>
  acceptance * worthOf(offer) - costOfMaking(rule);
