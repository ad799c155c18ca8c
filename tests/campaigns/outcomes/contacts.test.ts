import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordContact } from '../../../src/ledger/contacts/contacts.js';
import { outcome } from '../../ledger/channel-samples.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const contacts = async (
  number: unknown,
  viewer?: Parameters<Gateway['ask']>[2],
  month = '2026-10',
  first = 100,
): Promise<Data[]> => {
  const query = `query ($id: ID!, $month: YearMonth, $first: Int) { number(id: $id, month: $month) { contacts(first: $first) { id at scene outcome list offerId } } }`;
  const { data, errors } = await gateway.ask(query, { id: String(number), month, first }, viewer);
  expect(errors).toEqual([]);
  return data.number.contacts;
};
const recorded = async (number: unknown, at: string, day: string, said: object = {}) =>
  (
    await recordContact(
      gateway.ledger,
      outcome({ numberId: String(number), at, day, month: day.slice(0, 7), listId: null, idempotencyKey: randomUUID(), ...said }),
      { doNotContact: null, order: null, work: null },
    )
  ).contact;

test('contacts recorded here stand beside the warehouse’s, newest first, up to the end of the month', async () => {
  const [row] = await gateway.sql(
    `select number_id from serving.number_contact where "on" between date '2026-10-05' and date '2026-10-20' and number_id in (select number_id from serving.number_profile) group by 1 having count(*) = 1 order by 1 limit 1`,
  );
  const number = row!.number_id;
  const before = await contacts(number);
  const [newest] = before;
  const day = newest.at as string;
  const later = await recorded(number, '2026-10-31T15:00:00.000Z', '2026-10-31', { listId: 'a list' });
  const same = [await recorded(number, `${day}T01:00:00.000Z`, day), await recorded(number, `${day}T02:00:00.000Z`, day)];
  await recorded(number, '2026-10-31T17:00:00.000Z', '2026-11-01');
  const after = await contacts(number);
  expect(after.map(({ id }) => id)).toEqual([later.id, same[1]!.id, same[0]!.id, ...before.map(({ id }) => id)]);
  expect(after[0]).toMatchObject({ at: '2026-10-31T15:00:00.000Z', list: 'a list', offerId: 'DATA_PACK' });
  expect(after[3]).toMatchObject({ at: day, list: null });
  expect(await contacts(number, undefined, '2026-10', 2)).toEqual(after.slice(0, 2));
});

test('a contact that both have is one', async () => {
  const [row] = await gateway.sql(
    `select number_id, contact_id from serving.number_contact where number_id in (select number_id from serving.number_profile) order by "on" desc, 2 limit 1`,
  );
  const before = await contacts(row!.number_id);
  const own = await recorded(row!.number_id, '2026-10-31T02:00:00.000Z', '2026-10-31');
  // As a build would bring it back from the warehouse.
  const copy = { ...own, id: row!.contact_id as string, idempotency_key: randomUUID() };
  await gateway.ledger.db.insertInto('contact').values(copy).execute();
  const after = await contacts(row!.number_id);
  expect(after).toHaveLength(before.length + 1);
  expect(after.filter(({ id }) => id === row!.contact_id)).toMatchObject([{ at: '2026-10-31T02:00:00.000Z' }]);
});

test('of a city’s viewer: only what was recorded in months in which the number was there', async () => {
  const [row] = await gateway.sql(
    `select number_id, city from serving.number_profile where city is not null
     and number_id not in (select number_id from number_state where month = '2026-03') order by 1 limit 1`,
  );
  const { number_id, city } = row as Record<string, string>;
  const then = await recorded(number_id, '2026-03-10T02:00:00.000Z', '2026-03-10');
  const now = await recorded(number_id, '2026-10-10T02:00:00.000Z', '2026-10-10');
  const seen = (await contacts(number_id, managerOf([city!], { tiers: [3] }))).map(({ id }) => id);
  expect(seen).toContain(now.id);
  expect(seen).not.toContain(then.id);
  expect((await contacts(number_id)).map(({ id }) => id)).toEqual(expect.arrayContaining([now.id, then.id]));
});
