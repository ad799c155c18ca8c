// Homes and a ledger of its own, which it damages: four seconds.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.js';
import { insertTargetList } from '../../src/ledger/lists/target-lists.js';
import { targetList } from '../ledger/channel-samples.js';
import { newFolder } from '../ledger/support.js';
import { martlet } from '../support/command.js';
import { anySize, ownHome } from '../support/demo.js';

let home: string;
let generation: string;
beforeAll(async () => {
  ({ home, id: generation } = await ownHome(anySize));
});

const look = async (settings: Readonly<Record<string, string>> = {}) => {
  const { status, stdout } = await martlet(['doctor', '--json'], { MARTLET_HOME: home, MARTLET_MEMORY: '100MB', ...settings });
  const findings: readonly { what: string; state: string; found: string }[] = JSON.parse(stdout);
  return { status, of: Object.fromEntries(findings.map(({ what, state, found }) => [what, `${state}: ${found}`])) };
};

test('of a gateway that is well it finds no fault, and says what there is', async () => {
  const { status, of } = await look();
  expect(status).toBe(0);
  expect(of).toMatchObject({
    machine: expect.stringMatching(/^ok: Node \d+\.\d+\.\d+, \d+ cores/),
    policies: expect.stringMatching(/^warning: none.*MARTLET_POLICIES/),
    generation: expect.stringMatching(`^ok: ${generation}, data to 2026-10-31`),
    ledger: expect.stringMatching(/^ok: none yet/),
    disk: expect.stringMatching(/^ok: .* free/),
  });
  const text = await martlet(['doctor'], { MARTLET_HOME: home });
  expect(text.stdout.split('\n')).toHaveLength(10);
});

test('a home where nothing is yet is no fault, and nothing is made', async () => {
  const empty = newFolder();
  const { status, of } = await look({ MARTLET_HOME: join(empty, 'none') });
  expect(status).toBe(0);
  expect(of.generation).toMatch(/^warning: none yet\. Run "martlet build"/);
});

test('each fault is found, named with what to do, and hides no other', async () => {
  const ledger = await openLedger({ home, databaseUrl: null });
  const list = { ...targetList(), content_hash: '0'.repeat(64) };
  await insertTargetList(ledger, list);
  await ledger.close();
  const state = join(home, 'generations', generation, 'number_state/month=2026-10/data.parquet');
  const bytes = readFileSync(state);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(state, bytes);
  const policies = join(newFolder(), 'policies.yaml');
  writeFileSync(policies, 'roles: [');
  const catalogue = newFolder();
  mkdirSync(join(catalogue, 'measures'));
  writeFileSync(join(catalogue, 'measures/own.yaml'), 'MEASURE: 1');
  const { status, of } = await look({ MARTLET_POLICIES: policies, MARTLET_CATALOGUE: catalogue });
  expect(status).toBe(1);
  expect(of).toMatchObject({
    policies: expect.stringMatching(/^fault: .*policies\.yaml/),
    definitions: expect.stringMatching(/^fault: .*own\.yaml/s),
    generation: expect.stringMatching(/^fault: .*month=2026-10\/data\.parquet differs from its sha256/),
    ledger: expect.stringMatching(new RegExp(`^fault: .*${list.id}.*Restore a backup`)),
    disk: expect.stringMatching(/^ok/),
  });
});
