import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offerRules, offerSql } from '../../../src/catalogue/offers/offers.js';
import type { Offer } from '../../../src/catalogue/offers/types.js';
import { loadConfig } from '../../../src/config.js';
import { unknownToPolicy } from '../../../src/decisions/contact-state.js';
import { type Circumstances, judgeOffers } from '../../../src/decisions/judge.js';
import type { Profile } from '../../../src/decisions/profiles.js';
import { loadDefinitions } from '../../../src/serving/definitions.js';
import { type Gateway, openGateway } from '../../support/gateway.js';

const { catalogue } = loadDefinitions(loadConfig({ MARTLET_HOME: '/nowhere' }, {}));
const offers = [...catalogue.offers.values()];
let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const nothing: Circumstances = { contact: unknownToPolicy, full: new Set(), keptFrom: new Set(), scores: {}, stake: null };
const anybody: Profile = {
  city: null,
  segment: null,
  valueTier: null,
  isUniversal: false,
  isPresent: true,
  isPortedOut: false,
  agreed: '1111',
  rules: '0'.repeat(offers.length),
};

/** Of top value, and asleep, is only who is on the books: the rule before says it already. And no sleeper of the demo complains. */
const cannotStop: ReadonlySet<string> = new Set([
  'AUTOPAY.relevant',
  'NO_SUSPEND.relevant',
  'SLEEPING_RETURN.relevant',
  'SLEEPING_RETURN.suitable',
  // Of some thousand numbers hardly one is suspended for arrears while a complaint of it is open.
  'ARREARS_SETTLEMENT.suitable',
  // Who leans to voice pays more than twice as much as these cost.
  'FAMILY_NET.affordable',
  'GROUP_NET.affordable',
  'NUMBER_BOOK.affordable',
  'VOICE_MAILBOX.affordable',
]);

describe.each(offers.map((offer) => [offer.code, offer] as const))('%s', (code, offer) => {
  test('its rules let some number through, and each of them stops one, by SQL of its own', async () => {
    const sql = offerSql(offer);
    const at = offers.indexOf(offer) + 1;
    const own = offerRules.filter((rule) => offer[rule]);
    const [first, ...rest] = await gateway.sql(
      `select rules[${at}] as digit, count(*) as found, ${offerRules.map((rule) => `bool_and(${sql[rule]}) as all_${rule}, bool_or(${sql[rule]}) as any_${rule}`).join(', ')}
       from serving.number_profile p join (select number_id as id, rules from number_ruled) r on r.id = p.number_id group by 1 order by 1`,
    );
    const byDigit = new Map([first!, ...rest].map((row) => [row.digit, row]));
    expect(byDigit.get('0')).toMatchObject({ all_eligible: true, all_relevant: true, all_suitable: true, all_affordable: true });
    expect(byDigit.get('1')).toMatchObject({ any_eligible: false });
    if (own.includes('relevant') && byDigit.has('2'))
      expect(byDigit.get('2')).toMatchObject({ all_eligible: true, any_relevant: false });
    if (own.includes('suitable') && byDigit.has('3'))
      expect(byDigit.get('3')).toMatchObject({ all_relevant: true, any_suitable: false });
    if (own.includes('affordable') && byDigit.has('5'))
      expect(byDigit.get('5')).toMatchObject({ all_suitable: true, any_affordable: false });
    expect([...byDigit.keys()].every((digit) => '01235'.includes(digit as string))).toBe(true);
  });

  test('of all numbers and months there is one that gets it, and one that stops at each of its rules', async () => {
    const { eligible, relevant, suitable, affordable } = offerSql(offer);
    const [found] = await gateway.sql(
      `select bool_or(${eligible} and ${relevant} and ${suitable} and ${affordable}) as passes, bool_or(not ${eligible}) as eligible,
        bool_or(${eligible} and not ${relevant}) as relevant, bool_or(${eligible} and ${relevant} and not ${suitable}) as suitable,
        bool_or(${eligible} and ${relevant} and ${suitable} and not ${affordable}) as affordable from number_state`,
    );
    const stops = offerRules.filter((rule) => offer[rule] && !cannotStop.has(`${code}.${rule}`));
    expect(found).toMatchObject({ passes: true, ...Object.fromEntries(stops.map((rule) => [rule, true])) });
  });

  // In a visit nothing costs more than it brings.
  const scene = offer.scenes.find((each) => !catalogue.scenes.get(each)!.isVisit)!;
  const isExempt = (from: (typeof catalogue.contactPolicy.serviceExemptFrom)[number]) =>
    offer.isService && catalogue.contactPolicy.serviceExemptFrom.includes(from);
  const stops = (now: Partial<Circumstances>, profile: Partial<Profile> = {}) => {
    const { acceptance, effects } = gateway.serving.decisions;
    const scores = { [code]: 0.9 };
    const verdicts = judgeOffers(
      { ...anybody, ...profile },
      scene,
      { ...nothing, scores, ...now },
      { catalogue, acceptance, effects, personalised: true },
    );
    return verdicts.find((verdict) => verdict.offer.code === code)!;
  };
  const digits = (digit: number) => ({ rules: offers.map((other) => (other.code === code ? digit : 0)).join('') });
  const without: readonly [string, () => ReturnType<typeof stops>, string | null][] = [
    ['nothing', () => stops({}), null],
    ['ELIGIBLE', () => stops({}, digits(1)), 'NOT_ELIGIBLE'],
    ['ELIGIBLE, as a column is missing', () => stops({}, digits(4)), 'NOT_PROVIDED'],
    ['RELEVANT', () => stops({}, digits(2)), 'NOT_RELEVANT'],
    ['RELEVANT, as it is ordered', () => stops({ contact: { ...unknownToPolicy, ordered: [code] } }), 'ORDERED'],
    ['RELEVANT before SUITABLE', () => stops({ contact: { ...unknownToPolicy, ordered: [code] } }, digits(3)), 'ORDERED'],
    ['SUITABLE', () => stops({}, digits(3)), 'NOT_SUITABLE'],
    ['SUITABLE for the purse', () => stops({}, digits(5)), 'NOT_AFFORDABLE'],
    ['CONSENT', () => stops({}, { agreed: '0000' }), isExempt('DO_NOT_CONTACT') ? null : 'NOT_AGREED'],
    [
      'CONSENT by his word',
      () => stops({ contact: { ...unknownToPolicy, isBarred: true } }),
      isExempt('DO_NOT_CONTACT') ? null : 'DO_NOT_CONTACT',
    ],
    [
      'CONTACT_POLICY as somebody else answers',
      () => stops({ contact: { ...unknownToPolicy, isWrongNumber: true } }),
      'WRONG_NUMBER',
    ],
    [
      'CONTACT_POLICY by a cap',
      () => stops({ contact: { ...unknownToPolicy, isCapped: true } }),
      isExempt('CAPS') ? null : 'CAPPED',
    ],
    ['CONTACT_POLICY after a refusal', () => stops({ contact: { ...unknownToPolicy, cooled: [code] } }), 'COOLING'],
    ['BUDGET', () => stops({ full: new Set([code]) }), 'FULL'],
    ['HOLD_OUT for good', () => stops({}, { isUniversal: true }), isExempt('HOLD_OUT') ? null : 'UNIVERSAL'],
    ['HOLD_OUT of a campaign', () => stops({ keptFrom: new Set([code]) }), isExempt('HOLD_OUT') ? null : 'CAMPAIGN'],
    ['NET_BENEFIT', () => stops({ scores: { [code]: 0 } }), 'COSTS_MORE'],
  ];
  test.each(without)('stopped at %s', (_, verdict, why) => {
    expect(verdict().why).toBe(why);
    expect(verdict().rank === null).toBe(why !== null);
  });
});

test('an earlier gate tells first, whatever else would stop it', () => {
  const all = {
    contact: { ...unknownToPolicy, isBarred: true, isCapped: true, cooled: offers.map((offer) => offer.code) },
    full: new Set(catalogue.offers.keys()),
  };
  const profile = { ...anybody, isUniversal: true };
  const now = { ...nothing, ...all, keptFrom: new Set(catalogue.offers.keys()) };
  const { acceptance, effects } = gateway.serving.decisions;
  const why = (p: Profile, n: Circumstances) =>
    new Set(
      judgeOffers(p, 'OUTBOUND', n, { catalogue, acceptance, effects, personalised: true })
        .filter(({ offer }: { offer: Offer }) => !offer.isService && !offer.isForPortedOut)
        .map((v) => v.why),
    );
  expect(why({ ...profile, isPortedOut: true }, now)).toEqual(new Set(['PORTED_OUT']));
  expect(why(profile, now)).toEqual(new Set(['DO_NOT_CONTACT']));
  expect(why(profile, { ...now, contact: { ...now.contact, isBarred: false } })).toEqual(new Set(['CAPPED']));
  expect(why(profile, { ...now, contact: unknownToPolicy })).toEqual(new Set(['FULL']));
  expect(why(profile, { ...now, contact: unknownToPolicy, full: new Set() })).toEqual(new Set(['UNIVERSAL']));
});
