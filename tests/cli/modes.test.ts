// Looks at the files of a real process, which makes an operator and a generation first: thirty seconds.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askGraph, type Data } from '../../src/demo/day/ask.js';
import { startGateway } from '../../src/demo/day/process.js';
import { builtCommand } from '../support/compiled.js';

const home = mkdtempSync(join(tmpdir(), 'martlet-modes-'));
afterAll(() => rmSync(home, { recursive: true }));

/** What others than its owner may do anything with, below the home. */
const open = (): readonly string[] =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => (statSync(path).mode & 0o077) !== 0)
    .map((path) => relative(home, path));

async function makeListAndExport(ask: (query: string) => Promise<Data>): Promise<void> {
  const list = '{ name: "modes", everybody: true, scene: OUTBOUND, purpose: "test" }';
  const { createTargetList } = await ask(`mutation { createTargetList(input: ${list}) { id } }`);
  await ask(`mutation { freezeTargetList(id: "${createTargetList.id}") { size } }`);
  const numbers = '{ what: NUMBERS, format: CSV, everybody: true, columns: ["msisdn"] }';
  const { startExport } = await ask(`mutation { startExport(input: ${numbers}) { id } }`);
  const status = async () => (await ask(`{ exportJob(id: "${startExport.id}") { status } }`)).exportJob.status;
  await expect.poll(status).toBe('DONE');
}

test('whatever is made below the home is its owner’s alone, and what was made before becomes so', async () => {
  // As versions before this one left it, under the usual umask.
  for (const name of ['generations', 'lists']) {
    mkdirSync(join(home, name));
    writeFileSync(join(home, name, 'old'), '13800001234');
    chmodSync(join(home, name), 0o755);
    chmodSync(join(home, name, 'old'), 0o644);
  }
  const settings = { MARTLET_HOME: home, MARTLET_DEMO_NUMBERS: '1000', MARTLET_DEMO_MONTHS: '2' };
  const gateway = await startGateway([await builtCommand()], settings);
  try {
    await makeListAndExport((query) => askGraph(gateway.url, { secret: '' } as never, query));
  } finally {
    await gateway.stop();
  }
  const made = readdirSync(home);
  expect(made).toEqual(expect.arrayContaining(['demo-1000x2-7', 'exports', 'generations', 'ledger', 'lists', 'secret.key']));
  expect(open()).toEqual([]);
});
