import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.js';
import { insertTargetList } from '../../src/ledger/lists/target-lists.js';
import { fill } from '../ledger/backup.contract.js';
import { targetList } from '../ledger/channel-samples.js';
import { newFolder, unlockAudit } from '../ledger/support.js';
import { martlet } from '../support/command.js';

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

test('U6 the drill: backed up, restored elsewhere, verified', async () => {
  const { status, stdout } = await run(['backup', file, '--json'], 'home');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ file, rows: { audit_line: 3 }, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await run(['backup', file], 'home')).toMatchObject({ status: 1, stderr: expect.stringContaining('exists already') });
  expect(await run(['restore', file], 'other')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/audit_line 3.*\n.*\n.*holds, 3 line/),
  });
  const verified = await run(['audit', 'verify', '--json'], 'other');
  expect(verified.stdout).toBe((await run(['audit', 'verify', '--json'], 'home')).stdout);
  expect(await run(['restore', file], 'other')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/Expected an empty ledger.*--force/),
  });
  expect(await run(['restore', file, '--force', '--json'], 'other')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('"fault":null'),
  });
});

test('U6 the snapshots of frozen lists come along, and one that is damaged is told', async () => {
  const ledger = await openLedger({ home: join(folder, 'listed'), databaseUrl: null });
  const contents = new Map([500_000, 1, 0].map((size) => [randomUUID() as string, randomBytes(size)]));
  mkdirSync(join(folder, 'listed/lists'));
  for (const [id, content] of contents) {
    writeFileSync(join(folder, `listed/lists/${id}.parquet`), content);
    const content_hash = createHash('sha256').update(content).digest('hex');
    await insertTargetList(ledger, { ...targetList(), id, status: 'FROZEN', content_hash });
  }
  await ledger.close();
  const lists = join(folder, 'lists.ndjson.gz');
  expect(await run(['backup', lists], 'listed')).toMatchObject({ status: 0, stdout: expect.stringContaining('lists: 3') });
  expect(await run(['restore', lists], 'moved')).toMatchObject({ status: 0, stdout: expect.stringContaining('lists: 3') });
  for (const [id, content] of contents) expect(readFileSync(join(folder, `moved/lists/${id}.parquet`))).toEqual(content);

  const [first] = contents.keys();
  writeFileSync(join(folder, `listed/lists/${first}.parquet`), 'another');
  const again = await run(['backup', join(folder, 'again.ndjson.gz')], 'listed');
  expect(again).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('lists: 2'),
    stderr: expect.stringContaining(first!),
  });
});

test('what is no backup, or none is named', async () => {
  writeFileSync(join(folder, 'text'), 'hello');
  expect(await run(['restore', join(folder, 'text')], 'third')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no backup'),
  });
  expect(await run(['restore'], 'third')).toMatchObject({ status: 2 });
  expect(await run(['backup', join(folder, 'x')], 'nowhere')).toMatchObject({
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
  expect(await run(['backup', broken], 'home')).toMatchObject({ status: 0 });
  const restored = await run(['restore', broken], 'fourth');
  expect(restored).toMatchObject({ status: 1, stderr: expect.stringContaining('line 2 is missing') });
});
