import type { ContactPolicy, Exemption, Offer } from '../catalogue/offers/types.js';

/** Is it a service message that the contact policy frees from this? */
export const isExempt = (
  { isService }: Pick<Offer, 'isService'>,
  { serviceExemptFrom }: Pick<ContactPolicy, 'serviceExemptFrom'>,
  from: Exemption,
): boolean => isService && serviceExemptFrom.includes(from);
