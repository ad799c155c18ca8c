import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { today } from '../../src/campaigns/channels.js';
import { createTargetList } from '../../src/campaigns/lists/create.js';
import { freezeTargetList } from '../../src/campaigns/lists/freeze.js';
import { closeTargetList } from '../../src/campaigns/lists/status.js';
import { patienceOf } from '../../src/campaigns/recommendations/decide.js';
import { Decider } from '../../src/campaigns/recommendations/decider.js';
import { loadConfig } from '../../src/config.js';
import { createContext } from '../../src/faces/context.js';
import { createSchema } from '../../src/faces/graph/schema.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { snapshotFile } from '../../src/lib/snapshot-files.js';
import { createMartlet } from '../../src/martlet.js';
import { developer } from '../../src/security/viewer.js';
import { settingsOf } from './operator.js';

// npm run bench:lists [-- numbers months size]: freezes a list of so many members out of all numbers, with snapshot, hash and reconciliation.

const [numbers = '100000', months = '15', size = '10000'] = process.argv.slice(2);
const { home, settings } = settingsOf(numbers, months);
const martlet = createMartlet(loadConfig(settings, {}));
const { definitions, config } = martlet;
const id = await martlet.ensureGeneration();
createSchema(definitions);
const serving = await martlet.open(id);
const folder = mkdtempSync(join(tmpdir(), 'martlet-bench-'));
const ledger = await openLedger({ home: folder, databaseUrl: null });
const now = () => new Date();
const { timeZone } = config;
const decider = new Decider(ledger, home, () => today({ now, timeZone }));
const channels = { ledger, home, now, timeZone, decider, patienceMs: patienceOf(800) };
const options = { serving, definitions, viewer: developer, requestId: 'bench', log: console, channels };
for (let round = 0; round < 3; round++) {
  const context = createContext(options);
  const input = { name: 'bench', purpose: 'bench', scene: 'OUTBOUND', everybody: true, maxSize: Number(size) } as const;
  const list = await createTargetList(input as never, context);
  const start = performance.now();
  const frozen = await freezeTargetList(list.id, context);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${frozen.size} members, ${frozen.held_out} held out, of ${frozen.slice_count}: ${seconds} s`);
  await closeTargetList(list.id, context);
  rmSync(snapshotFile(home, list.id));
}
await serving.close();
await ledger.close();
rmSync(folder, { recursive: true });
