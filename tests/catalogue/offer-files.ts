import type { Offer } from '../../src/catalogue/offers/types.js';
import { overlaid } from './support.js';

/** The least that makes an offer, a line a key. */
export const lines = {
  code: 'code: X',
  en: 'en: x',
  zh: 'zh: 甲',
  family: 'family: DATA',
  monthlyMargin: 'monthlyMargin: 1',
  months: 'months: 12',
  incentive: 'incentive: 1',
  commission: 'commission: 0.5',
  scenes: 'scenes: [COUNTER, ONLINE]',
  eligible: 'eligible: {when: revenue > 10, en: pays, zh: 付费}',
  pitch: 'pitch: {en: hello, zh: 您好}',
};
export type Lines = Readonly<Record<string, string>>;
/** A catalogue file with the offer X: its lines changed or added to, in this order. */
export const offer = (
  changes: Lines = {},
  order = Object.keys({ ...lines, ...changes }),
): { readonly 'offers/x.yaml': string } => {
  const all: Lines = { ...lines, ...changes };
  const body = order.map((key, at) => `${at === 0 ? '  - ' : '    '}${all[key]}`);
  return { 'offers/x.yaml': `offers:\n${body.join('\n')}\n` };
};
export const x = (changes?: Lines, order?: string[]): Offer => overlaid(offer(changes, order)).offers.get('X')!;
