// Retention offers are worth what they keep: at the counter, in lists, by hold-outs, and where nobody knows the risk.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config.js';
import { openLedger } from '../../../src/ledger/ledger.js';
import { createMartlet } from '../../../src/martlet.js';
import { anySize, demo, ownHome } from '../../support/demo.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { entriesOf, frozen } from '../lists/support.js';
import { frozenList, tell } from '../results/support.js';
import { decided } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const suiting = async ({ sql, martlet }: Gateway, code: string, count = 20) => {
  const at = [...martlet.definitions.catalogue.offers.keys()].indexOf(code) + 1;
  return sql(`select cast(number_id as varchar) as id, cast(churn_risk as double) as risk, cast(churn_risk_3m as double) as risk_3m,
    cast(lifetime_value as double) as value,
    cast(best_plan_saving as double) as saving, leave_driver as driver from number_state where month = '2026-10' and number_id in (
      select number_id from number_ruled where rules[${at}] = '0' and not is_universal) order by number_id limit ${count}`);
};
const asked = `considered { offer { code } netBenefit acceptProbability reason zh: reason(locale: ZH) inputs { name value } }`;
const candidateOf = async (of: Gateway, id: unknown, code: string, viewer?: Parameters<Gateway['ask']>[2]): Promise<Data> => {
  const query = `{ recommendations(number: "${id}", scene: COUNTER) { ${asked} } }`;
  const { data, errors } = await of.ask(query, {}, viewer);
  expect(errors).toEqual([]);
  return data.recommendations.considered.find(({ offer }: Data) => offer.code === code);
};
const inputsOf = ({ inputs }: Data) => Object.fromEntries(inputs.map(({ name, value }: Data) => [name, value]));

test('P × (risk × value × effect − cost), with the risk of three months, and what it rests on is said', async () => {
  const offer = gateway.martlet.definitions.catalogue.offers.get('CARE_CALL')!;
  const numbers = await suiting(gateway, 'CARE_CALL');
  expect(numbers.length).toBeGreaterThan(3);
  let known = 0;
  for (const { id, risk_3m, value } of numbers) {
    const candidate = await candidateOf(gateway, id, 'CARE_CALL');
    if (value === null) continue;
    known += 1;
    const kept = (risk_3m as number) * ((value as number) / (1 - (risk_3m as number))) * offer.retention!.effect;
    expect(candidate.netBenefit).toBeCloseTo(candidate.acceptProbability * (kept - offer.incentive - offer.commission), 9);
    expect(inputsOf(candidate)).toMatchObject({
      churn_risk_3m: risk_3m,
      lifetime_value: value,
      effect: offer.retention!.effect,
      effect_from: 'OFFER',
    });
  }
  expect(known).toBeGreaterThan(3);
});

test('the plan that fits is for who leans to price, and its worth is less by what he saves on it', async () => {
  const { commission, months, retention } = gateway.martlet.definitions.catalogue.offers.get('FITTING_PLAN')!;
  const numbers = (await suiting(gateway, 'FITTING_PLAN')).filter(({ value }) => value !== null);
  expect(numbers.length).toBeGreaterThan(3);
  for (const { id, risk_3m, value, saving, driver } of numbers) {
    expect(['PRICE', 'BOTH']).toContain(driver);
    const candidate = await candidateOf(gateway, id, 'FITTING_PLAN');
    const ifItStays = (value as number) / (1 - (risk_3m as number));
    const kept = (risk_3m as number) * ifItStays * retention!.effect - (saving as number) * months;
    expect(candidate.netBenefit).toBeCloseTo(candidate.acceptProbability * (kept - commission), 9);
    expect(inputsOf(candidate)).toMatchObject({ best_plan_saving: saving, leave_driver: driver });
  }
});

test('another offer is weighed by its margin, and says nothing of an effect', async () => {
  const [number] = await suiting(gateway, 'FIVE_G_PLAN');
  const candidate = await candidateOf(gateway, number!.id, 'FIVE_G_PLAN');
  expect(Object.keys(inputsOf(candidate))).not.toContain('effect');
  expect(candidate.netBenefit).toBeCloseTo(candidate.acceptProbability * (8 * 14 - 7 - 5), 9);
});

const retentionOffers = ['HALF_PRICE', 'CARE_CALL', 'RETURN_SIM', 'SERVICE_UPGRADE', 'FITTING_PLAN'];

test('a list ranks by what is kept, number by number as the single decision does', async () => {
  const list = await frozen(gateway, { offers: retentionOffers, holdOut: 0 });
  const members = (await entriesOf(gateway, list)).filter(({ arm }) => arm === 'MEMBER');
  expect(members.length).toBeGreaterThan(5);
  expect(new Set(members.map(({ net }) => net)).size).toBeGreaterThan(members.length / 2);
  for (const { id, offer, net } of members) {
    const { considered } = await decided(gateway, id, 'OUTBOUND');
    expect(considered.find((each) => each.offer.code === offer)!.netBenefit).toBe(net);
  }
});

test('who is not told terms is told no effect; the columns as his role has them', async () => {
  const [number] = await suiting(gateway, 'CARE_CALL');
  const clerk = managerOf([], { subject: 'clerk', tiers: [4], rows: null, acts: ['RECORD_OUTCOMES'] });
  const candidate = await candidateOf(gateway, number!.id, 'CARE_CALL', clerk);
  expect(candidate.netBenefit).toBeNull();
  expect(Object.keys(inputsOf(candidate))).not.toContain('effect');
});

test('a decision is told again with what it was weighed by', async () => {
  const [number] = await suiting(gateway, 'CARE_CALL');
  const query = `{ recommendations(number: "${number!.id}", scene: COUNTER) { id ${asked} } }`;
  const { id, considered } = (await gateway.ask(query)).data.recommendations;
  const again = (await gateway.ask(`{ decision(id: "${id}") { ${asked} } }`)).data.decision;
  const of = (all: Data) => all.find(({ offer }: Data) => offer.code === 'CARE_CALL');
  expect(of(again.considered)).toEqual(of(considered));
});

test('the catalogue says of each offer what it prevents, and who says so', async () => {
  const { data } = await gateway.ask('{ offers { code retention { effect effectFrom horizon } } }');
  const found = Object.fromEntries(data.offers.map(({ code, retention }: Data) => [code, retention]));
  expect(found).toMatchObject({
    CARE_CALL: { effect: 0.12, effectFrom: 'OFFER', horizon: 3 },
    DATA_UPGRADE: null,
    WIN_BACK: null,
  });
});

describe('a warehouse whose warning is too young', () => {
  let young: Gateway;
  beforeAll(async () => {
    young = await openGateway((await demo(anySize)).home);
  });
  afterAll(() => young.close());

  test('reckons by the margin, and says that the risk is not known', async () => {
    const [number] = await suiting(young, 'SERVICE_UPGRADE');
    const { incentive, commission, monthlyMargin, months } = young.martlet.definitions.catalogue.offers.get('SERVICE_UPGRADE')!;
    const candidate = await candidateOf(young, number!.id, 'SERVICE_UPGRADE');
    expect(inputsOf(candidate)).toMatchObject({ churn_risk_3m: null, effect: null, effect_from: 'RISK_UNKNOWN' });
    expect(candidate.netBenefit).toBeCloseTo(candidate.acceptProbability * (monthlyMargin * months - incentive - commission), 9);
  });
});

test('hold-outs of a list that is over tell the effect, after the next build', async () => {
  const { home, warehouse } = await ownHome();
  const before = await openGateway(home);
  const rows = async (isLost: boolean) => {
    const found = await before.sql(`
      select cast(number_id as varchar) as id from number_state where month = '2026-07' and on_books and number_id ${isLost ? '' : 'not'} in (
        select number_id from number_state where month in ('2026-08', '2026-09', '2026-10') and leaver and lifecycle like 'OFF_NET.TRUE_LEAVE%')
      order by number_id limit 900`);
    return found.map(({ id }) => id as string);
  };
  const [lost, stayed] = [await rows(true), await rows(false)];
  // 60 of 400 who were kept out leave, and 40 of 400 members, half of whom have taken the call.
  const members = [...lost.slice(0, 40), ...stayed.slice(0, 360)];
  const control = [...lost.slice(40, 100), ...stayed.slice(360, 700)];
  const ledger = await openLedger({ home, databaseUrl: null });
  const own = { ...before, ledger };
  const said = { month: '2026-07', offers: '["CARE_CALL"]', frozen_at: '2026-08-03T01:00:00.000Z', status: 'CLOSED' } as const;
  await frozenList(own, { members, control, offer: 'CARE_CALL' }, said);
  const ordered = members.slice(150, 350);
  await tell(
    own,
    ordered.map((number_id) => ({ number_id, offer: 'CARE_CALL', day: '2026-08-12' })),
  );
  await ledger.close();
  expect(before.serving.decisions.effects.get('CARE_CALL')).toEqual({ share: 0.12, from: 'OFFER' });
  await before.close();

  await createMartlet(loadConfig({ MARTLET_HOME: home, MARTLET_WAREHOUSE: warehouse }, {})).build();
  const after = await openGateway(home);
  try {
    const [arms] = await after.sql(`
      select max(accepted) filter (treated) as taken, max(accepted) filter (not treated) as others from serving.offer_hold_out
      where offer = 'CARE_CALL' and horizon = 3`);
    const difference = Number(arms!.taken) / 400 - Number(arms!.others) / 400;
    expect(difference).toBeGreaterThan(0.45);
    const share = (0.15 - 0.1) / (0.15 * difference);
    const told = after.serving.decisions.effects.get('CARE_CALL')!;
    expect(told.from).toBe('HOLD_OUT');
    expect(told.share).toBeCloseTo(share, 12);
    const [number] = await suiting(after, 'CARE_CALL');
    const candidate = await candidateOf(after, number!.id, 'CARE_CALL');
    expect(inputsOf(candidate)).toMatchObject({ effect: told.share, effect_from: 'HOLD_OUT' });
  } finally {
    await after.close();
  }
});
