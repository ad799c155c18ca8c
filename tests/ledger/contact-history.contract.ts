import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  acceptedOf,
  contactsBefore,
  contactsOfList,
  contactsOfMonth,
  contactsOfNumbers,
  eachContact,
  monthsWithContacts,
  ordersOfMonth,
} from '../../src/ledger/contacts/contacts.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { costOfList } from '../../src/ledger/lists/list-costs.js';
import type { ContactRow } from '../../src/ledger/tables.js';
import { outcome } from './channel-samples.js';
import { all, listed } from './channel-support.js';
import type { NewPlace, Place } from './support.js';

/** Contacts of 60 days, more than two pages of each reading: the number says the day, offer, list and outcome. */
function rowsOf(count: number): readonly ContactRow[] {
  const { subject, scene, note, cost, margin, generation, household } = outcome();
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.UTC(2026, 8, 1 + ((index * 7) % 60))).toISOString().slice(0, 10);
    const at = `${day}T0${index % 7}:00:00.000Z`;
    const id = `${(index * 7919) % count}`.padStart(6, '0');
    const said = {
      subject,
      scene,
      note,
      cost,
      margin,
      generation,
      household,
      offer: `offer ${index % 3}`,
      number_id: `${index % 2500}`,
    };
    const result = index % 5 === 0 ? ('REFUSED' as const) : ('ACCEPTED' as const);
    const keys = {
      reason: null,
      call_back_at: null,
      id,
      idempotency_key: id,
      request_hash: 'h',
      recorded_at: at,
      decision_id: null,
      batch_id: null,
    };
    return { ...said, ...keys, outcome: result, at, day, month: day.slice(0, 7), list_id: index % 2 ? 'l' : null };
  });
}

export function contactHistoryContract(newPlace: NewPlace): void {
  let place: Place;
  let ledger: Ledger;
  const rows = rowsOf(25_001);
  beforeAll(async () => {
    place = await newPlace();
    ledger = await openLedger(place);
    for (let from = 0; from < rows.length; from += 1000)
      await ledger.db
        .insertInto('contact')
        .values(rows.slice(from, from + 1000))
        .execute();
  });
  afterAll(async () => {
    await ledger.close();
    await place.remove();
  });

  test('contacts from a day on, day by day', async () => {
    const found = await all(eachContact(ledger, '2026-09-20'));
    expect(listed(found)).toEqual(listed(rows.filter(({ day }) => day >= '2026-09-20')));
    expect(found.map(({ day }) => day)).toEqual(found.map(({ day }) => day).sort());
    expect(await all(eachContact(ledger, '2026-12-01'))).toEqual([]);
  });

  test('contacts of a month, as they were recorded', async () => {
    const found = await all(contactsOfMonth(ledger, '2026-09'));
    expect(listed(found)).toEqual(listed(rows.filter(({ month }) => month === '2026-09')));
    expect(found.map(({ recorded_at }) => recorded_at)).toEqual(found.map(({ recorded_at }) => recorded_at).sort());
  });

  test('contacts of a list', async () => {
    expect(listed(await all(contactsOfList(ledger, 'l')))).toEqual(listed(rows.filter(({ list_id }) => list_id === 'l')));
  });

  test('how many a list has and what they cost', async () => {
    expect(await costOfList(ledger, 'l')).toEqual({ contacts: 12_500, cost: 18_750 });
    expect(await costOfList(ledger, 'none')).toEqual({ contacts: 0, cost: 0 });
  });

  test('contacts of numbers, the oldest of each first', async () => {
    const numbers = Array.from({ length: 2200 }, (_, number) => `${number}`);
    const found = await contactsOfNumbers(ledger, { ids: [...numbers, 'none'] }, '2026-10-02');
    const expected = rows.filter(({ day, number_id }) => day >= '2026-10-02' && Number(number_id) < 2200);
    expect(listed(found)).toEqual(listed(expected));
    const times = found.filter(({ number_id }) => number_id === '77').map(({ at }) => at);
    expect(times.length).toBeGreaterThan(1);
    expect(times).toEqual([...times].sort());
    expect(await contactsOfNumbers(ledger, { ids: [] }, '2026-01-01')).toEqual([]);
  });

  test('older contacts with an outcome: of all numbers, and of some beside their newer ones', async () => {
    const [from, accepted] = ['2026-10-20', rows.filter((row) => row.outcome === 'ACCEPTED')];
    const before = await all(contactsBefore(ledger, 'ACCEPTED', from));
    expect(listed(before)).toEqual(listed(accepted.filter(({ day }) => day < from)));
    const found = await contactsOfNumbers(ledger, { ids: ['7', '8'] }, from, ['ACCEPTED']);
    const own = rows.filter(({ number_id }) => number_id === '7' || number_id === '8');
    expect(listed(found)).toEqual(listed(own.filter((row) => row.day >= from || row.outcome === 'ACCEPTED')));
  });

  test('orders of offers between two days', async () => {
    const day = fc.integer({ min: 1, max: 30 }).map((day) => `2026-09-${`${day}`.padStart(2, '0')}`);
    const offers = fc.uniqueArray(fc.constantFrom('offer 0', 'offer 1', 'offer 2', 'none'));
    const accepted = rows.filter((row) => row.outcome === 'ACCEPTED');
    const property = fc.asyncProperty(offers, day, day, async (some, from, to) => {
      const expected = accepted.filter((row) => some.some((offer) => offer === row.offer) && row.day >= from && row.day <= to);
      const ids = (await all(acceptedOf(ledger, some, from, to))).map(({ id }) => id);
      expect([...ids].sort()).toEqual(expected.map(({ id }) => id).sort());
    });
    await fc.assert(property, { numRuns: 10, examples: [[['offer 0', 'offer 1', 'offer 2'], '2026-09-01', '2026-12-31']] });
  });

  test('months and their orders are counted', async () => {
    const ofMonth = (month: string) => rows.filter((row) => row.month === month);
    const last = (month: string) =>
      ofMonth(month)
        .map(({ recorded_at }) => recorded_at)
        .sort()
        .at(-1);
    expect(await monthsWithContacts(ledger)).toEqual(
      ['2026-09', '2026-10'].map((month) => ({ month, count: ofMonth(month).length, last: last(month) })),
    );
    const orders = (offer: string) =>
      ofMonth('2026-10').filter((row) => row.outcome === 'ACCEPTED' && row.offer === offer).length;
    const expected = new Map(['offer 0', 'offer 1', 'offer 2'].map((offer) => [offer, orders(offer)]));
    expect(await ordersOfMonth(ledger, '2026-10')).toEqual(expected);
    expect(await ordersOfMonth(ledger, '2026-11')).toEqual(new Map());
  });
}
