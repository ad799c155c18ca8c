import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offerSql } from '../../src/catalogue/offers/offers.js';
import { DEMO_OFFERS, DEMO_SCENES } from '../../src/demo/offers.js';
import { type Lines, lines, offer, x } from './offer-files.js';
import { overlaid } from './support.js';

const shipped = overlaid();

const newer = ['WIN_BACK', 'SENIOR_PLAN', 'PAY_REMINDER', 'FITTING_PLAN', 'REFERRAL'];

describe('the shipped offers', () => {
  test('are those of the demo operator’s past contacts, and cost and bring as much', () => {
    const past = DEMO_OFFERS.map(({ code, cost, margin, months }) => ({ code, cost, margin, months }));
    // Newer ones have no past.
    const own = [...shipped.offers.values()]
      .filter(({ code }) => !newer.includes(code))
      .map(({ code, incentive, commission, monthlyMargin, months }) => ({
        code,
        cost: incentive + commission,
        margin: monthlyMargin,
        months,
      }));
    const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);
    expect(own.sort(byCode)).toEqual(past.sort(byCode));
  });

  test('are named, explained and spoken of in both languages', () => {
    for (const { code, names, pitch, eligible, relevant, suitable } of shipped.offers.values()) {
      for (const texts of [names, pitch, eligible.words, ...[relevant, suitable].flatMap((rule) => (rule ? [rule.words] : []))]) {
        expect([code, texts.en]).toEqual([code, expect.not.stringMatching(/[\u4e00-\u9fff]/)]);
        expect([code, texts.zh]).toEqual([code, expect.stringMatching(/[\u4e00-\u9fff]/)]);
      }
    }
  });

  test('only what is about arrears is a service message', () => {
    expect([...shipped.offers.values()].filter(({ isService }) => isService).map(({ code }) => code)).toEqual([
      'PAY_REMINDER',
      'ARREARS_SETTLEMENT',
    ]);
  });

  test('scenes cost what the demo operator’s contacts do; at the counter the customer came himself', () => {
    const costs = [...shipped.scenes.values()].map(({ code, contactCost }) => [code, contactCost]);
    expect(costs).toEqual(DEMO_SCENES.map(({ scene, cost }) => [scene, cost]));
    expect([...shipped.scenes.values()].filter(({ isVisit }) => isVisit).map(({ code }) => code)).toEqual(['COUNTER']);
  });

  test('the contact policy', () => {
    expect(shipped.contactPolicy).toMatchObject({
      caps: expect.arrayContaining([
        { scenes: ['OUTBOUND'], most: 1, window: 7 },
        { scenes: ['OUTBOUND', 'ONLINE', 'PARTNER'], most: 5, window: 'MONTH' },
      ]),
      quietHours: { from: '21:00', to: '08:00' },
      doNotContact: { scenes: ['OUTBOUND', 'ONLINE', 'PARTNER'], days: null },
      holdOut: { universalShare: 0.02, campaignShare: 0.1 },
    });
  });
});

describe('an offer of one’s own', () => {
  test('what is left out: no price, no service message, always relevant and suitable', () => {
    const { source, ruleVersion, ...own } = x();
    expect(source.line).toBe(2);
    expect(ruleVersion).toMatch(/^[0-9a-f]{12}$/);
    expect(own).toEqual({
      code: 'X',
      names: { en: 'x', zh: '甲' },
      family: 'DATA',
      price: null,
      monthlyMargin: 1,
      months: 12,
      incentive: 1,
      commission: 0.5,
      monthlyOrders: null,
      retention: null,
      scenes: ['COUNTER', 'ONLINE'],
      isService: false,
      isHousehold: false,
      isForPortedOut: false,
      replacesPlan: false,
      affordable: null,
      eligible: { when: 'revenue > 10', words: { en: 'pays', zh: '付费' }, ifProvided: [] },
      relevant: null,
      suitable: null,
      pitch: { en: 'hello', zh: '您好' },
      inputs: ['revenue'],
      needs: ['revenue'],
      priors: {},
    });
  });

  test('thresholds and price are filled in; inputs are the columns named, needs the contract’s columns behind them', () => {
    const own = x({
      price: 'price: 15',
      eligible: 'eligible: {when: "overage_revenue >= {{overage_fit_from}} * {{ price }}", en: a, zh: 甲}',
      relevant: `relevant: {when: "plan_tier <> 'TIER_9'", en: a, zh: 甲}`,
      suitable: 'suitable: {when: NOT in_arrears, en: a, zh: 甲}',
      pitch: 'pitch: {en: "{{price}} yuan, not {{ overage_revenue }}", zh: "{{price}} 元"}',
    });
    expect(offerSql(own)).toEqual({
      eligible: 'coalesce((overage_revenue >= 0.5 * 15), FALSE)',
      relevant: "coalesce((plan_tier <> 'TIER_9'), FALSE)",
      suitable: 'coalesce((NOT in_arrears), FALSE)',
      affordable: 'coalesce((15 <= 0.5 * greatest(revenue, coalesce(revenue_mean_3, revenue))), FALSE)',
    });
    expect(offerSql(x()).relevant).toBe('TRUE');
    expect(own.inputs).toEqual(['in_arrears', 'overage_revenue', 'plan_tier', 'revenue', 'revenue_mean_3']);
    expect(own.needs).toEqual(['arrears', 'overage_revenue', 'plan.tier', 'plan_id']);
    expect(own.pitch).toEqual({ en: '15 yuan, not {{overage_revenue}}', zh: '15 元' });
  });

  test('replaces one of the same code where that stood, and adds beside', () => {
    const added = overlaid(offer());
    expect([...added.offers.keys()]).toEqual([...shipped.offers.keys(), 'X']);
    const replaced = overlaid(offer({ code: 'code: HALF_PRICE' }));
    expect([...replaced.offers.keys()]).toEqual([...shipped.offers.keys()]);
    expect(replaced.offers.get('HALF_PRICE')!.eligible.when).toBe('revenue > 10');
  });
});

describe('the version of a rule', () => {
  const version = x().ruleVersion;

  test('is the same whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.keys(lines), { minLength: Object.keys(lines).length }), (order) => {
        expect(x({}, order).ruleVersion).toBe(version);
      }),
      { numRuns: 10 },
    );
  });

  test.each<[string, Lines]>([
    ['names', { en: 'en: y', zh: 'zh: 乙' }],
    ['words', { eligible: 'eligible: {when: revenue > 10, en: spends, zh: 消费}' }],
    ['spaces', { eligible: 'eligible: {when: "revenue  >\\n 10", en: pays, zh: 付费}' }],
    ['the pitch', { pitch: 'pitch: {en: bye, zh: 再见}' }],
    ['the order of scenes', { scenes: 'scenes: [ONLINE, COUNTER]' }],
    ['a threshold instead of its value', { eligible: 'eligible: {when: "revenue > {{ten}}", en: pays, zh: 付费}' }],
  ])('does not look at %s', (_, changes) => {
    const ten = { 'offers/thresholds.yaml': 'thresholds: {ten: {value: 10, unit: CNY, en: a, zh: 甲}}' };
    expect(overlaid({ ...offer(changes), ...ten }).offers.get('X')!.ruleVersion).toBe(version);
  });

  test.each<[string, Lines]>([
    ['its code', { code: 'code: Y' }],
    ['the rule', { eligible: 'eligible: {when: revenue > 11, en: pays, zh: 付费}' }],
    ['another condition', { relevant: 'relevant: {when: on_books, en: a, zh: 甲}' }],
    ['the price', { price: 'price: 0' }],
    ['the margin', { monthlyMargin: 'monthlyMargin: 2' }],
    ['what it prevents', { retention: 'retention: {effect: 0.2, horizon: 3}' }],
    ['a better plan', { retention: 'retention: {effect: 0.2, horizon: 3, toBestPlan: true}' }],
    ['the scenes', { scenes: 'scenes: [COUNTER]' }],
    ['a service message', { service: 'service: true' }],
    ['the family', { family: 'family: PLAN' }],
  ])('changes with %s', (_, changes) => {
    const own = overlaid(offer(changes)).offers.get(changes.code ? 'Y' : 'X')!.ruleVersion;
    expect(own).not.toBe(version);
  });

  test('a condition counts with its gate', () => {
    const condition = '{when: on_books, en: a, zh: 甲}';
    expect(x({ relevant: `relevant: ${condition}` }).ruleVersion).not.toBe(x({ suitable: `suitable: ${condition}` }).ruleVersion);
  });

  test('changes with a threshold; generations and slices that there are stay', () => {
    const other = overlaid({ 'offers/thresholds.yaml': 'thresholds: {closed_circle: {value: 0.7, unit: share, en: a, zh: 甲}}' });
    const changed = [...other.offers.values()].filter(
      ({ code, ruleVersion }) => shipped.offers.get(code)!.ruleVersion !== ruleVersion,
    );
    expect(changed.map(({ code }) => code).sort()).toEqual(['FAMILY_NET', 'GROUP_NET', 'NUMBER_BOOK', 'VOICE_MAILBOX']);
    expect(other.hash).toBe(shipped.hash);
    expect(overlaid(offer()).hash).toBe(shipped.hash);
  });
});
