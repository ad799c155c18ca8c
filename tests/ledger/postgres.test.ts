import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { backupLedger } from '../../src/ledger/backup/backup.js';
import { restoreLedger } from '../../src/ledger/backup/restore.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { contentOf, fill, noSnapshot } from './backup.contract.js';
import { ledgerContract } from './ledger.contract.js';
import { newFolder, type Place } from './support.js';

const url = process.env.TEST_DATABASE_URL;

async function administer(statement: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** A database of its own. */
const newPlace = async (): Promise<Place> => {
  const name = `martlet_test_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name}`);
  const own = new URL(url!);
  own.pathname = `/${name}`;
  return { home: '', databaseUrl: own.href, remove: () => administer(`drop database ${name} with (force)`) };
};

if (url === undefined) {
  test.skip('PostgreSQL: set TEST_DATABASE_URL to a server where databases may be made, as .ci/run does', () => {});
} else {
  ledgerContract(newPlace);

  describe('from one engine to the other', () => {
    test.each([
      ['SQLite', 'PostgreSQL'],
      ['PostgreSQL', 'SQLite'],
    ])('a backup of %s is restored into %s', async (first) => {
      const [place, home] = [await newPlace(), newFolder()];
      const ledgers = [await openLedger({ home, databaseUrl: null }), await openLedger(place)];
      const [from, to] = first === 'SQLite' ? [ledgers[0]!, ledgers[1]!] : [ledgers[1]!, ledgers[0]!];
      await fill(from);
      const { file } = await backupLedger(from, join(home, 'x'), noSnapshot);
      expect(await restoreLedger(to, file, false, noSnapshot)).toMatchObject({ audit: { lines: 3, fault: null } });
      expect(await contentOf(to)).toEqual(await contentOf(from));
      for (const ledger of ledgers) await ledger.close();
      await place.remove();
      rmSync(home, { recursive: true });
    });
  });

  test("others' tables in the database are neither saved nor touched", async () => {
    const [place, folder] = [await newPlace(), newFolder()];
    const ledger = await openLedger(place);
    await sql`create table public.audit_line (own integer)`.execute(ledger.db);
    await sql`insert into public.audit_line values (42)`.execute(ledger.db);
    await fill(ledger);
    const { file, rows } = await backupLedger(ledger, join(folder, 'x'), noSnapshot);
    expect(rows.audit_line).toBe(3);
    await restoreLedger(ledger, file, true, noSnapshot);
    expect((await sql`select own from public.audit_line`.execute(ledger.db)).rows).toEqual([{ own: 42 }]);
    await ledger.close();
    await place.remove();
    rmSync(folder, { recursive: true });
  });
}
