import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appendAudit, verifyAudit } from '../../src/ledger/audit/audit.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { ledgerContract } from './ledger.contract.js';
import { entry, newFolder, type Place } from './support.js';

const newPlace = async (): Promise<Place> => {
  const home = newFolder();
  return { home, databaseUrl: null, remove: async () => rmSync(home, { recursive: true }) };
};

ledgerContract(newPlace);

describe('the file', () => {
  let place: Place;
  let ledger: Ledger;
  beforeEach(async () => {
    place = await newPlace();
    ledger = await openLedger(place);
  });
  afterEach(async () => {
    await ledger.close();
    await place.remove();
  });
  const pragma = async (name: string) => Object.values((await sql.raw<object>(`pragma ${name}`).execute(ledger.db)).rows[0]!)[0];

  test('U4 every commit is synced, after every open', async () => {
    for (let opened = 0; opened < 2; opened++) {
      const FULL = 2;
      expect(await pragma('synchronous')).toBe(FULL);
      expect(await pragma('journal_mode')).toBe('wal');
      expect(await pragma('foreign_keys')).toBe(1);
      await ledger.close();
      ledger = await openLedger(place);
    }
  });

  test('only its owner may read it, and what lies beside it', () => {
    for (const name of ['', '-wal', '-shm']) {
      expect(statSync(join(place.home, `ledger/ledger.db${name}`)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(place.home, 'ledger')).mode & 0o777).toBe(0o700);
  });

  test('the caller sees the error after which SQLite rolled back by itself, as it does on a full disk', async () => {
    const failing = ledger.transaction(async (transaction) => {
      await sql`rollback`.execute(transaction);
      throw new Error('disk full');
    });
    await expect(failing).rejects.toThrow('disk full');
    await appendAudit(ledger, entry());
  });

  test('U5 on a full disk nothing is acknowledged, and it recovers', async () => {
    await sql.raw(`pragma max_page_count = ${await pragma('page_count')}`).execute(ledger.db);
    let acknowledged = 0;
    const appendAll = async () => {
      while (acknowledged < 1000) {
        await appendAudit(ledger, { ...entry(), purpose: 'x'.repeat(500) });
        acknowledged++;
      }
    };
    await expect(appendAll()).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('its disk is full'),
    });
    expect(await verifyAudit(ledger)).toMatchObject({ lines: acknowledged, fault: null });
    await sql.raw('pragma max_page_count = 1000000').execute(ledger.db);
    await appendAudit(ledger, entry());
    expect(await verifyAudit(ledger)).toMatchObject({ lines: acknowledged + 1, fault: null });
  });
});

test('a home that is only looked at gets no file', async () => {
  const place = await newPlace();
  await expect(openLedger({ ...place, asItIs: true })).rejects.toThrow('does not exist yet');
  expect(existsSync(join(place.home, 'ledger'))).toBe(false);
  await place.remove();
});

test('a file that is no ledger: the message says which, and what to do', async () => {
  const place = await newPlace();
  mkdirSync(join(place.home, 'ledger'));
  writeFileSync(join(place.home, 'ledger/ledger.db'), 'garbage'.repeat(1000));
  await expect(openLedger(place)).rejects.toMatchObject({
    code: 'INTERNAL',
    message: expect.stringMatching(/^The ledger .*ledger\.db is damaged: file is not a database\. .*martlet restore/),
  });
  await place.remove();
});

test('no database answers: the message names it and keeps the password', async () => {
  const opening = openLedger({ home: '', databaseUrl: 'postgres://user:secret@127.0.0.1:1/martlet' });
  const error: Error = await opening.then(
    () => expect.unreachable(),
    (thrown) => thrown,
  );
  expect(error).toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringMatching(/^DATABASE_URL: 127\.0\.0\.1:1\/martlet /),
  });
  expect(error.message).not.toMatch(/secret|user/);
});
