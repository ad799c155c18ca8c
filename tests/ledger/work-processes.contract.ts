import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import type { ContactRow, ItemRow } from '../../src/ledger/tables.js';
import { claimWork, progressOf } from '../../src/ledger/work/work.js';
import { bundled } from '../support/compiled.js';
import { membersOf, nextOf, runningList } from './channel-samples.js';
import { claimOf } from './channel-support.js';
import { child, type NewPlace, type Place } from './support.js';

export function workProcessesContract(newPlace: NewPlace): void {
  let worker: string;
  let place: Place;
  let ledger: Ledger;
  beforeAll(async () => {
    worker = await bundled('tests/ledger/work-child.ts');
  });
  beforeEach(async () => {
    place = await newPlace();
    ledger = await openLedger(place);
  });
  afterEach(async () => {
    await ledger.close();
    await place.remove();
  });
  const start = (listId: string, sizes: object, job: 'claim' | 'record', size: number) =>
    child([worker, place.home, place.databaseUrl ?? '', listId, JSON.stringify(sizes), job, `${size}`]);

  const sizes = { a: 60_000, b: 40_000 };

  test.each([2, 20])('U3 %i claimers at once: each of 100,000 members is claimed once', async (claimers) => {
    const { id: listId } = await runningList(ledger, sizes);
    const next = nextOf(membersOf(sizes));
    const numbers: string[] = [];
    const fences: number[] = [];
    const claimAll = async () => {
      while (true) {
        const claimed = await claimWork(ledger, claimOf({ listId, size: 200 }), next);
        if (!('items' in claimed) || claimed.batch === null) return;
        numbers.push(...claimed.items.map(({ number_id }) => number_id));
        fences.push(claimed.batch.fence);
      }
    };
    await Promise.all(Array.from({ length: claimers }, claimAll));
    expect([numbers.length, new Set(numbers).size]).toEqual([100_000, 100_000]);
    expect(fences.sort((one, other) => one - other)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  });

  test('U3 so it is when they are three processes', async () => {
    const { id: listId } = await runningList(ledger, sizes);
    const claimers = [1, 2, 3].map(() => start(listId, sizes, 'claim', 200));
    expect(await Promise.all(claimers.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    const numbers = claimers.flatMap(({ acknowledged }) => acknowledged());
    expect([numbers.length, new Set(numbers).size]).toEqual([100_000, 100_000]);
    for (const { acknowledged } of claimers) expect(acknowledged().length).toBeGreaterThan(0);
  });

  test('U2 200 times killed in the middle of recording: every acknowledged outcome is there, once, with all its effects', async () => {
    const many = { a: 4_000, b: 4_000 };
    const { id: listId } = await runningList(ledger, many);
    const acknowledged: string[] = [];
    for (let round = 0; round < 50; round++) {
      const workers = [1, 2, 5, 9].map((least) => ({ least, ...start(listId, many, 'record', 3) }));
      for (const { reached, least, kill } of workers) reached(least).then(kill);
      expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual(Array.from({ length: 4 }, () => 'SIGKILL'));
      acknowledged.push(...workers.flatMap((each) => each.acknowledged()));
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(50 * (1 + 2 + 5 + 9));
    const contacts = await ledger.db.selectFrom('contact').selectAll().execute();
    const keys = new Set(contacts.map(({ idempotency_key }) => idempotency_key));
    expect(acknowledged.filter((key) => !keys.has(key))).toEqual([]);
    expect([new Set(acknowledged).size, keys.size]).toEqual([acknowledged.length, contacts.length]);

    const items = await ledger.db.selectFrom('work_item').selectAll().execute();
    const told = new Map<string, ContactRow[]>(items.map(({ number_id }) => [number_id, []]));
    for (const contact of contacts) told.get(contact.number_id)!.push(contact);
    for (const item of items) expect(statesAfter(told.get(item.number_id)!)).toContain(stateOf(item));
    const closed = await ledger.db.selectFrom('do_not_contact').select(['contact_id', 'scene']).execute();
    const closing = contacts
      .filter(({ outcome }) => outcome === 'DO_NOT_CONTACT')
      .flatMap(({ id }) => [`${id} ONLINE`, `${id} OUTBOUND`]);
    expect(closed.map(({ contact_id, scene }) => `${contact_id} ${scene}`).sort()).toEqual(closing.sort());

    // When the leases of the killed are over, all that was not done is handed out again.
    const now = '2026-11-01T00:00:00.000Z';
    const claim = claimOf({ listId, size: 50_000, now, leaseUntil: '2026-11-02T00:00:00.000Z', mostAttempts: 9 });
    const rest = await claimWork(ledger, claim, nextOf(membersOf(many)));
    const { claimed, open, done, exhausted } = await progressOf(ledger, listId, now);
    expect([open, claimed + done + exhausted]).toEqual([0, 8_000]);
    expect(rest).toMatchObject({ items: { length: claimed } });
    expect(done + exhausted).toBe(items.filter(({ state }) => state === 'DONE' || state === 'EXHAUSTED').length);
  });
}

const stateOf = ({ state, attempts }: ItemRow): string => `${state} ${attempts}`;

/** What an item may be after these outcomes of it: nothing, or a next attempt, may have come after the last one. */
function statesAfter(contacts: readonly ContactRow[]): readonly string[] {
  const outcomes = contacts.map(({ outcome }) => outcome);
  if (outcomes.length === 0) return ['CLAIMED 1'];
  if (outcomes.length === 2) return outcomes.every((each) => each === 'NOT_REACHED') ? ['EXHAUSTED 2'] : [];
  return outcomes[0] === 'NOT_REACHED' ? ['OPEN 1', 'CLAIMED 2'] : ['DONE 1'];
}
