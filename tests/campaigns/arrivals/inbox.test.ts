import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Inbox } from '../../../src/campaigns/arrivals/inbox.js';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.js';
import type { IncomingEventRow } from '../../../src/ledger/tables.js';

const home = mkdtempSync(join(tmpdir(), 'martlet-inbox-'));
let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger({ home, databaseUrl: null });
});
afterAll(async () => {
  await ledger.close();
  rmSync(home, { recursive: true });
});

const event = (source: string, event_id: string = randomUUID()): IncomingEventRow => {
  const at = new Date().toISOString();
  const about = { type: 'customer.arrived', channel: 'C1', number_id: '7', acted_on: 1 };
  return { id: randomUUID(), sender: 'crm', source, event_id, at, received_at: at, ...about };
};
const many = (source: string, count: number) => Array.from({ length: count }, () => event(source));

test('a flood of one source does not delay another’s: it goes with the next commit, and the flood is refused beyond its bound', async () => {
  let commits = 0;
  const inbox = new Inbox(ledger, () => {
    commits++;
  });
  const floods = Array.from({ length: 10 }, () => inbox.add(many('flood', 100)));
  await expect(inbox.add(many('flood', 101))).rejects.toMatchObject({ code: 'TOO_BUSY', details: { retryAfterMs: 1000 } });
  const begun = commits;
  expect(await inbox.add([event('shop')])).toEqual([true]);
  expect(commits - begun).toBeLessThanOrEqual(2);
  expect((await Promise.all(floods)).flat()).toEqual(Array.from({ length: 1000 }, () => true));
  // Room again.
  expect(await inbox.add(many('flood', 100))).toHaveLength(100);
});

test('a hundred at once of one name are one event', async () => {
  const inbox = new Inbox(ledger, () => {});
  const added = await Promise.all(Array.from({ length: 100 }, () => inbox.add([event('twice', 'same')])));
  expect(added.flat().filter(Boolean)).toHaveLength(1);
});

test('what cannot be written is told to who waits for it, and what comes later is written', async () => {
  const inbox = new Inbox(ledger, () => {});
  const broken = { ...event('broken'), type: null as unknown as string };
  await expect(inbox.add([broken])).rejects.toThrow();
  expect(await inbox.add([event('broken')])).toEqual([true]);
});
