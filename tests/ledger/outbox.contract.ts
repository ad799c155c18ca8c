import { expect, test } from 'vitest';
import { recordContact } from '../../src/ledger/contacts/contacts.js';
import { finishExportJob } from '../../src/ledger/exports/export-jobs.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { settleTargetList } from '../../src/ledger/lists/settle-target-list.js';
import { changeTargetList, expireTargetLists, insertTargetList } from '../../src/ledger/lists/target-lists.js';
import { claimDeliveries, replayDeliveries, settleDelivery, webhooksDue } from '../../src/ledger/outbox/deliveries.js';
import { addEvent } from '../../src/ledger/outbox/events.js';
import { addWebhook, endWebhook, keysToldOf, webhookById, webhookStates } from '../../src/ledger/outbox/webhooks.js';
import { eventTypes } from '../../src/ledger/outbox-tables.js';
import type { EventType } from '../../src/ledger/tables.js';
import { outcome, targetList } from './channel-samples.js';
import { type NewPlace, samples, withEach } from './support.js';

const leaseMs = 60_000;
const noEffects = { doNotContact: null, order: null, work: null };

/** What others are told of, on either engine. */
export function outboxContract(newPlace: NewPlace): void {
  let ledger: Ledger;
  withEach(newPlace, (opened) => {
    ledger = opened.ledger;
  });
  const later = (ms = 0) => new Date(Date.now() + ms);
  const told = async (types: readonly EventType[] = eventTypes, callback = 'https://crm.example.com/') =>
    (await addWebhook(ledger, { subject: 'crm', key_id: 'k', callback, types }, () => {})).webhook.id;
  const claim = (webhook: string, now = later(), most = 100) => claimDeliveries(ledger, webhook, { now, leaseMs, most });
  const events = () => ledger.db.selectFrom('outbox_event').selectAll().orderBy('seq').orderBy('type').execute();
  const add = (subject: string, type: EventType = 'list.frozen') =>
    ledger.transaction((transaction) => addEvent(transaction, { type, subject, data: { subject } }));

  test('where nobody is told nothing is written; who is told is told of his types', async () => {
    await recordContact(ledger, outcome(), noEffects);
    expect(await events()).toEqual([]);
    const [orders, all] = [await told(['order.made']), await told(eventTypes, 'https://erp.example.com/')];
    const { contact } = await recordContact(ledger, outcome({ numberId: '7', listId: 'l', note: '晚上再打' }), noEffects);
    const about = {
      contact: contact.id,
      number: '7',
      offer: 'DATA_PACK',
      scene: 'OUTBOUND',
      at: contact.at,
      list: 'l',
      decision: null,
    };
    const [recorded, order] = await events();
    expect([recorded!.type, JSON.parse(recorded!.data)]).toEqual([
      'outcome.recorded',
      { ...about, outcome: 'ACCEPTED', reason: null },
    ]);
    expect([order!.type, JSON.parse(order!.data)]).toEqual(['order.made', about]);
    expect((await claim(orders)).map(({ id }) => id)).toEqual([order!.id]);
    expect((await claim(all)).map(({ id }) => id)).toEqual([recorded!.id]);
  });

  test('an event is there when what it tells of is, and only then', async () => {
    await told();
    const order = { after: '2026-09-30', before: '2026-11-30', isHousehold: false };
    const first = outcome();
    await recordContact(ledger, first, { ...noEffects, order });
    const before = await events();
    expect(before.map(({ type }) => type)).toEqual(['outcome.recorded', 'order.made']);
    // The same again, a second order, and a freeze whose file cannot be put in its place.
    await recordContact(ledger, first, { ...noEffects, order });
    await expect(recordContact(ledger, outcome(), { ...noEffects, order })).rejects.toMatchObject({ code: 'CONFLICT' });
    const { id } = await insertTargetList(ledger, targetList({ status: 'DRAFT' }));
    const failing = settleTargetList(ledger, id, {}, () => Promise.reject(new Error('disk full')));
    await expect(failing).rejects.toThrow('disk full');
    expect(await events()).toEqual(before);
  });

  test('a list is told of as it is frozen, approved and expired, and of nothing else', async () => {
    await told();
    const { id } = await insertTargetList(ledger, targetList({ status: 'DRAFT', expires_on: '2026-11-30' }));
    await settleTargetList(ledger, id, { size: 12 }, async () => {});
    expect(await changeTargetList(ledger, id, ['FROZEN'], { status: 'APPROVED' })).toBe(true);
    expect(await changeTargetList(ledger, id, ['FROZEN'], { status: 'APPROVED' })).toBe(false);
    expect(await expireTargetLists(ledger, '2026-11-30')).toEqual([]);
    expect(await expireTargetLists(ledger, '2026-12-01')).toEqual([id]);
    const other = await insertTargetList(ledger, targetList());
    await changeTargetList(ledger, other.id, ['APPROVED'], { status: 'CLOSED' });
    const found = await events();
    expect(found.map(({ type, subject, data }) => [type, subject, JSON.parse(data).status, JSON.parse(data).size])).toEqual([
      ['list.frozen', id, 'FROZEN', 12],
      ['list.approved', id, 'APPROVED', 12],
      ['list.expired', id, 'EXPIRED', 12],
    ]);
  });

  test('an export that is done is told of, and once', async () => {
    await told();
    await samples.export_job(ledger);
    const { id } = await ledger.db.selectFrom('export_job').select('id').executeTakeFirstOrThrow();
    await ledger.db.updateTable('export_job').set({ status: 'RUNNING' }).execute();
    expect(await finishExportJob(ledger, id, { rows: 3, bytes: 40 })).toBe(true);
    expect(await finishExportJob(ledger, id, { rows: 3, bytes: 40 })).toBe(false);
    const [event, ...others] = await events();
    expect([event!.type, event!.subject, JSON.parse(event!.data), others]).toEqual([
      'export.done',
      id,
      expect.objectContaining({ export: id, rows: 3, bytes: 40, kind: 'NUMBERS' }),
      [],
    ]);
  });

  test('of a subject the next waits for the one before; others come beside it', async () => {
    const webhook = await told();
    for (const subject of ['a', 'a', 'b', 'a']) await add(subject);
    const sequence = (await events()).filter(({ subject }) => subject === 'a').map(({ seq }) => seq);
    expect(new Set(sequence).size).toBe(3);
    const subjects: string[][] = [];
    for (let n = 0; n < 3; n++) {
      const claimed = await claim(webhook);
      subjects.push(claimed.map(({ subject }) => subject).sort());
      for (const event of claimed)
        await settleDelivery(ledger, event, { state: n === 0 ? 'TOLD' : 'GIVEN_UP', fault: 'it answered 500' });
    }
    expect(subjects).toEqual([['a', 'b'], ['a'], ['a']]);
    expect(await webhooksDue(ledger, later())).toEqual([]);
  });

  test('who has claimed it has it to himself until the lease is over; then a word of his comes too late', async () => {
    const webhook = await told();
    await Promise.all(['a', 'b', 'c'].map((subject) => add(subject)));
    // Two connections to SQLite in one process would wait for each other: it has no threads.
    const both =
      ledger.dialect === 'postgres'
        ? await Promise.all([claim(webhook), claim(webhook)])
        : [await claim(webhook), await claim(webhook)];
    expect(
      both
        .flat()
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
    const [late] = both.flat();
    const again = (await claim(webhook, later(leaseMs + 1))).find(({ id }) => id === late!.id)!;
    expect([late!.attempts, again.attempts]).toEqual([1, 2]);
    await settleDelivery(ledger, late!, { state: 'GIVEN_UP', fault: 'late' });
    expect((await webhookStates(ledger))[0]).toMatchObject({ waiting: 3, givenUp: 0 });
    await settleDelivery(ledger, again, { state: 'WAITING', fault: 'it answered 500', dueAt: later(5000) });
    expect(await claim(webhook)).toEqual([]);
    expect((await claim(webhook, later(5001))).map(({ id }) => id)).toEqual([late!.id]);
    expect((await webhookStates(ledger))[0]).toMatchObject({ waiting: 3, fault: 'it answered 500' });
  });

  test('a callback is told once; more than are allowed are refused; one that is ended is told nothing', async () => {
    const asked = { subject: 'crm', key_id: 'k', callback: 'https://crm.example.com/', types: ['order.made'] as const };
    const first = await addWebhook(ledger, asked, () => {});
    expect(await addWebhook(ledger, asked, () => expect.unreachable())).toEqual({ webhook: first.webhook, isNew: false });
    await expect(addWebhook(ledger, { ...asked, types: eventTypes }, () => {})).rejects.toMatchObject({ code: 'CONFLICT' });
    const counts: number[] = [];
    const refusing = addWebhook(ledger, { ...asked, callback: 'https://crm.example.com/2' }, (count) => {
      counts.push(count);
      throw new Error('enough');
    });
    await expect(refusing).rejects.toThrow('enough');
    expect(counts).toEqual([1]);
    await add('a', 'order.made');
    await endWebhook(ledger, first.webhook.id, 'it was ended');
    await add('b', 'order.made');
    expect(await webhookById(ledger, first.webhook.id)).toBeUndefined();
    expect(await ledger.db.selectFrom('webhook_delivery').select(['subject', 'state', 'fault']).execute()).toEqual([
      { subject: 'a', state: 'GIVEN_UP', fault: 'it was ended' },
    ]);
    expect((await addWebhook(ledger, { ...asked, types: eventTypes }, () => {})).isNew).toBe(true);
  });

  test('what was given up is told again, or all since a moment, under the ids that it had', async () => {
    const webhook = await told();
    for (const subject of ['a', 'b']) await add(subject);
    const [one, other] = await claim(webhook);
    await settleDelivery(ledger, one!, { state: 'TOLD' });
    await settleDelivery(ledger, other!, { state: 'GIVEN_UP', fault: 'it answered 500' });
    expect(await replayDeliveries(ledger, webhook, { since: '', isFailedAlone: true, now: later() })).toBe(1);
    expect((await claim(webhook)).map(({ id }) => id)).toEqual([other!.id]);
    expect(
      await replayDeliveries(ledger, webhook, { since: later(1000).toISOString(), isFailedAlone: false, now: later() }),
    ).toBe(0);
    expect(await replayDeliveries(ledger, webhook, { since: one!.at, isFailedAlone: false, now: later() })).toBe(1);
    expect((await claim(webhook)).map(({ id }) => id)).toEqual([one!.id]);
  });

  test('an event for one key is told to who asked by it alone', async () => {
    const own = await told();
    const add = (key: string | null) =>
      ledger.transaction((transaction) =>
        addEvent(transaction, { type: 'signal.found', subject: 'ARPU', data: { key } }, { key }),
      );
    for (const key of ['k', 'another', null]) await add(key);
    const claimed = await claim(own);
    expect(claimed.map(({ data }) => JSON.parse(data))).toEqual([{ key: 'k' }]);
    expect(await events()).toHaveLength(1);
    expect(await keysToldOf(ledger, 'signal.found')).toEqual(['k']);
  });

  test('an event with an id of its own is noted once, and for who was to be told when it happened', async () => {
    const webhook = await told();
    const published = { id: 'g1', type: 'generation.published', subject: 'g', data: {} } as const;
    const note = (id: string, since: Date) =>
      ledger.transaction((transaction) => addEvent(transaction, { ...published, id }, { since: since.toISOString() }));
    await note('g0', later(-60_000));
    await note('g1', later(1000));
    await note('g1', later(1000));
    expect((await claim(webhook)).map(({ id }) => id)).toEqual(['g1']);
  });
}
