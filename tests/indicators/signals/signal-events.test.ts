import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../../src/faces/context.js';
import { signalEvents } from '../../../src/indicators/signals/signal-events.js';
import type { NewEvent } from '../../../src/ledger/outbox/events.js';
import type { OutboxEventRow } from '../../../src/ledger/tables.js';
import type { Viewer } from '../../../src/security/viewer.js';
import { mayBeTold } from '../../../src/server/webhooks/may-be-told.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

/** Of a viewer from the beginning: what a context loads is his. */
const contextOf = (viewer: Viewer) => {
  const { serving, martlet, channels } = gateway;
  return createContext({ serving, definitions: martlet.definitions, viewer, requestId: 'test', log: console as never, channels });
};
/** A month of stories. */
const month = '2026-05';
const of = (viewer: Viewer, key = 'a', asked = month) => signalEvents(key, asked, contextOf(viewer));
const board = managerOf([], { rows: null });
const hailan = managerOf(['HAILAN']);
const rowOf = ({ data, ...event }: NewEvent): OutboxEventRow => ({
  ...event,
  id: event.id!,
  seq: 1,
  at: '2026-11-02T02:00:00.000Z',
  data: JSON.stringify(data),
});

test('are the signals that the viewer would be answered, with slices that count what they are of', async () => {
  const events = await of(board);
  const { data, errors } = await gateway.ask(
    `{ signals(month: "${month}", first: 20) { measure { code } where { dimension code } kind against monthsOpen value expected slice } }`,
    {},
    board,
  );
  expect(errors).toEqual([]);
  expect(events.length).toBeGreaterThan(1);
  expect(events.map((event) => event.data)).toMatchObject(
    data.signals.map(({ measure, ...signal }: Data) => ({ measure: measure.code, month, ...signal })),
  );
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});

test('a figure is told once: under the same id when it is asked again, and while its gap stands', async () => {
  const ids = async (asked: string) => new Map((await of(board, 'a', asked)).map((event) => [event.subject, event]));
  const [now, again, next] = [await ids(month), await ids(month), await ids('2026-06')];
  expect([...again.values()]).toEqual([...now.values()]);
  for (const [subject, { id, data }] of next) {
    const { kind, monthsOpen } = data as Data;
    const before = now.get(subject);
    if (before) expect([subject, id === before.id]).toEqual([subject, kind === 'STANDING' && monthsOpen > 1]);
  }
  // Who asked by another key is told under ids of his own.
  for (const { id } of await of(board, 'b')) expect([...now.values()].map((event) => event.id)).not.toContain(id);
});

test('each is told of what he sees, and at the moment of telling no more than that', async () => {
  const own = await of(hailan);
  for (const { data } of own)
    for (const { dimension, code } of (data as Data).where) if (dimension === 'CITY') expect(code).toBe('HAILAN');
  const [event] = await of(board);
  const told = (viewer: Viewer, key = 'a') => mayBeTold(rowOf(event!), key, contextOf(viewer));
  expect(await told(board)).toBe(true);
  expect(await told(board, 'b')).toBe(false);
  expect(await told(managerOf([], { rows: null, tiers: [3, 4] }))).toBe(false);
  expect(await of(managerOf([], { rows: null, tiers: [3, 4] }))).toEqual([]);
});
