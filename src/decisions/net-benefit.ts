import type { Offer, SceneRule } from '../catalogue/offers/types.js';

/** What an order brings over its expected months, less what it costs once; CNY. */
export const worthOf = ({ monthlyMargin, months, incentive, commission }: Offer): number =>
  monthlyMargin * months - incentive - commission;

/** Net benefit of a contact, CNY: P(accept) × (margin × months − incentive − commission) − contact cost. */
export const netBenefit = (offer: Offer, { contactCost }: Pick<SceneRule, 'contactCost'>, acceptance: number): number =>
  acceptance * worthOf(offer) - contactCost;
