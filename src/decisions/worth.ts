import type { Offer, SceneRule } from '../catalogue/offer-types.js';

/** What an order brings over its expected months, less what it costs once; CNY. */
export const worthOf = ({ monthlyMargin, months, incentive, commission }: Offer): number =>
  monthlyMargin * months - incentive - commission;

/** Net benefit of a contact, CNY: P(accept) × (margin × months − incentive − commission) − contact cost. */
export const netBenefit = (offer: Offer, { contactCost }: Pick<SceneRule, 'contactCost'>, acceptance: number): number =>
  acceptance * worthOf(offer) - contactCost;

/** What a contact is expected to cost, CNY: the contact, and what an order costs as often as one comes. */
export const expectedCost = (
  { incentive, commission }: Offer,
  { contactCost }: Pick<SceneRule, 'contactCost'>,
  acceptance: number,
): number => contactCost + acceptance * (incentive + commission);
