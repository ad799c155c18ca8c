import { afterAll, beforeAll, expect, test } from 'vitest';
import { pastOffer } from '../../src/campaigns/offers.js';
import { developer } from '../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

test('a contact has its offer', async () => {
  const busy = await gateway.sql('select number_id from serving.number_contact group by 1 order by count(*) desc, 1 limit 20');
  const { data, errors } = await gateway.ask(
    'query ($ids: [String!]) { numbers(where: { numberId: { in: $ids } }, first: 50) { nodes { contacts(first: 100) { offerId offer { code name months scenes } } } } }',
    { ids: busy.map(({ number_id }) => String(number_id)) },
  );
  expect(errors).toEqual([]);
  const contacts = data.numbers.nodes.flatMap((node: Data) => node.contacts);
  expect(contacts.length).toBeGreaterThan(20);
  const { offers } = gateway.martlet.definitions.catalogue;
  for (const { offerId, offer } of contacts) {
    const { code, names, months, scenes } = offers.get(offerId)!;
    expect(offer).toEqual({ code, name: names.en, months, scenes });
  }
});

test('one that the catalogue no longer has goes by its code, is offered nowhere and to nobody', async () => {
  const gone = pastOffer('SUMMER_2019', { catalogue: gateway.martlet.definitions.catalogue, viewer: developer });
  expect(gone).toMatchObject({
    code: 'SUMMER_2019',
    names: { en: 'SUMMER_2019', zh: 'SUMMER_2019' },
    scenes: [],
    price: null,
    months: null,
    ruleVersion: null,
    pitches: null,
    conditions: [],
  });
  const [row] = await gateway.sql(`select count(*) as n from number_state where ${gone.rule}`);
  expect(Number(row!.n)).toBe(0);
});

test('what an offer earns and whom it is for is not told to who has no tier 4', async () => {
  const [busy] = await gateway.sql(
    "select number_id, city from serving.number_contact where month = '2026-10' order by 1 limit 1",
  );
  const query = `{ number(id: "${busy!.number_id}") { contacts { offerId offer { code name monthlyMargin incentive commission rule conditions { sql } } } } }`;
  const offersFor = async (tiers: number[]) => {
    const { data, errors } = await gateway.ask(query, {}, managerOf([String(busy!.city)], { tiers }));
    expect(errors).toEqual([]);
    return data.number.contacts.map(({ offer }: Data) => offer);
  };
  const [plain] = await offersFor([3]);
  const [full] = await offersFor([3, 4]);
  expect(plain).toEqual({ ...full, monthlyMargin: null, incentive: null, commission: null, rule: '', conditions: [] });
  expect(full.monthlyMargin).toBeGreaterThan(0);
});
