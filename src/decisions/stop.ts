import type { Exemption, Offer } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { text } from '../lib/quote.js';
import { isExempt } from './contact-state.js';
import { ruleDigits } from './rules.js';
import { gateOrder, type Why } from './why.js';

interface Plan {
  readonly catalogue: Catalogue;
  /** Offers of which the month's orders are taken. */
  readonly full: ReadonlySet<string>;
}

/**
 * SQL of the place of the first gate that an offer stops at, as `whyNot` and `judgeOffers` have it; null: at none. `at`: the offer's digit in
 * `rules`, from 1; `n<i>`: its net benefit.
 */
export function stopOf(offer: Offer, at: number, i: number, { catalogue, full }: Plan): string {
  const { contactPolicy } = catalogue;
  const isBound = (to: Exemption): boolean => !isExempt(offer, contactPolicy, to);
  const rules = ruleDigits.flatMap((why, digit) => (digit === 0 ? [] : [[why as Why, `rules[${at}] = '${digit}'`] as const]));
  const steps: readonly (readonly [Why, string])[] = [
    ['GONE', 'rules is null'],
    ['PORTED_OUT', 'ported_out'],
    ...rules,
    ['ORDERED', `list_contains(ordered, ${text(offer.code)})`],
    ...(isBound('DO_NOT_CONTACT')
      ? ([
          ['NOT_AGREED', `agreed = '0'`],
          ['DO_NOT_CONTACT', 'is_barred'],
        ] as const)
      : []),
    ...(isBound('CAPS') ? ([['CAPPED', 'is_capped']] as const) : []),
    ['WRONG_NUMBER', 'is_wrong_number'],
    ['COOLING', `list_contains(cooled, ${text(offer.code)})`],
    ...(full.has(offer.code) ? ([['FULL', 'true']] as const) : []),
    ...(isBound('HOLD_OUT')
      ? ([
          ['UNIVERSAL', 'is_universal'],
          ['CAMPAIGN', `list_contains(kept_from, ${text(offer.code)})`],
        ] as const)
      : []),
    ['UNKNOWN_ACCEPTANCE', `n${i} is null`],
    ['COSTS_MORE', `n${i} < 0`],
  ];
  const inOrder = [...steps].sort(([a], [b]) => gateOrder(a) - gateOrder(b));
  return `case ${inOrder.map(([why, when]) => `when ${when} then ${gateOrder(why)}`).join(' ')} end`;
}
