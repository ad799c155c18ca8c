import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { chinaTime } from '../../src/lib/time-zone.js';
import { createMartlet } from '../../src/martlet.js';
import { buildGeneration } from '../../src/marts/build.js';
import { pointFile } from '../../src/marts/mart-files.js';
import { idsByKey } from '../../src/numbers/by-key.js';
import { openPointFiles } from '../../src/points/point-files.js';
import { Points } from '../../src/points/store.js';
import { msisdnHash, phoneHash } from '../../src/security/msisdn.js';
import { keyed, loadSecret, secretOf } from '../../src/security/secret.js';
import { openServing } from '../../src/serving/serving.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir, type Manifest, readManifest } from '../../src/warehouse/generations.js';
import { demo } from '../support/demo.js';
import { HandMade, newFolder, optionsFor } from './support.js';

/** The first 128 bits of a hash as a UUID is written. */
const asUuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');

/** What is found by a hash of a phone number, as the gateway looks it up. */
async function looksUp(home: string, id: string): Promise<(hash: string) => Promise<readonly string[]>> {
  const manifest = await readManifest(generationDir(home, id));
  const store = openPointFiles((month) => join(generationDir(home, id), pointFile(month)));
  const points = new Points(store, () => new Set());
  return (hash) => idsByKey(hash, { points, manifest });
}

test('every phone number that a number of the demo operator had in any month is found, however it is written', async () => {
  const { home, warehouse, id } = await demo();
  const builder = await openBuilder();
  const pairs = await builder.query(
    `SELECT DISTINCT msisdn, number_id FROM read_parquet('${warehouse}/number_month/*/*.parquet') WHERE msisdn IS NOT NULL`,
  );
  await builder.close();
  const secret = loadSecret({ home, secret: null });
  const expected = new Map<string, string[]>();
  for (const { msisdn, number_id } of pairs) {
    const hash = asUuid(keyed(secret, String(msisdn)));
    expected.set(hash, [...(expected.get(hash) ?? []), String(number_id)]);
  }
  const found = await looksUp(home, id);
  for (const [hash, ids] of expected) expect(await found(hash)).toEqual(ids.sort((a, b) => Number(a) - Number(b)));
  expect(pairs.length).toBeGreaterThan(6000);
  const [first] = pairs;
  const msisdn = String(first?.msisdn);
  const hash = msisdnHash(secret, `+86 ${msisdn.slice(0, 3)}-${msisdn.slice(3)}`);
  expect(await found(hash)).toContain(String(first?.number_id));
});

describe('of a warehouse made by hand', () => {
  let folder: string;
  let home: string;
  let made: HandMade;
  beforeEach(() => {
    folder = newFolder();
    home = join(folder, 'home');
    made = new HandMade(join(folder, 'warehouse'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const build = (more = {}): Promise<Manifest> => buildGeneration(optionsFor(home, made.dir, more));
  const numbers = (month: string, rows: string) => made.add('number_month', month, 'number_id, joined_on, status, msisdn', rows);

  test('a number that changed hands has both, other spellings find nothing of their own, masked ones nothing at all', async () => {
    await numbers('2026-01', `(1, DATE '2020-01-01', 'ACTIVE', '13800000001'), (2, DATE '2020-01-01', 'ACTIVE', '138****0002')`);
    await numbers('2026-02', `(1, DATE '2020-01-01', 'CANCELLED', '+86 138-0000-0001'), (2, DATE '2020-01-01', 'ACTIVE', NULL)`);
    await numbers(
      '2026-03',
      `(3, DATE '2026-03-01', 'ACTIVE', '１３８００００００01'), (2, DATE '2020-01-01', 'ACTIVE', '13800000003')`,
    );
    const secret = loadSecret({ home, secret: null });
    const found = await looksUp(home, (await build()).id);
    const of = (digits: string) => found(asUuid(keyed(secret, digits)));
    expect(await of('13800000001')).toEqual(['1', '3']);
    expect(await of('13800000003')).toEqual(['2']);
    expect(await of('138****0002')).toEqual([]);
    expect(await of('+86 138-0000-0001')).toEqual([]);
  });

  test('another key builds the look-up anew and shares the months', async () => {
    await numbers('2026-01', `(1, DATE '2020-01-01', 'ACTIVE', '13800000001')`);
    const first = await build();
    const other = secretOf('cd'.repeat(32))!;
    const second = await build({ phones: phoneHash(other) });
    expect([first.keyVersion, second.keyVersion]).toEqual([loadSecret({ home, secret: null }).keyVersion, other.keyVersion]);
    expect(statSync(join(generationDir(home, second.id), 'number_state/month=2026-01/data.parquet')).nlink).toBe(2);
    const found = await looksUp(home, second.id);
    expect(await found(asUuid(keyed(other, '13800000001')))).toEqual(['1']);
    expect(await found(asUuid(keyed(loadSecret({ home, secret: null }), '13800000001')))).toEqual([]);
  });
});

test('a generation of another key is refused, and made anew where it is to be served', async () => {
  const home = newFolder();
  const demo = { MARTLET_HOME: home, MARTLET_DEMO_NUMBERS: '1000', MARTLET_DEMO_MONTHS: '2' };
  const martlet = createMartlet(loadConfig(demo, {}));
  const id = await martlet.ensureGeneration();
  expect(await martlet.ensureGeneration()).toBe(id);
  const { config, definitions } = martlet;
  const open = (generation: string, secret = loadSecret(config)) =>
    openServing({ home, id: generation, ...definitions, secret, memoryLimit: '500MB', timeZone: chinaTime });
  const serving = await open(id);
  expect(serving.secret.keyVersion).toBe(serving.manifest.keyVersion);
  await serving.close();

  const changed = createMartlet(loadConfig({ ...demo, MARTLET_SECRET: 'ef'.repeat(32) }, {}));
  const other = changed.config.secret!;
  await expect(open(id, other)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('Run "martlet build"'),
  });
  const next = await changed.ensureGeneration();
  expect((await readManifest(generationDir(home, next))).keyVersion).toBe(other.keyVersion);
  await (await open(next, other)).close();

  // Rotated: until the next build numbers are looked up with the key that they were hashed with.
  const previous = { MARTLET_SECRET: 'ab'.repeat(32), MARTLET_PREVIOUS_SECRET: 'ef'.repeat(32) };
  const rotated = createMartlet(loadConfig({ ...demo, ...previous }, {}));
  expect(await rotated.ensureGeneration()).toBe(next);
  const between = await rotated.open(next);
  expect(between.secret.keyVersion).toBe(other.keyVersion);
  await between.close();
  const built = await rotated.build();
  expect(built.keyVersion).toBe(rotated.config.secret!.keyVersion);
  const after = await rotated.open(await rotated.ensureGeneration());
  expect([after.manifest.id, after.secret.keyVersion]).toEqual([built.id, built.keyVersion]);
  await after.close();

  rmSync(join(home, 'demo-1000x2-7'), { recursive: true });
  await expect(martlet.ensureGeneration()).rejects.toMatchObject({ code: 'CONFLICT' });
  rmSync(home, { recursive: true });
});
