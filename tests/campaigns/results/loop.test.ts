import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { approveQuery, colleague, done, frozenBySalt } from '../lists/support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const claim = `mutation ($list: ID!, $size: Int!) { claimWork(list: $list, size: $size) { id fence items { number { id: numberId } offer { code } } } }`;
const record = 'mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }';
const ask = `query ($list: ID!) { targetList(id: $list) { result {
  verdict treated control treatedUnits controlUnits treatedOrders controlOrders contacts cost marginPerOrder sampleRatioP from to
} } }`;

test('from a list to its result, all by the graph: frozen, approved, claimed, told', async () => {
  // By a random draw one campaign in a thousand has arms that look as if they had been drawn otherwise.
  const { id } = await frozenBySalt(gateway, 'loop', { holdOut: 0.4 });
  const list = await done(gateway, approveQuery, { id }, colleague);
  expect(list.size).toBeGreaterThan(100);
  const measured = async (): Promise<Data> => (await done(gateway, ask, { list: list.id })).result;
  const before = await measured();
  expect(before).toMatchObject({
    treated: list.size,
    control: list.heldOut,
    treatedUnits: list.treatedUnits,
    controlUnits: list.controlUnits,
    contacts: 0,
    cost: 0,
    from: '2026-11-02',
    to: '2026-11-02',
  });
  expect(before.sampleRatioP).toBeGreaterThan(0.001);
  const batch = await done(gateway, claim, { list: list.id, size: 12 });
  expect(batch.items).toHaveLength(12);
  const { offers, scenes } = gateway.martlet.definitions.catalogue;
  let [cost, margin] = [0, 0];
  for (const [index, { number, offer }] of batch.items.entries()) {
    const outcome = index < 8 ? 'ACCEPTED' : 'REFUSED';
    const told = { idempotencyKey: `k${index}`, number: number.id, offer: offer.code, scene: 'OUTBOUND', outcome, list: list.id };
    await done(gateway, record, { input: { ...told, batch: batch.id, fence: batch.fence } });
    const terms = offers.get(offer.code)!;
    cost += scenes.get('OUTBOUND')!.contactCost + (index < 8 ? terms.incentive + terms.commission : 0);
    margin += index < 8 ? terms.monthlyMargin * terms.months : 0;
  }
  expect(await measured()).toMatchObject({
    treatedOrders: before.treatedOrders + 8,
    controlOrders: before.controlOrders,
    contacts: 12,
    cost: expect.closeTo(cost, 6),
    marginPerOrder: expect.closeTo(margin / 8, 6),
  });
});
