import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { keptBy, netBenefit, stakeColumns, worthOf } from '../../src/decisions/net-benefit.js';
import { loadDefinitions } from '../../src/serving/definitions.js';

const { catalogue } = loadDefinitions(loadConfig({ MARTLET_HOME: '/nowhere' }, {}));
const own = catalogue.offers.get('CARE_CALL')!;
/** 5 CNY a month for 9 months, less 4 and 2; keeps a quarter of who would leave. */
const offer = { ...own, monthlyMargin: 5, months: 9, incentive: 4, commission: 2 };
const [next, three] = ([1, 3] as const).map((horizon) => ({ ...offer, retention: { effect: 0.5, horizon, toBestPlan: false } }));
const fitting = { ...offer, retention: { effect: 0.5, horizon: 3, toBestPlan: true } } as const;
const effect = { share: 0.25, from: 'OFFER' } as const;
/** Worth 800 as it is likely to leave; if it stays within three months, 800 ÷ 0.8 = 1000. */
const stake = { churn_risk: 0.05, churn_risk_3m: 0.2, lifetime_value: 800, best_plan_saving: 1.5 };
const call = { contactCost: 1.5, isVisit: false };

test('P(accept) × (risk × value kept × effect − cost) − contact cost, by the risk of its horizon', () => {
  expect(keptBy(next!, effect, stake)).toBeCloseTo(0.05 * (800 / 0.95) * 0.25, 12);
  expect(keptBy(three!, effect, stake)).toBeCloseTo(0.2 * 1000 * 0.25, 12);
  expect(netBenefit(three!, call, 0.2, 50)).toBeCloseTo(0.2 * (50 - 6) - 1.5, 12);
  expect(netBenefit(three!, { ...call, isVisit: true }, 0.2, 50)).toBeCloseTo(0.2 * 44, 12);
});

test('who changes to the plan that fits him is worth what he brings less, too; not known of who has none', () => {
  expect(keptBy(fitting, effect, stake)).toBeCloseTo(50 - 9 * 1.5, 12);
  expect(keptBy(fitting, effect, { ...stake, best_plan_saving: null })).toBeNull();
  expect(stakeColumns(fitting)).toEqual(['churn_risk_3m', 'lifetime_value', 'best_plan_saving']);
});

test('who is likely to leave and worth much is worth an offer, and who is not is not', () => {
  const net = (risk: number, value: number) =>
    netBenefit(three!, call, 0.2, keptBy(three!, effect, { ...stake, churn_risk_3m: risk, lifetime_value: value }));
  expect(net(0.1, 800)).toBeGreaterThan(0);
  expect(net(0.01, 800)).toBeLessThan(0);
  expect(net(0.1, 100)).toBeLessThan(0);
  // Somebody who costs more than he brings is not to be kept.
  expect(net(0.5, -100)).toBeLessThan(net(0.1, -100));
});

test('of two that are worth the same if they stay, the likelier to leave is worth more keeping, up to who is as good as gone', () => {
  const kept = [0.01, 0.1, 0.5, 0.9, 0.99, 0.999999].map(
    (risk) => keptBy(three!, effect, { ...stake, churn_risk_3m: risk, lifetime_value: 1000 * (1 - risk) })!,
  );
  for (const [at, own] of kept.entries()) expect(own).toBeCloseTo([0.01, 0.1, 0.5, 0.9, 0.99, 0.999999][at]! * 250, 6);
  expect(keptBy(three!, effect, { ...stake, churn_risk_3m: 1, lifetime_value: 0 })).toBe(0);
});

test('the present rule where risk or value is not known, or the offer keeps nobody', () => {
  const margin = 0.2 * (5 * 9 - 4 - 2) - 1.5;
  for (const unknown of [{ ...stake, churn_risk_3m: null }, { ...stake, lifetime_value: null }, null])
    expect(netBenefit(three!, call, 0.2, keptBy(three!, effect, unknown))).toBe(margin);
  const other = { ...offer, retention: null };
  expect(keptBy(other, effect, stake)).toBeNull();
  expect(worthOf(other)).toBe(39);
  expect(stakeColumns(other)).toEqual([]);
  expect([stakeColumns(next!), stakeColumns(three!)]).toEqual([
    ['churn_risk', 'lifetime_value'],
    ['churn_risk_3m', 'lifetime_value'],
  ]);
});
