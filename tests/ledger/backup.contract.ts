import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendAudit, verifyAudit } from '../../src/ledger/audit/audit.js';
import { backupLedger } from '../../src/ledger/backup/backup.js';
import { writeBackupFile } from '../../src/ledger/backup/backup-file.js';
import { restoreLedger } from '../../src/ledger/backup/restore.js';
import { snapshotRows } from '../../src/ledger/backup/snapshots.js';
import type { LedgerRow } from '../../src/ledger/dialect.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { appliedMigrations } from '../../src/ledger/migrate.js';
import { migrations } from '../../src/ledger/migrations/index.js';
import { entry, type NewPlace, newFolder, type Place, samples, unlockAudit, writer } from './support.js';

/** The samples of lists are not frozen ones. */
export const noSnapshot = (list: string): string => `/nowhere/${list}`;

/** A second route to what a ledger holds, by table. */
export async function contentOf({ db }: Ledger): Promise<Readonly<Record<string, readonly LedgerRow[]>>> {
  const content: Record<string, readonly LedgerRow[]> = {};
  for (const table of Object.keys(samples)) {
    const { rows } = await sql<LedgerRow>`select * from ${sql.table(table)}`.execute(db);
    content[table] = rows.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
  return content;
}

/** Adds rows to every table. */
export async function fill(ledger: Ledger): Promise<void> {
  for (const add of Object.values(samples)) for (let row = 0; row < 3; row++) await add(ledger);
}

export function backupContract(newPlace: NewPlace): void {
  let folder: string;
  let places: Place[];
  let ledgers: Ledger[];
  const fresh = async (): Promise<Ledger> => {
    places.push(await newPlace());
    ledgers.push(await openLedger(places.at(-1)!));
    return ledgers.at(-1)!;
  };
  beforeEach(() => {
    folder = newFolder();
    places = [];
    ledgers = [];
  });
  afterEach(async () => {
    for (const ledger of ledgers) await ledger.close();
    for (const place of places) await place.remove();
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, content: Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  test('U6 what was in every table is there again, and the audit goes on', async () => {
    const [from, to] = [await fresh(), await fresh()];
    await fill(from);
    const content = await contentOf(from);
    const made = await backupLedger(from, join(folder, 'x'), noSnapshot);
    expect(made.rows).toEqual({ ...Object.fromEntries(Object.keys(samples).map((table) => [table, 3])), [snapshotRows]: 0 });
    expect(await restoreLedger(to, made.file, false, noSnapshot)).toMatchObject({
      rows: made.rows,
      audit: { lines: 3, fault: null },
    });
    expect(await contentOf(to)).toEqual(content);
    await expect(sql`delete from audit_line`.execute(to.db)).rejects.toThrow('append-only');
    await appendAudit(to, entry());
    expect(await verifyAudit(to)).toMatchObject({ lines: 4, fault: null });
    expect(await appliedMigrations(to.db)).toEqual(Object.keys(migrations));
  });

  test('a backup is one moment of a ledger that others write to', async () => {
    const from = await fresh();
    const busy = await writer(places[0]!, 1e6);
    await busy.reached(20);
    const { file, rows } = await backupLedger(from, join(folder, 'x'), noSnapshot);
    await busy.reached(busy.acknowledged().length + 20);
    busy.kill();
    expect(await busy.ended).toBe('SIGKILL');
    expect(rows.audit_line).toBeGreaterThanOrEqual(20);
    expect(await restoreLedger(await fresh(), file, false, noSnapshot)).toMatchObject({
      audit: { lines: rows.audit_line, fault: null },
    });
  });

  test('a file that exists is not written over, and only its owner reads a backup', async () => {
    const from = await fresh();
    const { file } = await backupLedger(from, join(folder, 'x'), noSnapshot);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(backupLedger(from, file, noSnapshot)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/exists/),
    });
  });

  test('a backup that fails leaves no file', async () => {
    const from = await fresh();
    await fill(from);
    const failing = writeBackupFile(join(folder, 'x'), head, failingRows());
    await expect(failing).rejects.toThrow('on purpose');
    expect([existsSync(join(folder, 'x')), existsSync(join(folder, 'x.partial'))]).toEqual([false, false]);
  });

  test('a ledger that is not empty is replaced only when forced', async () => {
    const [from, to] = [await fresh(), await fresh()];
    await fill(from);
    await fill(to);
    await fill(to);
    const { file } = await backupLedger(from, join(folder, 'x'), noSnapshot);
    const before = await contentOf(to);
    await expect(restoreLedger(to, file, false, noSnapshot)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/6 in audit_line/),
    });
    expect(await contentOf(to)).toEqual(before);
    await restoreLedger(to, file, true, noSnapshot);
    expect(await contentOf(to)).toEqual(await contentOf(from));
  });

  test('a damaged file changes nothing, and the message says what is wrong', async () => {
    const [from, to] = [await fresh(), await fresh()];
    await fill(from);
    const { file } = await backupLedger(from, join(folder, 'x'), noSnapshot);
    const zipped = readFileSync(file);
    const lines = gunzipSync(zipped).toString().trimEnd().split('\n');
    const zip = (some: readonly string[]) => gzipSync(some.map((line) => `${line}\n`).join(''));
    const damaged: readonly (readonly [string, RegExp])[] = [
      [write('cut', zipped.subarray(0, zipped.length - 20)), /damaged/],
      [write('plain', Buffer.from('hello')), /no backup of a ledger/],
      [write('empty', gzipSync('')), /end is missing/],
      [write('headless', zip(lines.slice(1))), /no backup of a ledger/],
      [write('endless', zip(lines.slice(0, -1))), /end is missing/],
      [
        write('edited', zip(lines.map((line, index) => (index === 1 ? line.replace('li.wei', 'wang') : line)))),
        /expected SHA-256/,
      ],
      [write('short', zip(lines.filter((_, index) => index !== 1))), /expected SHA-256/],
      [write('long', zip([...lines, lines[1]!])), /goes on after its end/],
      [join(folder, 'none'), /ENOENT/],
    ];
    for (const [path, message] of damaged) {
      await expect(restoreLedger(to, path, true, noSnapshot), path).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringMatching(message),
      });
    }
    expect(await verifyAudit(to)).toMatchObject({ lines: 0, fault: null });
  });

  test('rows that are not as many as promised, or of no table, change nothing', async () => {
    const to = await fresh();
    await fill(to);
    const before = await contentOf(to);
    const wrong = join(folder, 'wrong');
    await writeBackupFile(wrong, { ...head, rows: { audit_line: 2 } }, none());
    await expect(restoreLedger(to, wrong, true, noSnapshot)).rejects.toThrow('expected 2 rows of audit_line, found 0');
    const strange = join(folder, 'strange');
    await writeBackupFile(strange, { ...head, rows: { strange: 1 } }, one('strange'));
    await expect(restoreLedger(to, strange, true, noSnapshot)).rejects.toThrow(/strange/);
    expect(await contentOf(to)).toEqual(before);
  });

  test('of an older version it is brought up to this one; of a newer it is refused', async () => {
    const to = await fresh();
    const file = join(folder, 'old');
    await writeBackupFile(file, { ...head, migrations: ['0001-audit'] }, none());
    await restoreLedger(to, file, false, noSnapshot);
    expect(await appliedMigrations(to.db)).toEqual(Object.keys(migrations));
    expect(Object.keys(await contentOf(to))).toEqual(Object.keys(samples));
    const newer = join(folder, 'newer');
    await writeBackupFile(newer, { ...head, migrations: [...Object.keys(migrations), '9999-later'] }, none());
    await expect(restoreLedger(to, newer, true, noSnapshot)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('what was wrong with the audit stays visible', async () => {
    const [from, to] = [await fresh(), await fresh()];
    await fill(from);
    await unlockAudit(from);
    await sql`update audit_line set subject = 'x' where seq = 2`.execute(from.db);
    const { file } = await backupLedger(from, join(folder, 'x'), noSnapshot);
    const { audit } = await restoreLedger(to, file, false, noSnapshot);
    expect(audit).toMatchObject({ lines: 1, fault: expect.stringMatching(/^line 2 was edited/) });
  });
}

const head = {
  format: 'martlet ledger 1',
  at: '2026-10-01T00:00:00.000Z',
  migrations: Object.keys(migrations),
  rows: {},
} as const;

async function* none(): AsyncGenerator<never> {}
async function* one(table: string): AsyncGenerator<[string, LedgerRow]> {
  yield [table, { id: 1 }];
}
async function* failingRows(): AsyncGenerator<never> {
  yield* none();
  throw new Error('on purpose');
}
