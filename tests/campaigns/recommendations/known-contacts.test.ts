import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Scene } from '../../../src/catalogue/offers/types.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { agentOf, claimQuery, faultOf, listOf, untouched } from '../work/support.js';
import { contextOf, decided, scenes } from './support.js';

let gateway: Gateway;
/** Numbers that nobody has contacted. */
let fresh: string[];
beforeAll(async () => {
  gateway = await openGateway();
  const rows = await gateway.sql(`select cast(number_id as varchar) as id from (${untouched}) limit 200`);
  fresh = rows.map(({ id }) => id as string);
});
afterAll(() => gateway.close());
beforeEach(() => gateway.clock.set('2026-11-02T10:00:00+08:00'));

const tell = (number: string, offer: string, scene: Scene, outcome: string, said: object = {}) =>
  gateway.ask(
    'mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }',
    { input: { idempotencyKey: randomUUID(), number, offer, scene, outcome, ...said } },
    agentOf(null),
  );
const told = async (...said: Parameters<typeof tell>): Promise<string> => {
  const { data, errors } = await tell(...said);
  expect(errors).toEqual([]);
  return data.recordOutcome.id;
};
const whyOf = async (id: string, scene: Scene, offer: string) =>
  (await decided(gateway, id, scene)).considered.find((verdict) => verdict.offer.code === offer)?.why;
/** A number that nobody has contacted, and what comes first for it at the counter; an offer that is also made elsewhere. */
async function firstAtCounter(elsewhere: Scene = 'COUNTER'): Promise<{ id: string; offer: string }> {
  for (let id = fresh.pop(); id; id = fresh.pop()) {
    const [best] = (await decided(gateway, id, 'COUNTER')).shown;
    const made = best ? scenesOf(best.offer.code) : [];
    if (made.length > 1 && made.includes(elsewhere)) return { id, offer: best!.offer.code };
  }
  throw new Error('expected a fresh number with an offer at the counter, found none');
}
/** A number that nobody has contacted, with something to be offered in every scene. */
async function wantedEverywhere(): Promise<string> {
  for (let id = fresh.pop(); id; id = fresh.pop()) {
    const made = await Promise.all(scenes.map(async (scene) => (await decided(gateway, id!, scene)).shown.length > 0));
    if (made.every(Boolean)) return id;
  }
  throw new Error('expected a fresh number with an offer in each scene, found none');
}
const scenesOf = (offer: string) =>
  scenes.filter((scene) => gateway.martlet.definitions.catalogue.offers.get(offer)!.scenes.includes(scene));

test('what is sold is offered nowhere until its months are over', async () => {
  const { id, offer } = await firstAtCounter();
  await told(id, offer, 'COUNTER', 'ACCEPTED');
  for (const scene of scenesOf(offer)) expect([scene, await whyOf(id, scene, offer)]).toEqual([scene, 'ORDERED']);
  const { months } = gateway.martlet.definitions.catalogue.offers.get(offer)!;
  const over = new Date(Date.UTC(2026, 10 + months, 2, 2));
  gateway.clock.set(new Date(over.getTime() - 86_400_000).toISOString());
  expect(await whyOf(id, 'COUNTER', offer)).toBe('ORDERED');
  gateway.clock.set(over.toISOString());
  expect(await whyOf(id, 'COUNTER', offer)).not.toBe('ORDERED');
});

test('an order that the warehouse knows holds too, at the counter as elsewhere', async () => {
  const [row] = await gateway.sql(
    `select cast(number_id as varchar) as id, offer_id as offer from serving.number_contact c join number_ruled using (number_id)
     where outcome = 'ACCEPTED' and "on" >= date '2026-10-01' and not ported_out
       and rules[list_position([${[...gateway.martlet.definitions.catalogue.offers.keys()].map((code) => `'${code}'`).join(', ')}], offer_id)] in ('0', '3')
     order by contact_id limit 1`,
  );
  for (const scene of scenesOf(row!.offer as string))
    expect([scene, await whyOf(row!.id as string, scene, row!.offer as string)]).toEqual([scene, 'ORDERED']);
});

test('work handed out meanwhile does not sell it again', async () => {
  const select = `${untouched} limit 3 offset 400`;
  const list = await listOf(gateway, select);
  const [first] = await gateway.sql(`select cast(number_id as varchar) as id from (${select})`);
  await told(first!.id as string, 'DATA_UPGRADE', 'COUNTER', 'ACCEPTED');
  const { data } = await gateway.ask(claimQuery, { list: list.id, size: 3 }, agentOf(null));
  expect(data.claimWork.items.map(({ rank }: Data) => rank)).toEqual([2, 3]);
  const dropped = await gateway.ledger.db.selectFrom('work_item').select('reason').where('state', '=', 'DROPPED').execute();
  expect(dropped).toEqual([{ reason: 'ORDERED' }]);
});

test('where the marts do not answer, the ledger’s orders are still known', async () => {
  const { id, offer } = await firstAtCounter();
  await told(id, offer, 'COUNTER', 'ACCEPTED');
  const never = new Promise<never>(() => undefined);
  await gateway.channels.decider.campaigns.keptFrom(contextOf(gateway).run, '2026-11-02');
  const late = await decided(gateway, id, 'COUNTER', { share: () => never, channels: { ...gateway.channels, patienceMs: 800 } });
  expect(late.degraded).toBe(true);
  expect(late.considered.find((verdict) => verdict.offer.code === offer)?.why).toBe('ORDERED');
});

test('one order of an offer within its months: another is a conflict that names the first, also of two at once', async () => {
  const { id, offer } = await firstAtCounter();
  const { months } = gateway.martlet.definitions.catalogue.offers.get(offer)!;
  expect(months).toBeGreaterThan(1);
  const key = randomUUID();
  const answers = await Promise.all(
    [key, randomUUID()].map((idempotencyKey) => tell(id, offer, 'COUNTER', 'ACCEPTED', { idempotencyKey })),
  );
  const [made, refused] = answers.sort((a, b) => a.errors.length - b.errors.length);
  expect(made!.errors).toEqual([]);
  const first = made!.data.recordOutcome.id;
  expect(faultOf(refused!)).toEqual({ code: 'CONFLICT', message: expect.stringMatching(new RegExp(`${first}.*2026-11-02`)) });
  // Told of late, for a day before the first.
  const before = await tell(id, offer, 'COUNTER', 'ACCEPTED', { at: '2026-10-20T10:00:00+08:00' });
  expect(faultOf(before).code).toBe('CONFLICT');
  await told(id, offer, 'COUNTER', 'REACHED');
});

test('the same key is answered again, as before', async () => {
  const { id, offer } = await firstAtCounter();
  const idempotencyKey = randomUUID();
  const first = await told(id, offer, 'COUNTER', 'ACCEPTED', { idempotencyKey });
  expect(await told(id, offer, 'COUNTER', 'ACCEPTED', { idempotencyKey })).toBe(first);
});

test('what he refused, in whatever scene, does not come first again at the counter while it cools', async () => {
  for (const where of ['COUNTER', 'ONLINE', 'OUTBOUND'] as const) {
    const { id, offer } = await firstAtCounter(where);
    await told(id, offer, where, 'REFUSED');
    expect([where, await whyOf(id, 'COUNTER', offer)]).toEqual([where, 'COOLING']);
    expect((await decided(gateway, id, 'COUNTER')).considered.filter(({ why }) => why === 'COOLING')).toHaveLength(1);
  }
});

test('where somebody else answers nobody calls again, whoever tells it and however late; the counter serves who comes', async () => {
  const id = await wantedEverywhere();
  await told(id, 'DATA_UPGRADE', 'OUTBOUND', 'WRONG_NUMBER', { at: '2026-10-05T10:00:00+08:00' });
  for (const day of ['2026-11-02', '2029-01-05']) {
    gateway.clock.set(`${day}T10:00:00+08:00`);
    for (const scene of scenes) {
      const { shown, considered } = await decided(gateway, id, scene);
      expect([scene, shown.length > 0]).toEqual([scene, scene === 'COUNTER']);
      const whys = considered.map(({ why }) => why);
      expect([scene, whys.includes('WRONG_NUMBER')]).toEqual([scene, scene !== 'COUNTER']);
    }
  }
});

test('what a visit costs is spent: it stops no offer there, in either fold', async () => {
  const { catalogue } = gateway.martlet.definitions;
  const codes = [...catalogue.offers.keys()];
  for (const code of ['LOW_PRICE_PLAN', 'NUMBER_BOOK', 'VOICE_MAILBOX']) {
    const offer = catalogue.offers.get(code)!;
    const rows = await gateway.sql(
      `select cast(number_id as varchar) as id, accepts[${codes.indexOf(code) + 1}] as rate, nets[${codes.indexOf(code) + 1}] as net
       from number_ruled join acceptance on of_scene = 'COUNTER' and of_segment is not distinct from segment and of_tier is not distinct from value_tier
       where rules[${codes.indexOf(code) + 1}] = '0' and not ported_out and not is_universal order by number_id limit 40`,
    );
    const worth = offer.monthlyMargin * offer.months - offer.incentive - offer.commission;
    for (const { rate, net } of rows) expect(net).toBeCloseTo((rate as number) * worth, 9);
    const whys = await Promise.all(rows.map(({ id }) => whyOf(id as string, 'COUNTER', code)));
    expect([code, whys.includes(null), whys.includes('COSTS_MORE')]).toEqual([code, true, false]);
  }
});
