import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendAudit, verifyAudit } from '../../src/ledger/audit/audit.js';
import { stateTables } from '../../src/ledger/backup/rows.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { appliedMigrations, migrationTable } from '../../src/ledger/migrate.js';
import { migrations } from '../../src/ledger/migrations/index.js';
import { annotationsContract } from './annotations.contract.js';
import { auditContract } from './audit.contract.js';
import { backupContract } from './backup.contract.js';
import { contactHistoryContract } from './contact-history.contract.js';
import { contactsContract } from './contacts.contract.js';
import { incomingEventsContract } from './incoming-events.contract.js';
import { keyedTablesContract } from './keyed-tables.contract.js';
import { numberSetsContract } from './number-sets.contract.js';
import { outboxContract } from './outbox.contract.js';
import { questionShapesContract } from './question-shapes.contract.js';
import { retentionContract } from './retention.contract.js';
import { standingListsContract } from './standing-lists.contract.js';
import { entry, type NewPlace, type Place, samples, writer } from './support.js';
import { targetListsContract } from './target-lists.contract.js';
import { workContract } from './work.contract.js';
import { workProcessesContract } from './work-processes.contract.js';
import { workPropertyContract } from './work-property.contract.js';

/** What holds on either engine. */
export function ledgerContract(newPlace: NewPlace): void {
  describe('a ledger', () => {
    let place: Place;
    let ledger: Ledger;
    beforeAll(async () => {
      place = await newPlace();
      ledger = await openLedger(place);
    });
    afterAll(async () => {
      await ledger.close();
      await place.remove();
    });

    test('has every migration, and the tables that are typed', async () => {
      expect(await appliedMigrations(ledger.db)).toEqual(Object.keys(migrations));
      expect(await stateTables(ledger.db)).toEqual(Object.keys(samples).sort());
    });

    test('stores text and numbers only: all that a backup of one engine can give to the other', async () => {
      const tables = (await ledger.db.introspection.getTables()).filter(({ name }) => name in samples);
      expect(tables.length).toBeGreaterThan(0);
      const stored = ['text', 'bigint', 'int8', 'integer', 'int4', 'double precision', 'float8'];
      for (const { columns } of tables) for (const { dataType } of columns) expect(stored).toContain(dataType.toLowerCase());
    });

    test('a transaction that throws leaves nothing', async () => {
      const all = async () => (await verifyAudit(ledger)).lines;
      const before = await all();
      const failing = ledger.transaction(async (transaction) => {
        const line = { ...entry(), seq: before + 1, at: '', previous: '', hash: '' };
        await transaction.insertInto('audit_line').values(line).execute();
        throw new Error('on purpose');
      });
      await expect(failing).rejects.toThrow('on purpose');
      expect(await all()).toBe(before);
    });

    test('opened again, it is as it was', async () => {
      await appendAudit(ledger, entry());
      const before = await verifyAudit(ledger);
      await ledger.close();
      ledger = await openLedger(place);
      expect(await verifyAudit(ledger)).toEqual(before);
    });

    test('of a newer version it is refused, whoever opens it', async () => {
      await sql`insert into ${sql.table(migrationTable)} values ('9999-later', '2030-01-01T00:00:00.000Z')`.execute(ledger.db);
      await ledger.close();
      const refused = { code: 'CONFLICT', message: expect.stringMatching(/newer martlet: it has 9999-later/) };
      await expect(openLedger(place)).rejects.toMatchObject(refused);
      await expect(openLedger({ ...place, asItIs: true })).rejects.toMatchObject(refused);
      const other = await newPlace();
      ledger = await openLedger(other);
      await place.remove();
      place = other;
    });
  });

  test('as it is: a ledger that is not there is not made', async () => {
    const place = await newPlace();
    const opening = () => openLedger({ ...place, asItIs: true });
    await expect(opening()).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/does not exist yet/),
    });
    await expect(opening()).rejects.toMatchObject({ message: expect.stringMatching(/does not exist yet/) });
    await place.remove();
  });

  test('processes that open a new ledger at once do not collide, in its tables or in the chain', async () => {
    const place = await newPlace();
    const writers = await Promise.all([1, 2, 3, 4].map(() => writer(place, 25)));
    expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    const ledger = await openLedger(place);
    expect(await verifyAudit(ledger)).toMatchObject({ lines: 100, fault: null });
    await ledger.close();
    await place.remove();
  });

  test('U2 30 times killed in the middle of writing: every acknowledged line is there, none twice, and the chain holds', async () => {
    const place = await newPlace();
    await openLedger(place).then((ledger) => ledger.close());
    const acknowledged: string[] = [];
    for (let round = 0; round < 10; round++) {
      const writers = await Promise.all([1, 4, 9].map(async (least) => ({ least, ...(await writer(place, 1e6)) })));
      for (const { reached, least, kill } of writers) reached(least).then(kill);
      expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL']);
      acknowledged.push(...writers.flatMap((each) => each.acknowledged()));
    }
    const ledger = await openLedger(place);
    const lines = await ledger.db.selectFrom('audit_line').select('operation').execute();
    const operations = new Set(lines.map(({ operation }) => operation));
    expect(acknowledged.filter((operation) => !operations.has(operation))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(10 * (1 + 4 + 9));
    expect(operations.size).toBe(lines.length);
    expect(await verifyAudit(ledger)).toMatchObject({ lines: lines.length, fault: null });
    await ledger.close();
    await place.remove();
  });

  describe('audit', () => auditContract(newPlace));
  describe('contacts', () => contactsContract(newPlace));
  describe('the history of contacts', () => contactHistoryContract(newPlace));
  describe('target lists', () => targetListsContract(newPlace));
  describe('standing lists', () => standingListsContract(newPlace));
  describe('keys of the asker’s own', () => keyedTablesContract(newPlace));
  describe('work', () => workContract(newPlace));
  describe('random work', () => workPropertyContract(newPlace));
  describe('processes at work', () => workProcessesContract(newPlace));
  describe('backup and restore', () => backupContract(newPlace));
  describe('shapes of questions', () => questionShapesContract(newPlace));
  describe('what others are told of', () => outboxContract(newPlace));
  describe('what other systems tell', () => incomingEventsContract(newPlace));
  describe('annotations', () => annotationsContract(newPlace));
  describe('sets of numbers', () => numberSetsContract(newPlace));
  describe('retention', () => retentionContract(newPlace));
}
