import { afterAll, beforeAll, expect, test } from 'vitest';
import { pastOffer } from '../../../src/tiers/channels/offers.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';

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
  const gone = pastOffer('SUMMER_2019', gateway.martlet.definitions.catalogue);
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
