import { rmSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendAudit } from '../../src/ledger/audit/audit.js';
import { openLedger } from '../../src/ledger/ledger.js';
import type { AuditLine } from '../../src/ledger/tables.js';
import { entry, newFolder, unlockAudit } from '../ledger/support.js';
import { martlet } from '../support/command.js';

const home = newFolder();
const environment = { MARTLET_HOME: home };
const lines: AuditLine[] = [];

beforeAll(async () => {
  const ledger = await openLedger({ home, databaseUrl: null });
  for (const subject of ['li.wei', 'wang', 'li.wei']) {
    lines.push(await appendAudit(ledger, { ...entry(), subject, purpose: 'collection\u001b[2J', rows: 3 }));
  }
  await ledger.close();
});
afterAll(() => rmSync(home, { recursive: true }));

test('lists lines for people and for machines', async () => {
  const table = await martlet(['audit'], environment);
  expect(table).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/wang .*read clear numbers.*ALLOWED/) });
  expect(table.stdout).not.toContain('\u001b');
  const json = await martlet(
    ['audit', 'list', '--json', '--subject', 'li.wei', '--since', '2020-01-01T08:00+08:00'],
    environment,
  );
  expect(JSON.parse(json.stdout)).toEqual([lines[0], lines[2]]);
  expect(JSON.parse((await martlet(['audit', '--json', '--since', '2999-01-01'], environment)).stdout)).toEqual([]);
});

test('search finds lines by what they say, and takes no letter of it for a pattern', async () => {
  const found = async (...args: readonly string[]) =>
    JSON.parse((await martlet(['audit', 'search', '--json', ...args], environment)).stdout);
  expect(await found('--action', 'CLEAR num', '--subject', 'wang')).toEqual([lines[1]]);
  expect(await found('--decision', 'ALLOWED', '--until', lines[2]!.at)).toEqual(lines.filter(({ at }) => at < lines[2]!.at));
  for (const none of [
    ['--decision', 'DENIED'],
    ['--action', 'cl%ar'],
    ['--action', 'cle_r'],
    ['--until', '2020-01-01'],
  ])
    expect(await found(...none)).toEqual([]);
});

test.each([
  [['audit', 'lsit'], 'Allowed choices are list, search, verify'],
  [['audit', 'search', '--decision', 'MAYBE'], 'Allowed choices are ALLOWED, DENIED'],
  [['audit', '--since', 'yesterday'], 'Expected a day or a time'],
  [['audit', '--since', '2026-13-01'], 'Expected a day or a time'],
  [['audit', '--limit', '0'], 'Expected a whole number above 0'],
  [['audit', 'verify', '--head', 'abc'], 'Expected 64 hexadecimal digits'],
])('%s is wrong use', async (args, message) => {
  expect(await martlet(args, environment)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
});

test('without a ledger there is nothing to see, and the message says what makes one', async () => {
  const { status, stderr } = await martlet(['audit'], { MARTLET_HOME: `${home}/none` });
  expect({ status, stderr }).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/ledger\.db does not exist yet: "martlet serve"/),
  });
});

test('a setting that is no address of a database is named', async () => {
  const { status, stderr } = await martlet(['audit'], { DATABASE_URL: 'mysql://user:secret@host/db' });
  expect({ status, stderr }).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('DATABASE_URL: expected e.g. postgres://'),
  });
  expect(stderr).not.toContain('secret');
});

test('verify tells the head, and then the line that was edited', async () => {
  const head = lines[2]!.hash;
  expect(await martlet(['audit', 'verify'], environment)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining(`Head: ${head}`),
  });
  const whole = await martlet(['audit', 'verify', '--head', lines[1]!.hash, '--json'], environment);
  expect(JSON.parse(whole.stdout)).toEqual({ lines: 3, removed: 0, head, fault: null });
  const ledger = await openLedger({ home, databaseUrl: null });
  await unlockAudit(ledger);
  await sql`update audit_line set rows = 4 where seq = 2`.execute(ledger.db);
  await ledger.close();
  expect(await martlet(['audit', 'verify'], environment)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('line 2 was edited'),
  });
  const json = await martlet(['audit', 'verify', '--json'], environment);
  expect(json.status).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({ lines: 1, head: lines[0]!.hash });
});
