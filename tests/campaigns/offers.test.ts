import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offerSql } from '../../src/catalogue/offers/offers.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const offersOf = async (selection: string, scene?: string): Promise<Data[]> => {
  const { data, errors } = await gateway.ask(`query ($scene: Scene) { offers(scene: $scene) { ${selection} } }`, { scene });
  expect(errors).toEqual([]);
  return data.offers;
};
const count = async (condition: string, mart = "number_state where month = '2026-10' and"): Promise<number> =>
  Number((await gateway.sql(`select count(*) as n from ${mart} ${condition}`))[0]!.n);

describe('the rules on the operator’s numbers', () => {
  test('every offer is for some, and not for all', async () => {
    const all = await count('true');
    for (const offer of gateway.martlet.definitions.catalogue.offers.values()) {
      const whom = await count(Object.values(offerSql(offer)).join(' and '));
      expect([offer.code, whom > 0, whom < all]).toEqual([offer.code, true, true]);
    }
  });

  test('a rule says true or false of every number, never null', async () => {
    const rules = [...gateway.martlet.definitions.catalogue.offers.values()].flatMap((offer) => Object.values(offerSql(offer)));
    expect(await count(rules.map((rule) => `(${rule}) is null`).join(' or '))).toBe(0);
  });

  test('the same text serves one number and all of them', async () => {
    const { eligible, suitable } = offerSql(gateway.martlet.definitions.catalogue.offers.get('DATA_UPGRADE')!);
    const rule = `${eligible} and ${suitable}`;
    const some = await gateway.sql(
      `select number_id, ${rule} as holds from number_state where month = '2026-10' order by ${rule} desc limit 3`,
    );
    expect(some.map(({ holds }) => holds)).toEqual([true, true, true]);
    for (const { number_id } of some)
      expect(await count(`${rule} and number_id = ${number_id}`, 'serving.number_profile where')).toBe(1);
  });

  test('data upgrade: those whose own overage is half to twice its 15 yuan, written out by hand', async () => {
    const byHand =
      await count(`data_gb > data_allowance_gb and overage_revenue >= 7.5 and overage_revenue <= 30 and stage in ('GROWTH', 'MATURE')
      and status = 'ACTIVE' and not has_open_complaint and arrears = 0 and (revenue >= 30 or revenue_mean_3 >= 30)`);
    const [{ rule }] = await offersOf('code rule').then((offers) => offers.filter(({ code }) => code === 'DATA_UPGRADE'));
    expect(byHand).toBeGreaterThan(0);
    expect(await count(rule)).toBe(byHand);
  });

  test('no dunning while complaining: whoever owes and complains is not to be asked for it', async () => {
    const { suitable } = offerSql(gateway.martlet.definitions.catalogue.offers.get('ARREARS_SETTLEMENT')!);
    expect(await count('has_open_complaint')).toBeGreaterThan(0);
    expect(await count(`has_open_complaint and ${suitable}`)).toBe(0);
  });
});

describe('in the graph', () => {
  test('an offer with its terms, rule and texts', async () => {
    const [offer] = (
      await offersOf(
        'code name zh: name(locale: ZH) family price monthlyMargin incentive commission months scenes isService rule conditions { gate sql words zh: words(locale: ZH) } inputs ruleVersion pitch zhPitch: pitch(locale: ZH) missing',
      )
    ).filter(({ code }) => code === 'AUTOPAY');
    expect(offer).toEqual({
      code: 'AUTOPAY',
      name: 'Autopay',
      zh: '自动缴费',
      family: 'PAYMENT',
      price: 0,
      monthlyMargin: 1.5,
      incentive: 2,
      commission: 1,
      months: 20,
      scenes: ['COUNTER', 'OUTBOUND', 'ONLINE'],
      isService: false,
      rule: "(value_tier = 'TOP' AND credit_level >= 4) AND (on_books) AND ((status = 'ACTIVE') AND (NOT has_open_complaint) AND (NOT in_arrears))",
      conditions: [
        {
          gate: 'ELIGIBLE',
          sql: "value_tier = 'TOP' AND credit_level >= 4",
          words: 'of top value with good credit',
          zh: '顶级价值且信用好',
        },
        { gate: 'RELEVANT', sql: 'on_books', words: 'on the net', zh: '在网' },
        {
          gate: 'SUITABLE',
          sql: "(status = 'ACTIVE') AND (NOT has_open_complaint) AND (NOT in_arrears)",
          words: 'active, without open complaint, without arrears',
          zh: '状态正常、无未结投诉、无欠费',
        },
      ],
      inputs: ['credit_level', 'has_open_complaint', 'in_arrears', 'on_books', 'status', 'value_tier'],
      ruleVersion: expect.stringMatching(/^[0-9a-f]{12}$/),
      pitch: expect.stringContaining('{{revenue}} yuan'),
      zhPitch: expect.stringContaining('{{revenue}} 元'),
      missing: [],
    });
  });

  test('all 27, or those of a scene', async () => {
    expect(await offersOf('code')).toHaveLength(27);
    const partner = await offersOf('code scenes', 'PARTNER');
    expect(partner.map(({ code }) => code).sort()).toEqual([
      'BROADBAND_TV',
      'CONTRACT_RENEWAL',
      'DATA_PACK_MUSIC',
      'DATA_PACK_READING',
      'DATA_PACK_SOCIAL',
      'DATA_PACK_VIDEO',
      'DATA_UPGRADE',
      'FIVE_G_PLAN',
      'LOW_PRICE_PLAN',
      'RETURN_SIM',
    ]);
  });

  test('asks for tier 4', async () => {
    const { errors } = await gateway.ask('{ offers { code } }', {}, managerOf(['C01'], { tiers: [1, 2, 3] }));
    expect(errors[0]!.extensions.code).toBe('FORBIDDEN');
  });
});
