import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addIncomingEvents, incomingSince } from '../../src/ledger/incoming/incoming-events.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import type { IncomingEventRow } from '../../src/ledger/tables.js';
import { type NewPlace, withEach } from './support.js';

/** What other systems tell, on either engine. */
export function incomingEventsContract(newPlace: NewPlace): void {
  let ledger: Ledger;
  withEach(newPlace, (opened) => {
    ledger = opened.ledger;
  });
  const event = (event_id: string, said: Partial<IncomingEventRow> = {}): IncomingEventRow => ({
    id: randomUUID(),
    sender: 'crm',
    source: '/shops',
    event_id,
    type: 'customer.arrived',
    at: '2026-10-31T02:00:00.000Z',
    received_at: '2026-10-31T02:00:01.000Z',
    channel: 'C1',
    number_id: '7',
    acted_on: 1,
    ...said,
  });

  test('what is told again by the same source is kept once; another sender’s of that name is his own', async () => {
    const [first, again, other, stranger] = [
      event('a'),
      event('a'),
      event('a', { source: '/doors' }),
      event('a', { sender: 'erp' }),
    ];
    expect(await addIncomingEvents(ledger, [first])).toEqual(new Set([first.id]));
    expect(await addIncomingEvents(ledger, [again, other, stranger])).toEqual(new Set([other.id, stranger.id]));
    const twice = [event('b'), event('b')];
    expect(await addIncomingEvents(ledger, twice)).toEqual(new Set([twice[0]!.id]));
    expect(await ledger.db.selectFrom('incoming_event').select('id').execute()).toHaveLength(4);
  });

  test('who listens is told what is to be acted on at his channels, from a moment on, in its order', async () => {
    const late = event('late', { received_at: '2026-10-31T02:00:03.000Z' });
    const rows = [
      late,
      event('old', { received_at: '2026-10-31T01:59:59.000Z' }),
      event('kept', { acted_on: 0 }),
      event('elsewhere', { channel: 'C2' }),
      event('nowhere', { channel: null }),
      event('third', { channel: 'C3' }),
    ];
    await addIncomingEvents(ledger, rows);
    const found = await incomingSince(ledger, '2026-10-31T02:00:00.000Z', ['C1', 'C3']);
    expect(found.map(({ event_id }) => event_id)).toEqual(['third', 'late']);
    expect(found[1]).toEqual(late);
  });
}
