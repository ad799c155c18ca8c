import type { Names } from '../../catalogue/names.js';
import { wholeWords } from '../../catalogue/offers/offers.js';
import type { ContactPolicy, Exemption, Offer } from '../../catalogue/offers/types.js';
import { isExempt } from '../exempt.js';
import { budget } from './budget.js';
import { consent } from './consent.js';
import { contactPolicy } from './contact-policy.js';
import { eligible } from './eligible.js';
import type { FactColumns, Facts, GateCheck } from './gate.js';
import { holdOut } from './hold-out.js';
import { relevant } from './relevant.js';
import { suitable } from './suitable.js';
import { worthwhile } from './worthwhile.js';

/** The gates in the order in which an offer passes them. */
export const gates = [eligible, relevant, suitable, consent, contactPolicy, budget, holdOut, worthwhile] as const;
export type Gate = (typeof gates)[number]['code'];
/** Why an offer is not made: the check that it stops at. */
export type Why = (typeof gates)[number]['checks'][number]['why'];

const checks = gates.flatMap(({ code, checks: own }) =>
  own.map((check: GateCheck<Why>): GateCheck<Why> & { readonly gate: Gate } => ({ ...check, gate: code })),
);
const byWhy = new Map(checks.map((check, order) => [check.why, { ...check, order }]));

/** All reasons, in the order of their checks. */
export const whys: readonly Why[] = checks.map(({ why }) => why);
export const gateOf = (why: Why): Gate => byWhy.get(why)!.gate;
/** How far an offer came: the later, the nearer it was to being made. */
export const gateOrder = (why: Why): number => byWhy.get(why)!.order;

/** Did an offer come as far as being weighed? What stops before is of its rules alone. */
export const isWeighed = (why: Why | null): boolean => why === null || gateOrder(why) >= gateOrder('NOT_AGREED');

type Exempting = Pick<ContactPolicy, 'serviceExemptFrom'>;
const isBound = (offer: Offer, policy: Exempting, exemption: Exemption | undefined): boolean =>
  exemption === undefined || !isExempt(offer, policy, exemption);

/** The first check that an offer stops at for a number; null: at none. */
export const whyNot = (offer: Offer, facts: Facts, policy: Exempting): Why | null =>
  checks.find(({ exemption, stops }) => stops?.(facts, offer) && isBound(offer, policy, exemption))?.why ?? null;

/** The same as SQL, for a million numbers: the order of the check, or null. */
export function stopSql(offer: Offer, columns: FactColumns, policy: Exempting): string {
  const cases = checks.flatMap(({ exemption, sql }, order) => {
    const when = isBound(offer, policy, exemption) ? (sql?.(columns, offer) ?? null) : null;
    return when === null ? [] : [`when ${when} then ${order}`];
  });
  return `case ${cases.join(' ')} end`;
}

/** Why an offer is not made, for people; without an offer: why none of several is, of which one came as far as this. */
export function reasonOf(why: Why, offer: Offer | null): Names {
  const { reason, condition } = byWhy.get(why)!;
  const rule = offer && condition?.of(offer);
  if (!rule) return reason;
  const { en, zh } = wholeWords(rule);
  return { en: `${condition!.lead.en}: ${en}.`, zh: `${condition!.lead.zh}：${zh}。` };
}
