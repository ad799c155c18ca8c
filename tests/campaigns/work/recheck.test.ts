import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { agentOf, claimQuery, idsOf, listOf, untouched } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.clock.set('2026-11-02T10:00:00+08:00'));

const ask = async (query: string, variables: Record<string, unknown>): Promise<Data> => {
  const { data, errors } = await gateway.ask(query, variables, agentOf(null));
  expect(errors).toEqual([]);
  return data;
};
const claimed = async (list: { id: string }, size: number): Promise<Data> =>
  (await ask(claimQuery, { list: list.id, size })).claimWork;
const told = (number: unknown, outcome: string, said: object = {}): Promise<Data> => {
  const input = { number, outcome, offer: 'DATA_UPGRADE', scene: 'OUTBOUND', idempotencyKey: `${number} ${outcome}`, ...said };
  return ask('mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }', { input });
};
const numbers = async (sql: string): Promise<string[]> =>
  (await gateway.sql(`select cast(number_id as varchar) as id from (${sql})`)).map(({ id }) => id as string);
const droppedOf = async ({ id }: { id: string }) =>
  gateway.ledger.db
    .selectFrom('work_item')
    .select(['number_id', 'reason'])
    .where('list_id', '=', id)
    .where('state', '=', 'DROPPED')
    .orderBy('rank')
    .execute();

test('what happened since the freeze stops a number, and the batch is filled up with the next', async () => {
  const select = `${untouched} limit 20`;
  const ids = await numbers(select);
  const list = await listOf(gateway, select);
  const set =
    'mutation ($n: ID!, $s: [Scene!], $u: LocalDate) { setDoNotContact(number: $n, scope: $s, until: $u, reason: "asked by letter") }';
  expect((await ask(set, { n: ids[0] })).setDoNotContact).toBe(true);
  await ask(set, { n: ids[1], s: ['ONLINE'] });
  await ask(set, { n: ids[2], s: ['OUTBOUND'], u: '2026-11-01' });
  await ask(set, { n: ids[3], s: ['OUTBOUND'], u: '2026-11-02' });
  await told(ids[4], 'DO_NOT_CONTACT', { scene: 'ONLINE' });
  await told(ids[5], 'REACHED', { scene: 'OUTBOUND', at: '2026-10-27T10:00:00+08:00' });
  await told(ids[6], 'REACHED', { scene: 'OUTBOUND', at: '2026-10-26T10:00:00+08:00' });
  await told(ids[7], 'REFUSED', { scene: 'COUNTER', at: '2026-10-10T10:00:00+08:00' });
  await told(ids[8], 'NOT_REACHED');
  const batch = await claimed(list, 10);
  // The ninth was tried just now, for no list: it rests as if it had been for this one.
  expect(batch.items.map(({ rank }: Data) => rank)).toEqual([2, 3, 7, 10, 11, 12, 13, 14, 15, 16]);
  expect(await droppedOf(list)).toEqual([
    { number_id: ids[0], reason: 'DO_NOT_CONTACT' },
    { number_id: ids[3], reason: 'DO_NOT_CONTACT' },
    { number_id: ids[4], reason: 'DO_NOT_CONTACT' },
    { number_id: ids[5], reason: 'CAPPED' },
    { number_id: ids[7], reason: 'COOLING' },
  ]);
  const rested = gateway.ledger.db.selectFrom('work_item').select(['state', 'attempts', 'not_before']).where('rank', '=', 9);
  const put = { state: 'OPEN', attempts: 0, not_before: '2026-11-02T06:00:00.000Z' };
  expect(await rested.where('list_id', '=', list.id).execute()).toEqual([put]);
  gateway.clock.set('2026-11-02T14:00:00+08:00');
  const later = (await claimed(list, 20)).items.find(({ rank }: Data) => rank === 9);
  expect(later.attempt).toBe(1);
});

test('of all numbers just those are given that hand-written SQL lets pass', async () => {
  const list = await listOf(gateway, 'select number_id, city from serving.number_profile order by number_id');
  const expected = await numbers(`
    select number_id from serving.number_profile p
    where accepts_calls and not coalesce(leave_reason = 'PORT_OUT' and not on_books, false)
    and not exists (from serving.number_contact c where c.number_id = p.number_id and (
      outcome in ('DO_NOT_CONTACT', 'WRONG_NUMBER')
      or ("on" >= date '2026-10-27' and scene = 'OUTBOUND' and outcome in ('REACHED', 'ACCEPTED', 'REFUSED', 'CALL_BACK'))
      or ("on" > date '2025-11-02' and outcome = 'ACCEPTED' and offer_id = 'DATA_UPGRADE')
      or ("on" >= date '2026-08-05' and outcome = 'REFUSED' and offer_id in ('DATA_UPGRADE'))))`);
  const family = [...gateway.martlet.definitions.catalogue.offers.values()].filter(({ family }) => family === 'DATA');
  expect(family.map(({ code }) => code)).toEqual(['DATA_UPGRADE']);
  const words = new Set(
    (await gateway.ledger.db.selectFrom('do_not_contact').select('number_id').execute()).map(({ number_id }) => number_id),
  );
  const met = new Set(
    (await gateway.ledger.db.selectFrom('contact').select('number_id').execute()).map(({ number_id }) => number_id),
  );
  const found: string[] = [];
  for (let batch = await claimed(list, 200); batch.items.length > 0; batch = await claimed(list, 200))
    found.push(...idsOf(batch));
  const untold = (ids: readonly string[]) => ids.filter((id) => !words.has(id) && !met.has(id)).sort();
  expect(found.length).toBeGreaterThan(1000);
  expect(untold(found)).toEqual(untold(expected));
  const resting = await gateway.ledger.db
    .selectFrom('work_item')
    .select('number_id')
    .where('list_id', '=', list.id)
    .where('state', '=', 'OPEN')
    .execute();
  expect(resting.every(({ number_id }) => met.has(number_id))).toBe(true);
  expect((await droppedOf(list)).length + resting.length + found.length).toBe(list.size);
});

test('who said "do not contact" is in no other list’s work a moment later; lifted, he is', async () => {
  const select = `${untouched} limit 40 offset 30`;
  const [first] = await numbers(select);
  const [one, other, third] = [await listOf(gateway, select), await listOf(gateway, select), await listOf(gateway, select)];
  expect(idsOf(await claimed(one, 1))).toEqual([first]);
  await told(first, 'DO_NOT_CONTACT');
  expect((await claimed(other, 1)).items[0].rank).toBe(2);
  await ask('mutation ($n: ID!) { setDoNotContact(number: $n, until: "2026-11-01", reason: "has changed his mind") }', {
    n: first,
  });
  expect(idsOf(await claimed(third, 1))).not.toEqual([first]);
  // The call in which he said so was a call: the cap of one in seven days holds yet.
  expect((await droppedOf(third))[0]).toEqual({ number_id: first, reason: 'CAPPED' });
});

test('who asked to be called back is, whatever the caps', async () => {
  const select = `${untouched} limit 1 offset 100`;
  const list = await listOf(gateway, select);
  const { id: batch, fence, items } = await claimed(list, 1);
  await told(items[0].number.id, 'CALL_BACK', { list: list.id, batch, fence });
  gateway.clock.set('2026-11-02T14:00:00+08:00');
  expect((await claimed(list, 1)).items).toMatchObject([{ number: { id: items[0].number.id }, attempt: 2 }]);
  const other = await listOf(gateway, select);
  expect((await claimed(other, 1)).items).toEqual([]);
  expect(await droppedOf(other)).toEqual([{ number_id: items[0].number.id, reason: 'CAPPED' }]);
});

test('a number that the newest month does not have is dropped', async () => {
  const gone = `select distinct number_id, '' as city from number_state where number_id not in (select number_id from serving.number_profile) order by 1 limit 2`;
  const list = await listOf(gateway, `select * from (${gone}) union all select * from (${untouched} limit 1 offset 200)`);
  const batch = await claimed(list, 3);
  expect(batch.items).toHaveLength(1);
  expect((await droppedOf(list)).map(({ reason }) => reason)).toEqual(Array.from({ length: list.size - 1 }, () => 'GONE'));
});
