import type { ContactCap, ContactPolicy, Offer } from '../catalogue/offers/types.js';
import { shiftDay, shiftDayByMonths } from '../lib/days.js';
import { isExempt } from './exempt.js';

/** Outcomes in which the customer was reached: what caps count. Who was not reached was not disturbed. */
export const reached: readonly string[] = ['REACHED', 'ACCEPTED', 'REFUSED', 'CALL_BACK', 'DO_NOT_CONTACT'];

/** Outcomes that matter however long ago they were: an order holds for its offer's months, a wrong number stays one. */
export const lastingOutcomes = ['ACCEPTED', 'WRONG_NUMBER'] as const;

/** An order of after this day holds: as long as the offer is expected to last. */
export const heldSince = ({ months }: Pick<Offer, 'months'>, today: string): string => shiftDayByMonths(today, -months);

/** A refusal of after this day is not long ago. */
export const restedSince = ({ family }: Pick<Offer, 'family'>, { coolDown }: ContactPolicy, today: string): string =>
  shiftDay(today, -(coolDown.families[family] ?? coolDown.days));

/** The offers that are not made after a refusal: those of its family, but for service messages that are free of it. */
export const cooledBy = (refused: Offer, offers: ReadonlyMap<string, Offer>, policy: ContactPolicy): readonly Offer[] =>
  [...offers.values()].filter((offer) => offer.family === refused.family && !isExempt(offer, policy, 'COOL_DOWN'));

/** The first day whose contacts a cap counts. */
export const firstCounted = ({ window }: ContactCap, today: string): string =>
  window === 'MONTH' ? `${today.slice(0, 7)}-01` : shiftDay(today, 1 - window);

/** The day since which contacts can still matter to caps and cool-downs. */
export function horizon({ caps, coolDown }: ContactPolicy, today: string): string {
  const windows = caps.flatMap(({ window }) => (window === 'MONTH' ? [] : [window]));
  const longest = Math.max(coolDown.days, ...Object.values(coolDown.families), ...windows, 31);
  return shiftDay(today, -longest);
}
