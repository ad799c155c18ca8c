import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { recordDecisions } from '../../src/ledger/contacts/decisions.js';
import { addImpressions, impressionsOf } from '../../src/ledger/contacts/impressions.js';
import { insertOnce, type KeyedTable, keyedTables, madeBefore } from '../../src/ledger/keyed-tables.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import type { LedgerTables } from '../../src/ledger/tables.js';
import { claimWork, forgetClaim } from '../../src/ledger/work/work.js';
import { decision, membersOf, nextOf, runningList } from './channel-samples.js';
import { claimOf } from './channel-support.js';
import { type NewPlace, samples, withEach } from './support.js';

/** A thing that is asked for again by its key. */
export function keyedTablesContract(newPlace: NewPlace): void {
  let ledger: Ledger;
  withEach(newPlace, (opened) => {
    ledger = opened.ledger;
  });

  const count = async (table: KeyedTable): Promise<number> => {
    const { rows } = await ledger.db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    return rows;
  };
  /** A row of its own, but for who asked, by which key, for what. */
  async function rowOf<Table extends KeyedTable>(table: Table, subject: string, key: string | null, hash = 'h') {
    await samples[table](ledger);
    const row = await ledger.db
      .selectFrom(table as 'decision')
      .selectAll()
      .orderBy('id')
      .limit(1)
      .executeTakeFirstOrThrow();
    const own = table === 'work_batch' ? { list_id: randomUUID() } : {};
    const asked = { [keyedTables[table].asker]: subject, idempotency_key: key, request_hash: hash };
    return { ...row, ...own, id: randomUUID(), ...asked } as unknown as LedgerTables[Table];
  }
  const insert = <Table extends KeyedTable>(table: Table, row: LedgerTables[Table]) =>
    ledger.transaction((transaction) => insertOnce(transaction, table, row));

  describe.each(Object.keys(keyedTables) as KeyedTable[])('%s', (table) => {
    test('of many at once with one key one is stored, and all are given that one; another subject’s key is another', async () => {
      const rows = await Promise.all(Array.from({ length: 20 }, () => rowOf(table, 'li.wei', 'k')));
      const before = await count(table);
      const stored = await Promise.all(rows.map((row) => insert(table, row)));
      expect(new Set(stored.map(({ id }) => id)).size).toBe(1);
      expect(await count(table)).toBe(before + 1);
      const [first] = stored;
      const request = { subject: 'li.wei', key: 'k', hash: 'h' };
      expect(await madeBefore(ledger.db, table, request)).toEqual(first);
      expect(await madeBefore(ledger.db, table, { ...request, subject: 'wang' })).toBeUndefined();
      expect(await madeBefore(ledger.db, table, null)).toBeUndefined();
      await expect(madeBefore(ledger.db, table, { ...request, hash: 'other' })).rejects.toMatchObject({
        code: 'CONFLICT',
        message: `idempotencyKey: "k" was used for another ${keyedTables[table].called} (${first!.id}). Take a new key for a new request.`,
      });
      const others = await rowOf(table, 'wang', 'k');
      expect(await insert(table, others)).toEqual(others);
    });

    test('the ledger itself refuses a second row with the key, whichever program writes it', async () => {
      await insert(table, await rowOf(table, 'li.wei', 'k'));
      const second = await rowOf(table, 'li.wei', 'k');
      await expect(
        ledger.db
          .insertInto(table)
          .values(second as never)
          .execute(),
      ).rejects.toThrow();
      const replacing = ledger.db.replaceInto(table).values(second as never);
      if (ledger.dialect === 'sqlite' && (table === 'decision' || table === 'contact'))
        await expect(replacing.execute()).rejects.toThrow(`${table} is append-only`);
    });
  });

  test('decisions that are recorded together: those with a known key give way, the others are stored', async () => {
    const known = decision({ idempotency_key: 'k', request_hash: 'h' });
    expect(await recordDecisions(ledger, [known])).toEqual(new Map([[known.id, known]]));
    const [again, plain, other] = [decision({ idempotency_key: 'k' }), decision(), decision({ idempotency_key: 'other' })];
    const kept = await recordDecisions(ledger, [again, plain, other, { ...other, id: randomUUID() }]);
    expect([kept.get(again.id), kept.get(plain.id), kept.get(other.id)]).toEqual([known, plain, other]);
    expect(await count('decision')).toBe(3);
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    const groups = Array.from({ length: 10 }, (_, turn) =>
      keys.map((key) => decision({ idempotency_key: key })).sort(() => (turn % 2 ? 1 : -1)),
    );
    await Promise.all(groups.map((rows) => recordDecisions(ledger, rows)));
    expect(await count('decision')).toBe(3 + keys.length);
  });

  test('of many claims at once with one key one begins a batch; where it failed, the key is free', async () => {
    const sizes = { a: 40 };
    const { id: listId } = await runningList(ledger, sizes);
    const request = { subject: 'li.wei', key: 'k', hash: 'h' };
    const claim = () => claimWork(ledger, claimOf({ listId, size: 2, request }), nextOf(membersOf(sizes)));
    const given = await Promise.all(Array.from({ length: 10 }, claim));
    const batches = given.map((each) => ('madeBefore' in each ? each.madeBefore : 'items' in each ? each.batch : null));
    expect(new Set(batches.map((batch) => batch!.id)).size).toBe(1);
    expect(given.filter((each) => 'items' in each)).toHaveLength(1);
    await forgetClaim(ledger, batches[0]!.id);
    expect(await claim()).toMatchObject({ batch: { fence: 2 }, items: [{}, {}] });
  });

  test('impressions are added once, whoever tells them and however many at once', async () => {
    const told = { decision: 'd', at: '2026-10-31T02:00:00.000Z', subject: 'li.wei' };
    await Promise.all(Array.from({ length: 10 }, () => addImpressions(ledger, { ...told, offers: ['A', 'B', 'A'] })));
    await addImpressions(ledger, { ...told, offers: ['B', 'C'], at: '2026-10-31T03:00:00.000Z', subject: 'wang' });
    expect((await impressionsOf(ledger, 'd')).map(({ offer, subject }) => [offer, subject])).toEqual([
      ['A', 'li.wei'],
      ['B', 'li.wei'],
      ['C', 'wang'],
    ]);
    expect(await impressionsOf(ledger, 'none')).toEqual([]);
    await expect(ledger.db.deleteFrom('impression').execute()).rejects.toThrow('impression is append-only');
  });
}
