import type { ContactPolicy } from '../catalogue/offers/types.js';
import { text } from '../lib/quote.js';

/**
 * Who is drawn together: a household, else a customer, else the number alone; numbers of one household have the same text, today and in
 * a year. Expressions are over a row of number_state.
 */
const drawnTogether = `coalesce('H' || nullif(household_id, ''), 'C' || nullif(customer_id, ''), 'N' || cast(number_id as varchar))`;

/** That as 64 bits: the key of a draw in snapshots and look-ups. */
export const drawKey = (): string => `md5_number_lower(${drawnTogether})`;

/** A customer as 64 bits, else the number alone; of one customer in several households it is the same. */
export const customerKey = (): string =>
  `md5_number_lower(coalesce('C' || nullif(customer_id, ''), 'N' || cast(number_id as varchar)))`;

/** Is it within the share that the salt draws? Another salt draws others, and a greater share all of a smaller one. */
export const drawnBy = (salt: string, share: number, key = drawKey()): string =>
  `md5_number_lower(${text(`${salt}:`)} || cast(${key} as varchar)) % 1000000 < ${Math.round(share * 1_000_000)}`;

/** Kept out of everything for good. */
export const universalHoldOut = ({ holdOut }: ContactPolicy): string => drawnBy(holdOut.salt, holdOut.universalShare);
