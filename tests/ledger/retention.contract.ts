import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { appendAudit, verifyAudit } from '../../src/ledger/audit/audit.js';
import { chainHash, genesis } from '../../src/ledger/audit/audit-chain.js';
import type { LedgerRow } from '../../src/ledger/dialect.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { applyRetention } from '../../src/ledger/retention.js';
import type { AuditLine } from '../../src/ledger/tables.js';
import { contentOf, fill } from './backup.contract.js';
import { entry, type NewPlace, unlockAudit, withEach } from './support.js';

const now = new Date('2030-01-01T00:00:00.000Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
const asked = { now, subject: 'steward' };

export function retentionContract(newPlace: NewPlace): void {
  let ledger: Ledger;
  withEach(newPlace, (opened) => {
    ledger = opened.ledger;
  });
  const countOf = async (table: string) =>
    (await sql<LedgerRow>`select * from ${sql.table(table)}`.execute(ledger.db)).rows.length;
  /** Lines of these ages, as if they had been written then. */
  const writeLines = async (...ages: readonly number[]) => {
    let previous = genesis;
    for (const [index, age] of ages.entries()) {
      const rest = { purpose: null, rows: null, generation: null, detail: null };
      const line: Omit<AuditLine, 'hash'> = { seq: index + 1, at: daysAgo(age), ...entry(`${index}`), ...rest, previous };
      previous = chainHash(line);
      await ledger.db
        .insertInto('audit_line')
        .values({ ...line, hash: previous })
        .execute();
    }
  };

  test('lines of the audit that are over go from the first on, and the chain still proves that no other is missing', async () => {
    // The clock was wrong once: the fourth line looks older than the third, which is kept.
    await writeLines(500, 400, 100, 300, 10);
    const [removal] = await applyRetention(ledger, { audit: 200 }, { ...asked, now });
    expect(removal).toMatchObject({ kind: 'audit', before: daysAgo(200), rows: { audit_line: 2 } });
    expect(await verifyAudit(ledger)).toMatchObject({ lines: 4, removed: 2, fault: null });
    await appendAudit(ledger, entry());
    expect(await verifyAudit(ledger)).toMatchObject({ lines: 5, removed: 2, fault: null });
    // Of another time the first proof goes with the lines, and the newer one stands for all.
    await applyRetention(ledger, { audit: 50 }, asked);
    expect(await verifyAudit(ledger)).toMatchObject({ lines: 4, removed: 4, fault: null });
  });

  test('one more line taken by hand is found, and so are all of them', async () => {
    await writeLines(500, 400, 100, 10);
    await applyRetention(ledger, { audit: 200 }, asked);
    await unlockAudit(ledger);
    await sql`delete from audit_line where seq = 3`.execute(ledger.db);
    expect((await verifyAudit(ledger)).fault).toMatch(/^line 1 is missing: the first one found is 4/);
  });

  test('of every kind what is over goes, with its hash in the audit; what is not over, or ends a right, stays', async () => {
    await fill(ledger);
    const samples = await contentOf(ledger);
    const ended = { status: 'CLOSED', closed_at: daysAgo(95) } as const;
    await ledger.db.updateTable('target_list').set(ended).execute();
    const [kept] = await ledger.db.selectFrom('target_list').select('id').execute();
    await ledger.db
      .updateTable('target_list')
      .set({ closed_at: daysAgo(5) })
      .where('id', '=', kept!.id)
      .execute();
    await ledger.db.updateTable('export_job').set({ status: 'EXPIRED' }).execute();
    const kinds = { decisions: 90, contacts: 400, exports: 2, lists: 90 };

    const before = await contentOf(ledger);
    const trial = await applyRetention(ledger, kinds, { ...asked, isTrial: true });
    expect(await contentOf(ledger)).toEqual(before);
    const removals = await applyRetention(ledger, kinds, asked);
    expect(removals).toEqual(trial);
    const rowsOf = Object.assign({}, ...removals.map(({ rows }) => rows));
    expect(rowsOf).toEqual({ impression: 3, decision: 3, contact: 3, export_job: 3, target_list: 2, number_set: 3 });
    for (const table of ['impression', 'decision', 'contact', 'export_job', 'number_set'])
      expect([table, await countOf(table)]).toEqual([table, 0]);
    expect(await ledger.db.selectFrom('target_list').select('id').execute()).toEqual([kept]);
    expect(removals.find(({ kind }) => kind === 'lists')!.lists).not.toContain(kept!.id);
    expect(await countOf('do_not_contact')).toBe(samples.do_not_contact!.length);

    // The hash by hand: of these very rows.
    const hash = createHash('sha256');
    const own = (before.contact as LedgerRow[]).toSorted((one, other) => (one.id! < other.id! ? -1 : 1));
    for (const row of own) hash.update(`${JSON.stringify(['contact', row])}\n`);
    const digest = hash.digest('hex');
    expect(removals.find(({ kind }) => kind === 'contacts')!.sha256).toBe(digest);
    const told = await ledger.db.selectFrom('audit_line').select('detail').where('action', '=', 'retention').execute();
    expect(told.map(({ detail }) => JSON.parse(detail!).kind).sort()).toEqual(['contacts', 'decisions', 'exports', 'lists']);
    expect(told.map(({ detail }) => JSON.parse(detail!).sha256)).toContain(digest);

    // What refuses changes refuses them as before.
    await fill(ledger);
    for (const table of ['contact', 'decision', 'impression', 'audit_line'])
      await expect(sql`delete from ${sql.table(table)}`.execute(ledger.db)).rejects.toThrow();
    expect((await verifyAudit(ledger)).fault).toBeNull();
    expect(await applyRetention(ledger, {}, asked)).toEqual([]);
  });

  test('events that were told go when they are over, and what still waits stays', async () => {
    await fill(ledger);
    const at = daysAgo(40);
    const state = { attempts: 0, since: at, due_at: at, fault: null, ended_at: null };
    const event = { type: 'list.frozen', subject: 's', at, data: '{}' } as const;
    for (const [seq, [id, delivery]] of (
      [
        ['told', 'TOLD'],
        ['waits', 'WAITING'],
      ] as const
    ).entries()) {
      await ledger.db
        .insertInto('outbox_event')
        .values({ ...event, id, seq })
        .execute();
      const own = { webhook_id: 'w', event_id: id, subject: 's', seq, state: delivery };
      await ledger.db
        .insertInto('webhook_delivery')
        .values({ ...own, ...state })
        .execute();
    }
    await ledger.db
      .updateTable('outbox_event')
      .set({ at: daysAgo(10) })
      .where('subject', '<>', 's')
      .execute();
    const [removal] = await applyRetention(ledger, { events: 30 }, asked);
    expect(removal!.rows).toEqual({ webhook_delivery: 1, outbox_event: 1, incoming_event: 3 });
    const kept = await ledger.db.selectFrom('outbox_event').select('id').where('subject', '=', 's').execute();
    expect(kept).toEqual([{ id: 'waits' }]);
  });

  test('a wrong number stays one, however old', async () => {
    await fill(ledger);
    const [sample] = await ledger.db.selectFrom('contact').selectAll().execute();
    const wrong = { ...sample!, id: 'wrong', idempotency_key: 'wrong', outcome: 'WRONG_NUMBER' } as const;
    await ledger.db.insertInto('contact').values(wrong).execute();
    await applyRetention(ledger, { contacts: 400 }, asked);
    expect(await ledger.db.selectFrom('contact').select('id').execute()).toEqual([{ id: 'wrong' }]);
  });
}
