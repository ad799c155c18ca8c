import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimBatch } from '../../../src/campaigns/work/claim.js';
import { setDoNotContact } from '../../../src/ledger/contacts/do-not-contact.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { contextOf } from '../recommendations/support.js';
import { agentOf, idsOf, listOf, untouched } from './support.js';

const morning = '2026-11-02T10:00:00+08:00';
let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const batch =
  'id list fence leaseUntil items { rank attempt callableFrom pitch(locale: ZH) offer { code } number { id: numberId } }';
const claim = `mutation ($list: ID!, $size: Int!, $key: ID) { claimWork(list: $list, size: $size, idempotencyKey: $key) { ${batch} } }`;
/** Each test has an agent and numbers of its own. */
let agent = '';
let used = 0;
const done = async (query: string, variables: object = {}, subject = agent): Promise<Data> => {
  const { data, errors } = await gateway.ask(query, { ...variables }, agentOf(null, subject));
  expect(errors).toEqual([]);
  return Object.values(data)[0];
};
const mine = (subject = agent): Promise<Data> => done(`{ myWork { ${batch} } }`, {}, subject);
const newList = async (size: number) => {
  agent = randomUUID();
  gateway.clock.set(morning);
  used += size;
  return listOf(gateway, `${untouched} limit ${size} offset ${used - size}`);
};
const refuse = async ({ id, fence, list }: Data, number: string): Promise<void> => {
  const input = { number, offer: 'DATA_UPGRADE', scene: 'OUTBOUND', outcome: 'REFUSED', list, batch: id, fence };
  await done('mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }', {
    input: { ...input, idempotencyKey: randomUUID() },
  });
};

describe('an agent who lost the answer of a claim', () => {
  test('finds the batch with its fence, and what it still holds', async () => {
    const list = await newList(9);
    expect(await mine()).toEqual([]);
    const first = await done(claim, { list: list.id, size: 3 });
    gateway.clock.set('2026-11-02T10:01:00+08:00');
    const second = await done(claim, { list: list.id, size: 2 });
    await done(claim, { list: list.id, size: 2 }, 'another');
    expect(await mine()).toEqual([first, second]);
    const [number] = idsOf(first);
    await refuse(first, number!);
    const [rest] = await mine();
    expect(rest).toEqual({ ...first, items: first.items.slice(1) });
    await done('mutation ($id: ID!, $fence: String!) { releaseWork(batch: $id, fence: $fence) { id } }', second);
    expect(await mine()).toEqual([rest]);
    gateway.clock.set('2026-11-02T10:15:00+08:00');
    expect(await mine()).toEqual([]);
  });

  test('of cities only that he may see', async () => {
    const list = await newList(9);
    const { items } = await done(claim, { list: list.id, size: 5 });
    const [row] = await gateway.sql(`select city from serving.number_profile where number_id = ${items[0].number.id}`);
    const { data } = await gateway.ask('{ myWork { items { number { city } } } }', {}, agentOf([String(row!.city)], agent));
    expect(data.myWork[0].items.length).toBeGreaterThan(0);
    for (const { number } of data.myWork[0].items) expect(number.city).toBe(row!.city);
  });

  test('who has no tier 4 has no work', async () => {
    const { errors } = await gateway.ask('{ myWork { id } }', {}, { ...agentOf(null), tiers: [3] });
    expect(errors[0]!.extensions.code).toBe('FORBIDDEN');
  });
});

describe('a claim asked again by its key', () => {
  test('gives the batch with what it holds now, and nothing when its lease is over, also of a list that was closed', async () => {
    const list = await newList(6);
    const asked = { list: list.id, size: 3, key: randomUUID() };
    const first = await done(claim, asked);
    await refuse(first, idsOf(first)[1]!);
    const { id, fence } = first;
    const extend =
      'mutation ($id: ID!, $fence: String!) { extendLease(batch: $id, fence: $fence, leaseSeconds: 1200) { leaseUntil } }';
    const { leaseUntil } = await done(extend, { id, fence });
    await gateway.ask('mutation ($id: ID!) { closeTargetList(id: $id) { id } }', list as never);
    expect(await done(claim, asked)).toEqual({ ...first, leaseUntil, items: [first.items[0], first.items[2]] });
    gateway.clock.set('2026-11-02T10:20:00+08:00');
    expect(await done(claim, asked)).toEqual({ ...first, leaseUntil, items: [] });
  });

  test('does not give whom nobody may contact any more', async () => {
    const list = await newList(6);
    const asked = { list: list.id, size: 3, key: randomUUID() };
    const [gone, ...others] = idsOf(await done(claim, asked));
    const said = { until: null, reason: 'asked', subject: 'clerk', at: morning, contactId: null };
    await setDoNotContact(gateway.ledger, { numberId: gone!, scenes: ['OUTBOUND'], ...said });
    expect(idsOf(await done(claim, asked))).toEqual(others);
    expect(idsOf((await mine())[0])).toEqual(others);
  });

  test('that found nothing has made nothing: its key may find something later', async () => {
    const list = await newList(2);
    const first = await done(claim, { list: list.id, size: 2 }, 'another');
    const asked = { list: list.id, size: 2, key: randomUUID() };
    expect((await done(claim, asked)).items).toEqual([]);
    gateway.clock.set('2026-11-02T10:15:00+08:00');
    expect(idsOf(await done(claim, asked))).toEqual(idsOf(first));
  });

  test('that failed has made nothing: nobody was told of the batch', async () => {
    const list = await newList(2);
    const key = randomUUID();
    const context = contextOf(gateway, { viewer: agentOf(null, agent), audit: () => Promise.reject(new Error('on purpose')) });
    const asked = { list: list.id, size: 2, leaseSeconds: 900, idempotencyKey: key };
    await expect(claimBatch(asked, { fields: [], hasPitch: false, cells: 1 }, context)).rejects.toThrow('on purpose');
    expect(await mine()).toEqual([]);
    const { items, fence } = await done(claim, { list: list.id, size: 2, key });
    expect([items.map(({ attempt }: Data) => attempt), fence]).toEqual([[1, 1], '2']);
  });
});
