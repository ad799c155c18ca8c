import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGeneration } from '../../src/marts/build.js';
import { currentGeneration, openGeneration } from '../../src/warehouse/generations.js';
import { compiled } from '../support/compiled.js';
import { fewRollups, makeWarehouse, newFolder, optionsFor } from './support.js';

const folder = newFolder();
const home = join(folder, 'home');
const warehouse = join(folder, 'warehouse');
let first: string;

beforeAll(async () => {
  await makeWarehouse(warehouse, 500, 3);
  first = (await buildGeneration(optionsFor(home, warehouse))).id;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a build in a process of its own; `killAfter` ms after its step "publish" it is killed from outside. */
async function child(at: string | null, killAfter?: number): Promise<string | null> {
  const script = join(await compiled(), 'tests/marts/crash-child.js');
  const args = [script, home, warehouse, 'f'.repeat(64), ...(at === null ? [] : [at])];
  const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve) => {
    started.stdout.on('data', (text: Buffer) => {
      if (killAfter !== undefined && text.toString().includes('publish')) setTimeout(() => started.kill('SIGKILL'), killAfter);
    });
    started.on('exit', (_, signal) => resolve(signal));
  });
}

test.each(['0', '1', '2', 'rollups', 'names and serving database', 'manifest', 'publish'])(
  'F3 killed at step %s: the old generation stays current and whole',
  async (step) => {
    expect(await child(step)).toBe('SIGKILL');
    expect(await currentGeneration(home)).toBe(first);
    await openGeneration(home, first);
  },
);

test('F3 killed while publishing: the current generation is whole, be it the old or the new', async () => {
  for (const wait of [0, 2, 5, 10, 20]) {
    await child(null, wait);
    await openGeneration(home, (await currentGeneration(home)) as string);
  }
});

test('the next build takes over the dead lock and clears what was left', async () => {
  await child('1');
  expect(
    readdirSync(join(home, 'generations')).filter((name) => name.startsWith('.building-') || name === 'build.lock').length,
  ).toBeGreaterThan(0);
  const next = await buildGeneration(optionsFor(home, warehouse, { catalogue: { ...fewRollups(), hash: 'e'.repeat(64) } }));
  expect(await currentGeneration(home)).toBe(next.id);
  const left = readdirSync(join(home, 'generations')).filter((name) => !/^build\.\d+\.lock$/.test(name));
  const kept = left.filter((name) => /^2\d{7}T\d{6}Z-/.test(name));
  // What was verified is remembered of those that are kept alone.
  const remembered = left.filter((name) => name.startsWith('verified-'));
  expect(kept.map((id) => `verified-${id}.json`)).toEqual(expect.arrayContaining(remembered));
  expect(left.filter((name) => !kept.includes(name) && !remembered.includes(name))).toEqual(['CURRENT']);
});
