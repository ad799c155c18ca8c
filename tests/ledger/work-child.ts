import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { recordContact } from '../../src/ledger/contacts/contacts.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { claimWork } from '../../src/ledger/work/work.js';
import { membersOf, nextOf, outcome } from './channel-samples.js';

/** Claims a list's work until nothing is left, and prints the numbers; with "record", their outcomes' keys when they are stored. */
const [home, databaseUrl, listId, sizes, job, size] = process.argv.slice(2);
const ledger = await openLedger({ home: home!, databaseUrl: databaseUrl || null });
const next = nextOf(membersOf(JSON.parse(sizes!)));
const now = '2026-10-31T02:00:00.000Z';
const claim = {
  listId: listId!,
  cities: null,
  size: Number(size),
  subject: `${process.pid}`,
  now,
  leaseUntil: '2026-10-31T02:15:00.000Z',
};
while (true) {
  const claimed = await claimWork(ledger, { ...claim, mostAttempts: 2 }, next);
  if (!('items' in claimed) || claimed.batch === null) break;
  const { batch, items } = claimed;
  if (job === 'claim') {
    writeSync(1, items.map(({ number_id }) => `${number_id}\n`).join(''));
    // As who works does: processes that wait for SQLite's file do not queue, and one that never pauses would have it all the time.
    await setTimeout(20);
  } else
    for (const { number_id, place, attempts } of items) {
      const said = (['ACCEPTED', 'NOT_REACHED', 'DO_NOT_CONTACT'] as const)[place % 3]!;
      const contact = outcome({
        idempotencyKey: `${number_id}/${attempts}`,
        subject: 'dialler',
        listId: listId!,
        numberId: number_id,
        outcome: said,
      });
      await recordContact(ledger, contact, {
        doNotContact: said === 'DO_NOT_CONTACT' ? { scenes: ['OUTBOUND', 'ONLINE'], until: null, reason: 'asked' } : null,
        order: null,
        work: { batch: batch.id, fence: `${batch.fence}`, now, mostAttempts: 2, notBefore: now },
      });
      writeSync(1, `${contact.idempotencyKey}\n`);
    }
}
await ledger.close();
