// What a number's use would have cost on other plans: the graph's list against the column, and both against SQL written by hand.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { developer, type Viewer } from '../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const month = '2026-10';
/** Of each number on the books in the month, each plan that it may have: what the use of six months cost on it, on average. */
const costs = `
  select u.number_id, u.plan_id, p.code, p.fee, p.code = u.plan_id as own,
    sum(p.fee + p.overage_per_gb * greatest(s.data_gb - p.data_allowance_gb, 0)
      + p.overage_per_min * greatest(s.voice_min - p.voice_allowance_min, 0)) / count(*) as cost
  from number_state u join number_state s using (number_id) cross join serving.mart_plan p
  where u.month = '${month}' and u.on_books and s.on_books and s.month between '2026-05' and '${month}'
    and p.overage_per_gb is not null and (not p.is_5g or u.device_5g or p.code = u.plan_id)
  group by all having count(*) >= 3`;

test('the best plan and its saving, of every number', async () => {
  const [found] = await gateway.sql(`
    with cost as (${costs}),
      best as (
        select number_id, any_value(plan_id) as plan_id, max(cost) filter (own) as own_cost, min(cost) as least,
          list(code order by cost, not own, fee, code)[1] as code
        from cost group by number_id),
      hand as (select number_id, code, own_cost - least as saving from best where own_cost is not null)
    select count(*) as numbers, count(h.number_id) as told, count(*) filter (h.code <> s.plan_id) as others,
      count(*) filter (s.best_plan_id is distinct from h.code or abs(s.best_plan_saving - h.saving) > 0.00500001
        or (s.best_plan_saving is null) <> (h.saving is null)) as wrong
    from number_state s left join hand h using (number_id) where s.month = '${month}'`);
  expect(found).toMatchObject({ wrong: 0 });
  expect(Number(found!.told)).toBeGreaterThan(0.7 * Number(found!.numbers));
  expect(Number(found!.others)).toBeGreaterThan(0.5 * Number(found!.told));
});

const plansOf = async (id: unknown, first: number, viewer: Viewer = developer, locale: 'EN' | 'ZH' = 'EN'): Promise<Data> => {
  const asked = `{ number(id: "${id}", month: "${month}") { market { planId } features { bestPlanId bestPlanSaving leaveDriver }
    plans(first: ${first}) { code name fee cost saving revenueLost isOwn } } }`;
  const { data, errors } = await gateway.ask(asked, {}, viewer, locale);
  expect(errors).toEqual([]);
  return data.number;
};

test('all plans of a number, the cheapest first: the first is the best, and of its own nothing is saved', async () => {
  const rows = await gateway.sql(`select distinct on (leave_driver, plan_tier) number_id from number_state
    where month = '${month}' and leave_driver is not null order by leave_driver, plan_tier, number_id`);
  expect(rows.length).toBeGreaterThan(10);
  for (const { number_id } of rows) {
    const { market, features, plans } = await plansOf(number_id, 100);
    const hand = await gateway.sql(
      `select code, cast(cost as double) as cost from (${costs}) where number_id = ${number_id} order by cost, not own, fee, code`,
    );
    expect(plans.map(({ code }: Data) => code)).toEqual(hand.map(({ code }) => code));
    for (const [at, { cost }] of plans.entries()) expect(Math.abs(cost - (hand[at]!.cost as number))).toBeLessThan(0.0051);
    expect(plans[0]).toMatchObject({ code: features.bestPlanId, saving: features.bestPlanSaving });
    const own = plans.find(({ isOwn }: Data) => isOwn);
    expect(own).toMatchObject({ code: market.planId, saving: 0, revenueLost: 0 });
    for (const { cost, saving, revenueLost } of plans) {
      expect(saving).toBeCloseTo(own.cost - cost, 1);
      expect(revenueLost).toBeCloseTo(saving / 1.06, 1);
    }
    expect((await plansOf(number_id, 2)).plans).toEqual(plans.slice(0, 2));
  }
});

test('names in both languages; null where nobody can tell; forbidden to who may not see what it is made of', async () => {
  const [told] = await gateway.sql(
    `select number_id from number_state where month = '${month}' and best_plan_id is not null limit 1`,
  );
  const [en, zh] = [await plansOf(told!.number_id, 1), await plansOf(told!.number_id, 1, developer, 'ZH')];
  const [plan] = await gateway.sql(`select en, zh from serving.mart_plan where code = '${en.plans[0].code}'`);
  expect([en.plans[0].name, zh.plans[0].name]).toEqual([plan!.en, plan!.zh]);
  for (const where of ['is_sub_card and on_books', 'not on_books']) {
    const [untold] = await gateway.sql(`select number_id from number_state where month = '${month}' and ${where} limit 1`);
    expect((await plansOf(untold!.number_id, 3)).plans).toBeNull();
  }
  const viewer = { ...developer, columns: { ...developer.columns, hidden: new Set(['dataGb']) } };
  const { errors } = await gateway.ask(`{ number(id: "${told!.number_id}") { plans { code } } }`, {}, viewer);
  expect(errors[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
});

test('what may drive a number away: by its thresholds, number by number', async () => {
  const [found] = await gateway.sql(`
    with hand as (
      select s.number_id, s.best_plan_saving is not null as known,
        s.best_plan_saving >= 20 and (s.best_plan_saving >= 0.5 * c.cost
          or coalesce(3 * s.revenue <= 0.9 * (a.revenue + b.revenue + d.revenue) and a.revenue + b.revenue + d.revenue > 0, false)) as price,
        coalesce(s.complaints > 0, false) or coalesce(s.has_open_complaint, false) or coalesce(s.satisfaction <= 4, false) as service
      from number_state s
      left join (select number_id, cost from (${costs}) where own) c using (number_id)
      left join number_state a on a.number_id = s.number_id and a.month = '2026-09'
      left join number_state b on b.number_id = s.number_id and b.month = '2026-08'
      left join number_state d on d.number_id = s.number_id and d.month = '2026-07'
      where s.month = '${month}')
    select count(*) filter (s.leave_driver is distinct from case when not known then null when price and service then 'BOTH' when price then 'PRICE' when service then 'SERVICE' else 'NONE' end) as wrong,
      count(distinct leave_driver) as drivers
    from number_state s join hand using (number_id) where s.month = '${month}'`);
  expect(found).toEqual({ wrong: 0, drivers: 4 });
});

test('who left, by what might have driven them away, and numbers by what may', async () => {
  const { data, errors } = await gateway.ask(
    `{ numbers(month: "${month}", where: { leaveDriver: { eq: "PRICE" } }, first: 1) { totalCount }
       analysis(measures: [LEAVERS_PRICE], dimensions: [LEAVE_DRIVER_BEFORE], from: "2026-05", to: "${month}", grain: TOTAL) { rows { leaveDriverBefore leaversPrice } } }`,
  );
  expect(errors).toEqual([]);
  const [leaning] = await gateway.sql(
    `select count(*) as n from number_state where month = '${month}' and leave_driver = 'PRICE'`,
  );
  expect(data.numbers.totalCount).toBe(Number(leaning!.n));
  const hand = await gateway.sql(`select b.leave_driver as driver, count(*) filter (s.leaver and s.leave_reason = 'PRICE') as n
    from number_state s left join number_state b on b.number_id = s.number_id and strptime(b.month, '%Y-%m') = strptime(s.month, '%Y-%m') - interval 1 month
    where s.month between '2026-05' and '${month}' group by 1`);
  const sorted = (rows: readonly (readonly [unknown, number])[]) =>
    [...rows].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  expect(sorted(data.analysis.rows.map((row: Data) => [row.leaveDriverBefore, row.leaversPrice]))).toEqual(
    sorted(hand.map(({ driver, n }) => [driver, Number(n)])),
  );
});
