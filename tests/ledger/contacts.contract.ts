import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { contactsOfList, contactsOfNumbers, type NewContact, recordContact } from '../../src/ledger/contacts/contacts.js';
import { decisionById, recordDecisions } from '../../src/ledger/contacts/decisions.js';
import { doNotContactOf, eachDoNotContact, setDoNotContact } from '../../src/ledger/contacts/do-not-contact.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { decision, membersOf, nextOf, outcome, runningList } from './channel-samples.js';
import { all, claimed, held, listed } from './channel-support.js';
import { type NewPlace, withEach } from './support.js';

export function contactsContract(newPlace: NewPlace): void {
  let ledger: Ledger;
  withEach(newPlace, (opened) => {
    ledger = opened.ledger;
  });
  const without = { doNotContact: null, order: null, work: null };
  const closing = { scenes: ['ONLINE', 'OUTBOUND', 'ONLINE'], until: '2026-12-31', reason: 'asked' };
  const stored = () => ledger.db.selectFrom('contact').selectAll().execute();

  test('an order is taken once within its days, also of several at once; another offer or number is free', async () => {
    const order = { doNotContact: null, order: { after: '2025-10-31', before: '2027-10-31', isHousehold: false }, work: null };
    const told = Array.from({ length: 10 }, () => outcome({ outcome: 'ACCEPTED' }));
    const made = await Promise.allSettled(told.map((each) => recordContact(ledger, each, order)));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [first, ...others] = await stored();
    expect(others).toEqual([]);
    const { reason } = made.find((each) => each.status === 'rejected')!;
    expect(reason).toMatchObject({ code: 'CONFLICT', message: expect.stringMatching(`contact ${first!.id} of 2026-10-31`) });
    const same = told.find(({ idempotencyKey }) => idempotencyKey === first!.idempotency_key)!;
    expect(await recordContact(ledger, same, order)).toMatchObject({ repeated: true });
    for (const said of [{ offer: 'OTHER' }, { numberId: '2' }, { outcome: 'REFUSED' as const }])
      expect(await recordContact(ledger, outcome(said), said.outcome ? without : order)).toMatchObject({ repeated: false });
    const later = { ...order, order: { after: '2026-10-31', before: '2028-10-31', isHousehold: false } };
    expect(await recordContact(ledger, outcome({ day: '2027-10-31' }), later)).toMatchObject({ repeated: false });
  });

  test('an outcome is given and kept as it was told', async () => {
    const told = outcome({
      note: '晚上再打',
      listId: 'l',
      decisionId: 'd',
      margin: 0.1,
      reason: 'OTHER',
      callBackAt: '2026-11-01T02:00:00.000Z',
    });
    const { contact, repeated } = await recordContact(ledger, told, without);
    const { subject, offer, scene, at, day, month, note, cost, margin, generation, household } = told;
    const same = { subject, offer, scene, outcome: 'ACCEPTED', at, day, month, note, cost, margin, generation, household };
    const renamed = { idempotency_key: told.idempotencyKey, request_hash: 'h', number_id: '1', list_id: 'l', decision_id: 'd' };
    expect(contact).toEqual({
      ...same,
      ...renamed,
      reason: 'OTHER',
      call_back_at: '2026-11-01T02:00:00.000Z',
      batch_id: null,
      id: expect.stringMatching(/^[-0-9a-f]{36}$/),
      recorded_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(repeated).toBe(false);
    expect(await stored()).toEqual([contact]);
  });

  test('U1 the same key with the same hash gives what is stored, and does nothing again', async () => {
    const list = await runningList(ledger, { a: 1 });
    const { batch } = await claimed(ledger, { listId: list.id }, nextOf(membersOf({ a: 1 })));
    const told = outcome({ listId: list.id, numberId: 'a-1', outcome: 'NOT_REACHED' });
    const effects = { doNotContact: closing, order: null, work: held(batch) };
    const first = await recordContact(ledger, told, effects);
    await setDoNotContact(ledger, {
      ...closing,
      until: '2026-01-01',
      numberId: 'a-1',
      subject: 's',
      at: told.at,
      contactId: null,
    });
    const [lifted, item] = [await doNotContactOf(ledger, ['a-1']), await ledger.db.selectFrom('work_item').selectAll().execute()];
    expect(await recordContact(ledger, told, effects)).toEqual({ contact: first.contact, repeated: true });
    expect(await stored()).toEqual([first.contact]);
    expect(await doNotContactOf(ledger, ['a-1'])).toEqual(lifted);
    expect(await ledger.db.selectFrom('work_item').selectAll().execute()).toEqual(item);
  });

  test('U1 100 times at once there is one row and one effect', async () => {
    const list = await runningList(ledger, { a: 1 });
    const { batch } = await claimed(ledger, { listId: list.id }, nextOf(membersOf({ a: 1 })));
    const told = outcome({ listId: list.id, numberId: 'a-1', outcome: 'CALL_BACK' });
    const given = await Promise.all(
      Array.from({ length: 100 }, () => recordContact(ledger, told, { doNotContact: closing, order: null, work: held(batch) })),
    );
    expect(given.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(given.map(({ contact }) => contact.id)).size).toBe(1);
    expect(await stored()).toEqual([given[0]!.contact]);
    expect(await doNotContactOf(ledger, ['a-1'])).toHaveLength(2);
    const items = await ledger.db.selectFrom('work_item').select(['state', 'attempts']).execute();
    expect(items).toEqual([{ state: 'OPEN', attempts: 1 }]);
  });

  test('U1 the same key with another hash is a conflict; the key of another subject is another key', async () => {
    const told = outcome();
    await recordContact(ledger, told, without);
    const other: NewContact = { ...told, outcome: 'REFUSED', requestHash: 'other' };
    await expect(recordContact(ledger, other, { doNotContact: closing, order: null, work: null })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/was used for another outcome \(/),
    });
    expect(await doNotContactOf(ledger, ['1'])).toEqual([]);
    expect(await recordContact(ledger, { ...other, subject: 'wang' }, without)).toMatchObject({ repeated: false });
    expect((await stored()).map(({ outcome }) => outcome).sort()).toEqual(['ACCEPTED', 'REFUSED']);
  });

  test('scenes are closed with the contact, or neither is stored', async () => {
    const told = outcome({ outcome: 'DO_NOT_CONTACT' });
    const { contact } = await recordContact(ledger, told, { doNotContact: closing, order: null, work: null });
    const { until, reason } = closing;
    const row = { number_id: '1', until, reason, subject: 'li.wei', at: told.at, contact_id: contact.id };
    const closed = [
      { ...row, scene: 'ONLINE' },
      { ...row, scene: 'OUTBOUND' },
    ];
    expect(listed(await doNotContactOf(ledger, ['1', '2']))).toEqual(listed(closed));
    const work = held({ id: 'none', fence: 1 });
    const late = recordContact(ledger, outcome({ numberId: '2', listId: 'l' }), { doNotContact: closing, order: null, work });
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringMatching(/^Too late: batch none/) });
    expect(await doNotContactOf(ledger, ['1', '2'])).toHaveLength(2);
    expect(await stored()).toEqual([contact]);
  });

  test('of two words about a scene the last one counts, whoever says it', async () => {
    const said = { numberId: '1', scenes: ['OUTBOUND'], until: null, reason: 'asked', subject: 'a', at: '1', contactId: 'c' };
    await setDoNotContact(ledger, said);
    await setDoNotContact(ledger, { ...said, until: '2026-10-01', reason: 'lifted', subject: 'b', at: '2', contactId: null });
    const row = {
      number_id: '1',
      scene: 'OUTBOUND',
      until: '2026-10-01',
      reason: 'lifted',
      subject: 'b',
      at: '2',
      contact_id: null,
    };
    expect(await doNotContactOf(ledger, ['1'])).toEqual([row]);
    await setDoNotContact(ledger, { ...said, numberId: '2', scenes: [] });
    expect(await doNotContactOf(ledger, ['2'])).toEqual([]);
  });

  test('all numbers of a closed scene, however many', async () => {
    const row = { until: null, reason: 'asked', subject: 's', at: 't', contact_id: null };
    const rows = Array.from({ length: 5001 }, (_, number) => ({ ...row, number_id: `${number}`, scene: 'ONLINE' }));
    for (const from of [0, 2000, 4000])
      await ledger.db
        .insertInto('do_not_contact')
        .values(rows.slice(from, from + 2000))
        .execute();
    await setDoNotContact(ledger, { ...row, numberId: 'x', scenes: ['OUTBOUND'], contactId: null });
    expect(listed(await all(eachDoNotContact(ledger, 'ONLINE')))).toEqual(listed(rows));
    expect(
      listed(
        await doNotContactOf(
          ledger,
          rows.map(({ number_id }) => number_id),
        ),
      ),
    ).toEqual(listed(rows));
  });

  test('contacts and decisions refuse every change', async () => {
    const { contact } = await recordContact(ledger, outcome({ listId: 'l' }), without);
    const made = decision();
    await recordDecisions(ledger, [made]);
    for (const table of ['contact', 'decision']) {
      const changes = [`update ${table} set scene = 'x'`, `delete from ${table}`];
      if (ledger.dialect === 'postgres') changes.push(`truncate ${table}`);
      else changes.push(`replace into ${table} select * from ${table}`);
      for (const change of changes) await expect(sql.raw(change).execute(ledger.db)).rejects.toThrow(`${table} is append-only`);
    }
    if (ledger.dialect === 'sqlite') {
      const replacing = ledger.db
        .replaceInto('contact')
        .values({ ...contact, id: 'other' })
        .execute();
      await expect(replacing).rejects.toThrow('contact is append-only');
    }
    expect(await all(contactsOfList(ledger, 'l'))).toEqual([contact]);
    expect(await contactsOfNumbers(ledger, { ids: ['1'] }, '2026-10-31')).toEqual([contact]);
    expect(await decisionById(ledger, made.id)).toEqual(made);
  });

  test('of decisions recorded together all are stored, or none', async () => {
    const rows = Array.from({ length: 2500 }, () => decision());
    await recordDecisions(ledger, rows);
    expect(await decisionById(ledger, rows[2400]!.id)).toEqual(rows[2400]);
    expect(await decisionById(ledger, 'none')).toBeUndefined();
    const doubled = [...Array.from({ length: 1500 }, () => decision()), rows[0]!];
    await expect(recordDecisions(ledger, doubled)).rejects.toThrow();
    expect(listed(await ledger.db.selectFrom('decision').selectAll().execute())).toEqual(listed(rows));
    await recordDecisions(ledger, []);
  });
}
