import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { appendAudit, listAudit, verifyAudit } from '../../src/ledger/audit/audit.js';
import { chainHash } from '../../src/ledger/audit/audit-chain.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { entry, type NewPlace, unlockAudit, withEach } from './support.js';

export function auditContract(newPlace: NewPlace): void {
  let ledger: Ledger;
  withEach(newPlace, (opened) => {
    ledger = opened.ledger;
  });

  const append = async (count: number) => {
    for (let line = 1; line <= count; line++) await appendAudit(ledger, entry(`${line}`));
  };
  const tamper = async (statement: string) => {
    await unlockAudit(ledger);
    await sql.raw(statement).execute(ledger.db);
  };

  test('a line is given and kept as it was said', async () => {
    const said = { ...entry('op'), purpose: '催缴', rows: 12, generation: '20261101T031500Z-0a1b2c3d', detail: { by: ['city'] } };
    const line = await appendAudit(ledger, said);
    expect(line).toMatchObject({ ...said, seq: 1, detail: '{"by":["city"]}', previous: '0'.repeat(64) });
    expect(line.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(await listAudit(ledger, { limit: 10 })).toEqual([line]);
  });

  test('100 at once make one unbroken chain', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, index) => appendAudit(ledger, entry(`${index}`))));
    expect(await verifyAudit(ledger)).toMatchObject({ lines: 100, fault: null });
  });

  test('L2 whatever is said, the chain holds', async () => {
    const text = fc.string({ unit: 'binary' });
    const said = fc.record({ subject: text, action: text, purpose: fc.option(text), detail: fc.dictionary(text, text) });
    await fc.assert(
      fc.asyncProperty(said, fc.constantFrom('\0', '\ud800', ''), async (each, odd) => {
        await appendAudit(ledger, { ...entry(), ...each, action: each.action + odd });
        expect((await verifyAudit(ledger)).fault).toBeNull();
      }),
    );
  });

  test('more lines than one page holds', async () => {
    const lines = [];
    let previous = '0'.repeat(64);
    for (let seq = 1; seq <= 2500; seq++) {
      const line = { ...entry('x'), seq, at: 't', purpose: null, rows: null, generation: null, detail: null, previous };
      previous = chainHash(line);
      lines.push({ ...line, hash: previous });
    }
    for (const from of [0, 1000, 2000])
      await ledger.db
        .insertInto('audit_line')
        .values(lines.slice(from, from + 1000))
        .execute();
    expect(await verifyAudit(ledger)).toEqual({ lines: 2500, removed: 0, head: previous, fault: null });
    await tamper("update audit_line set subject = 'wang' where seq = 1000");
    expect(await verifyAudit(ledger)).toMatchObject({ lines: 999, fault: expect.stringMatching(/^line 1000 was edited/) });
  });

  test('who lists sees whom and since when was asked for, the newest of them, in order', async () => {
    for (const subject of ['a', 'b', 'a', 'a']) await appendAudit(ledger, { ...entry(), subject });
    const seqs = async (filter: object) => (await listAudit(ledger, { limit: 9, ...filter })).map(({ seq }) => seq);
    expect(await seqs({ subject: 'a' })).toEqual([1, 3, 4]);
    expect(await seqs({ subject: 'a', limit: 2 })).toEqual([3, 4]);
    const [, , third] = await listAudit(ledger, { limit: 9 });
    expect(await seqs({ since: third!.at })).toContain(3);
    expect(await seqs({ since: '2999-01-01T00:00:00.000Z' })).toEqual([]);
  });

  test('the tables refuse every change', async () => {
    await append(2);
    const changes = ["update audit_line set subject = 'x'", 'delete from audit_line', 'delete from audit_line where seq = 2'];
    if (ledger.dialect === 'postgres') changes.push('truncate audit_line');
    else changes.push('replace into audit_line select * from audit_line');
    for (const change of changes) await expect(sql.raw(change).execute(ledger.db)).rejects.toThrow('audit_line is append-only');
    expect(await verifyAudit(ledger)).toMatchObject({ lines: 2, fault: null });
  });

  test.each([
    ['an edited line', 'update audit_line set rows = 0 where seq = 3', 2, /^line 3 was edited/],
    ['an edited line with its hash', `update audit_line set hash = '${'a'.repeat(64)}' where seq = 3`, 2, /^line 3 was edited/],
    ['a removed line', 'delete from audit_line where seq = 3', 2, /^line 3 is missing: the next one found is 4/],
    ['a removed first line', 'delete from audit_line where seq = 1', 0, /^line 1 is missing/],
    [
      'a removed line, closed up',
      'delete from audit_line where seq = 5; update audit_line set seq = 5 where seq = 6',
      4,
      /^line 5 does not/,
    ],
    [
      'a moved line',
      'update audit_line set seq = 9 where seq = 2; update audit_line set seq = 2 where seq = 3',
      1,
      /^line 2 does not/,
    ],
  ])('%s is found', async (_, change, lines, fault) => {
    await append(6);
    await unlockAudit(ledger);
    for (const statement of change.split('; ')) await sql.raw(statement).execute(ledger.db);
    expect(await verifyAudit(ledger)).toMatchObject({ lines, fault: expect.stringMatching(fault) });
  });

  test('a line forged with a right hash breaks the chain after it', async () => {
    await append(3);
    const [, second] = await listAudit(ledger, { limit: 3 });
    await tamper(`update audit_line set subject = 'x', hash = '${chainHash({ ...second!, subject: 'x' })}' where seq = 2`);
    expect(await verifyAudit(ledger)).toMatchObject({ lines: 2, fault: expect.stringMatching(/^line 3 does not follow line 2/) });
  });

  test('a removed end is told only by a head that was kept elsewhere', async () => {
    await append(3);
    const { head } = await verifyAudit(ledger);
    await append(1);
    expect(await verifyAudit(ledger, head)).toMatchObject({ lines: 4, fault: null });
    await tamper('delete from audit_line where seq > 2');
    expect(await verifyAudit(ledger)).toMatchObject({ lines: 2, fault: null });
    expect(await verifyAudit(ledger, head)).toMatchObject({ lines: 2, fault: expect.stringMatching(/removed from the end/) });
  });
}
