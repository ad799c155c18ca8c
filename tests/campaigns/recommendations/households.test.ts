import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scene } from '../../../src/catalogue/offers/types.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { agentOf } from '../work/support.js';
import { decided } from './support.js';

let gateway: Gateway;
/** Homes of which two numbers may be offered what is the household's, and neither was contacted lately. */
let homes: [string, string][];
beforeAll(async () => {
  gateway = await openGateway();
  gateway.clock.set('2026-11-02T10:00:00+08:00');
  const rows = await gateway.sql(
    `select cast(min(number_id) as varchar) as one, cast(max(number_id) as varchar) as other
     from number_ruled where ${suits('BROADBAND_TV')} and agreed[2] = '1' and agreed[4] = '1' and not is_universal
     group by draw
     having count(*) > 1 and bool_and(number_id not in (select number_id from serving.number_contact where "on" >= date '2026-07-01' or offer_id in ('BROADBAND_TV', 'FIVE_G_PLAN') or outcome = 'WRONG_NUMBER'))
     order by 1`,
  );
  homes = rows.map(({ one, other }) => [one as string, other as string]);
});
afterAll(() => gateway.close());

const offersOf = () => [...gateway.martlet.definitions.catalogue.offers.values()];
const suits = (code: string) => `rules[${offersOf().findIndex((offer) => offer.code === code) + 1}] = '0'`;
const whyOf = async (id: string, scene: Scene, offer: string) =>
  (await decided(gateway, id, scene)).considered.find((verdict) => verdict.offer.code === offer)!.why;
const tell = (number: string, offer: string, scene: Scene, outcome: string) =>
  gateway.ask(
    'mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }',
    { input: { idempotencyKey: randomUUID(), number, offer, scene, outcome } },
    agentOf(null),
  );

describe('what is sold to a household', () => {
  test('one order holds for all of it, and another of them is refused with the first’s number', async () => {
    const [one, other] = homes.pop()!;
    expect(await whyOf(other, 'COUNTER', 'BROADBAND_TV')).toBeNull();
    expect((await tell(one, 'BROADBAND_TV', 'COUNTER', 'ACCEPTED')).errors).toEqual([]);
    for (const scene of ['COUNTER', 'OUTBOUND', 'PARTNER'] as const)
      expect([scene, await whyOf(other, scene, 'BROADBAND_TV')]).toEqual([scene, 'ORDERED']);
    const { errors } = await tell(other, 'BROADBAND_TV', 'COUNTER', 'ACCEPTED');
    expect(errors[0]).toMatchObject({ extensions: { code: 'CONFLICT' } });
    expect(errors[0]!.message).toContain(`Number ${one}, of the same household as ${other},`);
  });

  test('what is one number’s own stays its own', async () => {
    const [one, other] = homes.pop()!;
    await tell(one, 'FIVE_G_PLAN', 'COUNTER', 'ACCEPTED');
    expect(await whyOf(one, 'COUNTER', 'FIVE_G_PLAN')).not.toBeNull();
    expect(await whyOf(other, 'COUNTER', 'FIVE_G_PLAN')).not.toBe('ORDERED');
  });

  test('a refusal rests the household, but for who comes himself and did not refuse', async () => {
    const [one, other] = homes.pop()!;
    await tell(one, 'BROADBAND_TV', 'PARTNER', 'REFUSED');
    expect(await whyOf(other, 'OUTBOUND', 'BROADBAND_TV')).toBe('COOLING');
    expect(await whyOf(one, 'COUNTER', 'BROADBAND_TV')).toBe('COOLING');
    expect(await whyOf(other, 'COUNTER', 'BROADBAND_TV')).toBeNull();
  });

  test('a home that was called about it is not called about it again within the cap', async () => {
    const [one, other] = homes.pop()!;
    await tell(one, 'BROADBAND_TV', 'OUTBOUND', 'REACHED');
    expect(await whyOf(other, 'OUTBOUND', 'BROADBAND_TV')).toBe('HOUSEHOLD_CAPPED');
    expect(await whyOf(other, 'COUNTER', 'BROADBAND_TV')).toBeNull();
  });

  test('who lives with our broadband is offered none, by SQL over the home’s other numbers', async () => {
    const own = `from number_state s where month = '2026-10' and household_id is not null`;
    const others = (column: string) =>
      `exists (select 1 from number_state o where o.month = s.month and o.household_id = s.household_id and o.on_books and o.${column})`;
    const [columns] = await gateway.sql(
      `select count(*) as numbers, count(*) filter (household_has_broadband <> ${others('has_broadband')}) as wrong_broadband,
         count(*) filter (household_has_iptv <> ${others('has_iptv')}) as wrong_iptv,
         count(*) filter (household_has_broadband and not has_broadband) as by_others,
         count(*) filter (household_revenue is distinct from coalesce((select sum(revenue) from number_state o where o.month = s.month and o.household_id = s.household_id and o.on_books), 0)) as wrong_revenue,
         count(*) filter (household_numbers <> (select count(*) from number_state o where o.month = s.month and o.household_id = s.household_id and o.on_books)) as wrong_numbers
       ${own}`,
    );
    expect(columns).toMatchObject({ wrong_broadband: 0, wrong_iptv: 0, wrong_revenue: 0, wrong_numbers: 0 });
    expect(Number(columns!.by_others)).toBeGreaterThan(100);
    const [offered] = await gateway.sql(
      `select count(*) as wrong from number_ruled r join serving.number_profile p using (number_id) where r.${suits('BROADBAND_TV')} and household_has_broadband`,
    );
    expect(offered).toEqual({ wrong: 0 });
  });
});

describe('what fits the customer', () => {
  test('no price is more than half of what is paid now, of whatever offer that adds to the bill', async () => {
    const adding = offersOf().filter(({ price, replacesPlan }) => price && !replacesPlan);
    expect(adding.length).toBeGreaterThan(8);
    for (const { code, price, isHousehold } of adding) {
      const paid = isHousehold ? 'household_revenue' : 'greatest(revenue, revenue_mean_3)';
      const [row] = await gateway.sql(
        `select count(*) as made, min(${paid}) as least from number_ruled r join serving.number_profile p using (number_id) where r.${suits(code)}`,
      );
      expect([code, Number(row!.least) >= 2 * price!]).toEqual([code, true]);
    }
  });

  test('a senior with a small plan and little use is not offered 5G', async () => {
    const [row] = await gateway.sql(
      `select count(*) as numbers, count(*) filter (r.${suits('FIVE_G_PLAN')}) as offered from number_ruled r join serving.number_profile p using (number_id)
       where age_group = 'SENIOR' and data_gb < 0.5 and device_5g and not on_5g_plan and status = 'ACTIVE'`,
    );
    expect(Number(row!.numbers)).toBeGreaterThan(3);
    expect(row!.offered).toBe(0);
  });

  test('who owes and is still connected is reminded, unless he complains', async () => {
    const [row] = await gateway.sql(
      `select count(*) as owing, count(*) filter (r.${suits('PAY_REMINDER')}) as reminded from number_ruled r join serving.number_profile p using (number_id)
       where p.arrears > 0 and p.status = 'ACTIVE' and p.complaints = 0`,
    );
    expect(Number(row!.owing)).toBeGreaterThan(50);
    expect(row!.reminded).toBe(row!.owing);
  });

  test('who was ported out not long ago is offered to come back, and nothing else', async () => {
    const [row] = await gateway.sql(
      `select cast(number_id as varchar) as id from number_ruled r join serving.number_profile p using (number_id) where r.ported_out and not is_universal and left_months <= 3 order by 1 limit 1`,
    );
    const { shown, considered } = await decided(gateway, row!.id as string, 'COUNTER');
    expect(shown.map(({ offer }) => offer.code)).toEqual(['WIN_BACK']);
    expect(new Set(considered.filter(({ offer }) => offer.code !== 'WIN_BACK').map(({ why }) => why))).toEqual(
      new Set(['PORTED_OUT']),
    );
  });
});
