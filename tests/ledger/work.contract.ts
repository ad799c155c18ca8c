import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordContact } from '../../src/ledger/contacts/contacts.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { insertTargetList, targetListById } from '../../src/ledger/lists/target-lists.js';
import type { BatchRow } from '../../src/ledger/tables.js';
import {
  batchById,
  claimWork,
  dropItems,
  extendLease,
  itemsOfBatch,
  openWork,
  progressOf,
  releaseWork,
} from '../../src/ledger/work/work.js';
import { membersOf, nextOf, outcome, runningList, targetList } from './channel-samples.js';
import { claimed, claimOf, held } from './channel-support.js';
import type { NewPlace, Place } from './support.js';

const before = '2026-10-31T02:14:59.999Z';
const over = '2026-10-31T02:15:00.000Z';
const until = '2026-10-31T02:30:00.000Z';

export function workContract(newPlace: NewPlace): void {
  let place: Place;
  let ledger: Ledger;
  beforeEach(async () => {
    place = await newPlace();
    ledger = await openLedger(place);
  });
  afterEach(async () => {
    await ledger.close();
    await place.remove();
  });
  const sizes = { 大连: 3, 沈阳: 5 };
  const next = nextOf(membersOf(sizes));
  const numbersOf = (items: readonly { readonly number_id: string }[]) => items.map(({ number_id }) => number_id);
  const hold = ({ id, fence }: BatchRow, said: object = {}) =>
    ({ batch: id, fence: `${fence}`, subject: 'li.wei', now: before, ...said }) as const;
  const record = (listId: string, numberId: string, said: 'ACCEPTED' | 'NOT_REACHED', batch: BatchRow, work: object = {}) =>
    recordContact(ledger, outcome({ listId, numberId, outcome: said }), {
      doNotContact: null,
      order: null,
      work: { ...held(batch), ...work },
    });

  test('work begins once, on an approved list', async () => {
    const [list, draft] = [targetList(), targetList({ status: 'DRAFT' })];
    for (const each of [list, draft]) await insertTargetList(ledger, each);
    expect(await progressOf(ledger, list.id, over)).toEqual({ open: 0, claimed: 0, done: 0, exhausted: 0 });
    await Promise.all([1, 2, 3].map(() => openWork(ledger, list.id, new Map(Object.entries(sizes)), '2026-11-02T01:00:00.000Z')));
    const started = await targetListById(ledger, list.id);
    expect(started).toMatchObject({ status: 'RUNNING', started_at: expect.stringMatching(/Z$/) });
    await claimed(ledger, { listId: list.id, size: 2 }, next);
    await openWork(ledger, list.id, new Map(Object.entries(sizes)), '2026-11-02T01:00:00.000Z');
    expect(await targetListById(ledger, list.id)).toEqual(started);
    expect(await progressOf(ledger, list.id, before)).toEqual({ open: 6, claimed: 2, done: 0, exhausted: 0 });
    const refused = (message: RegExp) => ({ code: 'CONFLICT', message: expect.stringMatching(message) });
    await expect(openWork(ledger, draft.id, new Map(), '2026-11-02T01:00:00.000Z')).rejects.toMatchObject(
      refused(/expected it to be APPROVED .* it is DRAFT/),
    );
    await expect(openWork(ledger, 'none', new Map(), '2026-11-02T01:00:00.000Z')).rejects.toMatchObject(refused(/there is none/));
    await expect(claimWork(ledger, claimOf({ listId: draft.id }), next)).rejects.toMatchObject(refused(/to be RUNNING/));
  });

  test('members are handed out by rank, of the cities that may be given, and then no more', async () => {
    const { id: listId } = await runningList(ledger, sizes);
    const first = await claimed(ledger, { listId, size: 3 }, next);
    expect(numbersOf(first.items)).toEqual(['大连-1', '沈阳-1', '大连-2']);
    expect(first.batch).toMatchObject({ list_id: listId, subject: 'li.wei', fence: 1, lease_until: over, released_at: null });
    expect(first.items[0]).toMatchObject({
      state: 'CLAIMED',
      attempts: 1,
      batch_id: first.batch.id,
      rank: 1,
      offer: 'DATA_PACK',
    });
    expect(await batchById(ledger, first.batch.id)).toEqual(first.batch);
    expect(await itemsOfBatch(ledger, first.batch.id)).toEqual(first.items);
    const second = await claimed(ledger, { listId, cities: ['沈阳'] }, next);
    expect(numbersOf(second.items)).toEqual(['沈阳-2', '沈阳-3', '沈阳-4', '沈阳-5']);
    expect(second.batch.fence).toBe(2);
    const none = { batch: null, items: [] };
    expect(await claimWork(ledger, claimOf({ listId, cities: ['沈阳'] }), next)).toEqual(none);
    expect(await claimWork(ledger, claimOf({ listId, cities: [] }), next)).toEqual(none);
    expect(numbersOf((await claimed(ledger, { listId }, next)).items)).toEqual(['大连-3']);
    expect(await claimWork(ledger, claimOf({ listId }), next)).toEqual(none);
  });

  test('where the members have not been read, the caller is told from where, and nothing is claimed', async () => {
    const { id: listId } = await runningList(ledger, sizes);
    await claimed(ledger, { listId, size: 3 }, next);
    const asked: unknown[] = [];
    const unread = new Map([
      ['大连', 3],
      ['沈阳', 2],
    ]);
    const found = await claimWork(ledger, claimOf({ listId, size: 4 }), (cursors, most) => {
      asked.push([cursors, most]);
      return null;
    });
    expect(found).toEqual({ unread });
    expect(asked).toEqual([[unread, 4]]);
    expect(await progressOf(ledger, listId, before)).toMatchObject({ open: 5, claimed: 3 });
    expect((await claimed(ledger, { listId, size: 4 }, next)).batch.fence).toBe(2);
  });

  test('numbers to be tried again come first when it is their time, and as often as is allowed', async () => {
    const { id: listId } = await runningList(ledger, sizes);
    const { batch } = await claimed(ledger, { listId, size: 3 }, next);
    for (const number of ['沈阳-1', '大连-2']) await record(listId, number, 'NOT_REACHED', batch, { notBefore: until });
    await record(listId, '大连-1', 'ACCEPTED', batch);
    const early = await claimed(ledger, { listId, size: 1, now: before }, next);
    expect(numbersOf(early.items)).toEqual(['沈阳-2']);
    const again = await claimed(
      ledger,
      { listId, size: 3, now: until, leaseUntil: '2026-10-31T03:00:00.000Z', cities: ['沈阳'] },
      next,
    );
    expect(again.items.map(({ number_id, attempts }) => [number_id, attempts])).toEqual([
      ['沈阳-1', 2],
      ['沈阳-2', 2],
      ['沈阳-3', 1],
    ]);
    await record(listId, '沈阳-1', 'NOT_REACHED', again.batch, { mostAttempts: 2 });
    expect(await progressOf(ledger, listId, until)).toEqual({ open: 4, claimed: 2, done: 1, exhausted: 1 });
    // After the lease is over those tried twice are not tried again.
    const last = await claimed(
      ledger,
      { listId, now: '2026-10-31T04:00:00.000Z', leaseUntil: '2026-10-31T05:00:00.000Z', mostAttempts: 2 },
      next,
    );
    expect(numbersOf(last.items)).toEqual(['大连-2', '沈阳-3', '大连-3', '沈阳-4', '沈阳-5']);
    expect(await progressOf(ledger, listId, '2026-10-31T04:00:00.000Z')).toEqual({ open: 0, claimed: 5, done: 1, exhausted: 2 });
  });

  test('work given back was not tried, and is there at once', async () => {
    const { id: listId } = await runningList(ledger, sizes);
    const { batch } = await claimed(ledger, { listId, size: 3 }, next);
    expect(await releaseWork(ledger, { ...hold(batch), numbers: ['沈阳-1', '沈阳-5'] })).toEqual(batch);
    expect(numbersOf(await itemsOfBatch(ledger, batch.id))).toEqual(['大连-1', '大连-2']);
    await record(listId, '大连-1', 'ACCEPTED', batch);
    expect(await releaseWork(ledger, { ...hold(batch), numbers: null })).toEqual({ ...batch, released_at: before });
    expect(await batchById(ledger, batch.id)).toEqual({ ...batch, released_at: before });
    const { items } = await claimed(ledger, { listId, size: 3 }, next);
    expect(items.map(({ number_id, attempts }) => [number_id, attempts])).toEqual([
      ['沈阳-1', 1],
      ['大连-2', 1],
      ['沈阳-2', 1],
    ]);
  });

  test('dropped numbers are out for good, and the batch can be filled up', async () => {
    const { id: listId } = await runningList(ledger, sizes);
    const { batch } = await claimed(ledger, { listId, size: 3 }, next);
    await record(listId, '沈阳-1', 'ACCEPTED', batch);
    const reasons = ['大连-1', '沈阳-1', '沈阳-5'].map((numberId) => ({ numberId, reason: 'CONSENT' }));
    await dropItems(ledger, batch.id, [...reasons, { numberId: '大连-2', reason: 'CONTACT_POLICY' }]);
    const more = await claimWork(ledger, claimOf({ listId, size: 2 }), next, { batch: batch.id, fence: '1' });
    expect(more).toMatchObject({ batch, items: [{ number_id: '沈阳-2' }, { number_id: '大连-3' }] });
    const items = await itemsOfBatch(ledger, batch.id);
    expect(items.map(({ number_id, state, reason }) => [number_id, state, reason])).toEqual([
      ['大连-1', 'DROPPED', 'CONSENT'],
      ['沈阳-1', 'DONE', null],
      ['大连-2', 'DROPPED', 'CONTACT_POLICY'],
      ['沈阳-2', 'CLAIMED', null],
      ['大连-3', 'CLAIMED', null],
    ]);
    expect(await progressOf(ledger, listId, before)).toEqual({ open: 3, claimed: 2, done: 1, exhausted: 2 });
    expect((await claimed(ledger, { listId }, next)).batch.fence).toBe(2);
    const joining = claimWork(ledger, claimOf({ listId, now: over }), next, { batch: batch.id, fence: '1' });
    await expect(joining).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('U3 who is late, or has another fence, is refused', async () => {
    const { id: listId } = await runningList(ledger, sizes);
    const { batch } = await claimed(ledger, { listId, size: 2 }, next);
    const refused = { code: 'CONFLICT', message: expect.stringMatching(/^Too late: batch .* Claim work again/) };
    const refuses = async (said: object) => {
      await expect(extendLease(ledger, { ...hold(batch, said), leaseUntil: until })).rejects.toMatchObject(refused);
      await expect(releaseWork(ledger, { ...hold(batch, said), numbers: null })).rejects.toMatchObject(refused);
      const { subject: _, ...work } = hold(batch, said);
      if (!('subject' in said)) await expect(record(listId, '大连-1', 'ACCEPTED', batch, work)).rejects.toMatchObject(refused);
    };
    for (const said of [{ fence: '2' }, { fence: '1.0' }, { batch: 'none' }, { now: over }, { subject: 'wang' }])
      await refuses(said);
    expect(await extendLease(ledger, { ...hold(batch), leaseUntil: until })).toEqual({ ...batch, lease_until: until });
    expect(await claimed(ledger, { listId, size: 2, now: over, leaseUntil: until }, next)).toMatchObject({ batch: { fence: 2 } });
    await record(listId, '大连-1', 'ACCEPTED', batch, { now: over });
    await expect(record(listId, '大连-1', 'ACCEPTED', batch)).rejects.toMatchObject(refused);
    const { batch: third } = await claimed(ledger, { listId, size: 1, now: until, leaseUntil: '2026-10-31T03:00:00.000Z' }, next);
    expect(await itemsOfBatch(ledger, third.id)).toMatchObject([{ number_id: '沈阳-1', attempts: 2 }]);
    await refuses({});
    await expect(record(listId, '沈阳-1', 'ACCEPTED', batch)).rejects.toMatchObject(refused);
    await recordContact(ledger, outcome({ listId, numberId: '沈阳-1' }), { doNotContact: null, order: null, work: null });
    await record(listId, '沈阳-1', 'ACCEPTED', third, { now: until });
  });
}
