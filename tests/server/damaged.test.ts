// Builds a generation for each fault, as a build is what mends it: five seconds each.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { createMartlet, type Martlet } from '../../src/martlet.js';
import { createServer } from '../../src/server/server.js';
import { currentGeneration, openGeneration } from '../../src/warehouse/generations.js';
import { anySize, ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

/** A build costs by the month, and there are five. */
const size = { ...anySize, months: 2 };

let home: string;
let martlet: Martlet;
/** Of two sound generations of the same, which share no file. */
let older: string;
beforeAll(async () => {
  const made = await ownHome(size);
  home = made.home;
  older = made.id;
  martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_WAREHOUSE: made.warehouse }, {}));
});

const dirOf = (id: string) => join(home, 'generations', id);
const pointer = () => join(home, 'generations/CURRENT');

/** One bit in the middle of a file is another, as a worn disk has it. */
function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path, bytes);
}

/** The first file of each kind: what lies in one folder of the generation is made in one way. */
function oneOfEachKind(dir: string, below = ''): readonly string[] {
  const names = readdirSync(join(dir, below)).sort();
  const folders = names.filter((name) => statSync(join(dir, below, name)).isDirectory());
  const months = folders.filter((name) => name.startsWith('month='));
  const files = names.filter((name) => !folders.includes(name) && name !== 'manifest.json');
  const within = [...months.slice(0, 1), ...folders.filter((name) => !months.includes(name))];
  return [...files.map((name) => join(below, name)), ...within.flatMap((name) => oneOfEachKind(dir, join(below, name)))];
}

const hashesOf = async (id: string): Promise<ReadonlyMap<string, string>> =>
  new Map((await openGeneration(home, id)).manifest.files.map(({ path, sha256 }) => [path, sha256]));

describe('F5 the newest generation is damaged', () => {
  let newest: string;
  let app: FastifyInstance;
  const ready = async () => app.inject({ url: '/readyz' });
  const serving = async () => (await ready()).json();
  beforeAll(async () => {
    newest = (await martlet.build({ force: true })).id;
    flip(join(dirOf(newest), 'number_state/month=2026-10/data.parquet'));
    expect(await martlet.ensureGeneration()).toBe(newest);
    app = await createServer(martlet, newest, { logLevel: 'silent', pollMs: 5 });
  });
  afterAll(() => app?.close());

  test('the newest sound one serves, with an alarm', async () => {
    const answer = await ready();
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ status: 'ready', generation: older, alarm: expect.stringContaining(newest) });
    // Without a key to ask there is no more in it than ids.
    expect(answer.body).not.toContain(home);
  });

  test('a build that has nothing new to build makes it anew, and the alarm is over', async () => {
    const built = await martlet.build();
    expect([older, newest]).not.toContain(built.id);
    await expect.poll(serving).toMatchObject({ generation: built.id, alarm: null });
    expect((await martlet.build()).id).toBe(built.id);
  });
});

describe('F1 a build calls nothing unchanged that is damaged', () => {
  test('one file of each kind is damaged: they are made again as they were, and the others are shared', async () => {
    const id = (await martlet.build()).id;
    const before = await hashesOf(id);
    const kinds = oneOfEachKind(dirOf(id));
    expect(kinds.length).toBeGreaterThan(15);
    for (const path of kinds) flip(join(dirOf(id), path));
    const again = await martlet.build();
    expect(again.id).not.toBe(id);
    const after = await hashesOf(again.id);
    // A database holds when it was written; all else is the same to the bit.
    const made = (hashes: ReadonlyMap<string, string>) => [...hashes].filter(([path]) => !path.endsWith('.duckdb'));
    expect(made(after)).toEqual(made(before));
    expect((await martlet.build()).id).toBe(again.id);
  });

  test('so it is with its manifest and the pointer', async () => {
    const id = (await currentGeneration(home))!;
    flip(pointer());
    flip(join(dirOf(id), 'manifest.json'));
    const built = await martlet.build();
    expect(built.id).not.toBe(id);
    await openGeneration(home, (await currentGeneration(home))!);
  });
});

test('F5 where the pointer itself is damaged, the newest sound generation serves', async () => {
  const id = (await currentGeneration(home))!;
  writeFileSync(pointer(), 'garbage\n');
  const app = await createServer(martlet, await martlet.ensureGeneration(), { logLevel: 'silent', pollMs: 5 });
  await expect
    .poll(async () => (await app.inject({ url: '/readyz' })).json())
    .toMatchObject({ generation: id, alarm: expect.stringContaining('martlet build') });
  await app.close();
});

test('where none is sound, nothing serves, and the message says what to do', async () => {
  for (const id of readdirSync(join(home, 'generations')).filter((name) => /^\d{8}T/.test(name)))
    writeFileSync(join(dirOf(id), 'manifest.json'), '{');
  const starting = createServer(martlet, await martlet.ensureGeneration(), { logLevel: 'silent' });
  await expect(starting).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringMatching(/build/i) });
});
