import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.js';
import { fill } from '../ledger/backup.contract.js';
import { martlet, newFolder, unlockAudit } from '../ledger/support.js';

const folder = newFolder();
const home = join(folder, 'home');
const file = join(folder, 'ledger.ndjson.gz');
const run = (args: readonly string[], at: string) => martlet(args, { MARTLET_HOME: join(folder, at) });

beforeAll(async () => {
  const ledger = await openLedger({ home, databaseUrl: null });
  await fill(ledger);
  await ledger.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

test('U6 the drill: backed up, restored elsewhere, verified', () => {
  const { status, stdout } = run(['backup', file, '--json'], 'home');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ file, rows: { audit_line: 3 }, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(run(['backup', file], 'home')).toMatchObject({ status: 1, stderr: expect.stringContaining('exists already') });
  expect(run(['restore', file], 'other')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/audit_line 3.*\n.*holds, 3 line/),
  });
  const verified = run(['audit', 'verify', '--json'], 'other');
  expect(verified.stdout).toBe(run(['audit', 'verify', '--json'], 'home').stdout);
  expect(run(['restore', file], 'other')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/Expected an empty ledger.*--force/),
  });
  expect(run(['restore', file, '--force', '--json'], 'other')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('"fault":null'),
  });
});

test('what is no backup, or none is named', () => {
  writeFileSync(join(folder, 'text'), 'hello');
  expect(run(['restore', join(folder, 'text')], 'third')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no backup'),
  });
  expect(run(['restore'], 'third')).toMatchObject({ status: 2 });
  expect(run(['backup', join(folder, 'x')], 'nowhere')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('does not exist yet'),
  });
});

test('a broken audit is restored, and told', async () => {
  const ledger = await openLedger({ home, databaseUrl: null });
  await unlockAudit(ledger);
  await sql`delete from audit_line where seq = 2`.execute(ledger.db);
  await ledger.close();
  const broken = join(folder, 'broken');
  expect(run(['backup', broken], 'home')).toMatchObject({ status: 0 });
  const restored = run(['restore', broken], 'fourth');
  expect(restored).toMatchObject({ status: 1, stderr: expect.stringContaining('line 2 is missing') });
});
