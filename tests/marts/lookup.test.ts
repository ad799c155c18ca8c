import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { chinaTime } from '../../src/lib/time-zone.js';
import { createMartlet } from '../../src/martlet.js';
import { buildGeneration } from '../../src/marts/build.js';
import { msisdnHash, phoneHash } from '../../src/security/msisdn.js';
import { keyed, loadSecret, secretOf } from '../../src/security/secret.js';
import { openServing } from '../../src/serving/serving.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import type { Row } from '../../src/warehouse/engine.js';
import { generationDir, type Manifest, readManifest } from '../../src/warehouse/generations.js';
import { demo } from '../support/demo.js';
import { HandMade, newFolder, optionsFor } from './support.js';

/** The first 128 bits of a hash as a UUID is written. */
const asUuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');

/** Pairs of number_lookup, sorted. */
async function lookup(home: string, id: string): Promise<readonly Row[]> {
  const builder = await openBuilder();
  await builder.execute(`ATTACH '${generationDir(home, id)}/serving.duckdb' AS serving (READ_ONLY)`);
  const rows = await builder.query('SELECT msisdn_hash, number_id FROM serving.number_lookup ORDER BY ALL');
  await builder.close();
  return rows;
}

test('every phone number that a number of the demo operator had in any month is found, however it is written', async () => {
  const { home, warehouse, id } = await demo();
  const builder = await openBuilder();
  const pairs = await builder.query(
    `SELECT DISTINCT msisdn, number_id FROM read_parquet('${warehouse}/number_month/*/*.parquet') WHERE msisdn IS NOT NULL`,
  );
  await builder.close();
  const secret = loadSecret({ home, secret: null });
  const expected = pairs.map(({ msisdn, number_id }) => `${asUuid(keyed(secret, String(msisdn)))} ${number_id}`).sort();
  const found = await lookup(home, id);
  expect(found.map(({ msisdn_hash, number_id }) => `${msisdn_hash} ${number_id}`).sort()).toEqual(expected);
  expect(expected.length).toBeGreaterThan(6000);
  const [first] = pairs;
  const msisdn = String(first?.msisdn);
  const hash = msisdnHash(secret, `+86 ${msisdn.slice(0, 3)}-${msisdn.slice(3)}`);
  expect(found.filter(({ msisdn_hash }) => msisdn_hash === hash).map(({ number_id }) => number_id)).toContain(first?.number_id);
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

  test('a number that changed hands has a row for each, other spellings have none of their own, masked ones none at all', async () => {
    await numbers('2026-01', `(1, DATE '2020-01-01', 'ACTIVE', '13800000001'), (2, DATE '2020-01-01', 'ACTIVE', '138****0002')`);
    await numbers('2026-02', `(1, DATE '2020-01-01', 'CANCELLED', '+86 138-0000-0001'), (2, DATE '2020-01-01', 'ACTIVE', NULL)`);
    await numbers(
      '2026-03',
      `(3, DATE '2026-03-01', 'ACTIVE', '１３８００００００01'), (2, DATE '2020-01-01', 'ACTIVE', '13800000003')`,
    );
    const secret = loadSecret({ home, secret: null });
    const found = await lookup(home, (await build()).id);
    const [one, three] = ['13800000001', '13800000003'].map((digits) => asUuid(keyed(secret, digits)));
    const expected = [`1 ${one}`, `2 ${three}`, `3 ${one}`];
    expect(found.map(({ msisdn_hash, number_id }) => `${number_id} ${msisdn_hash}`).sort()).toEqual(expected);
  });

  test('another key builds the look-up anew and shares the months', async () => {
    await numbers('2026-01', `(1, DATE '2020-01-01', 'ACTIVE', '13800000001')`);
    const first = await build();
    const other = secretOf('cd'.repeat(32))!;
    const second = await build({ phones: phoneHash(other) });
    expect([first.keyVersion, second.keyVersion]).toEqual([loadSecret({ home, secret: null }).keyVersion, other.keyVersion]);
    expect(statSync(join(generationDir(home, second.id), 'number_state/month=2026-01/data.parquet')).nlink).toBe(2);
    expect(await lookup(home, second.id)).toEqual([{ msisdn_hash: asUuid(keyed(other, '13800000001')), number_id: 1 }]);
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
  await serving.engine.close();

  const changed = createMartlet(loadConfig({ ...demo, MARTLET_SECRET: 'ef'.repeat(32) }, {}));
  const other = changed.config.secret!;
  await expect(open(id, other)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('Run "martlet build"'),
  });
  const next = await changed.ensureGeneration();
  expect((await readManifest(generationDir(home, next))).keyVersion).toBe(other.keyVersion);
  await (await open(next, other)).engine.close();

  // Rotated: until the next build numbers are looked up with the key that they were hashed with.
  const previous = { MARTLET_SECRET: 'ab'.repeat(32), MARTLET_PREVIOUS_SECRET: 'ef'.repeat(32) };
  const rotated = createMartlet(loadConfig({ ...demo, ...previous }, {}));
  expect(await rotated.ensureGeneration()).toBe(next);
  const between = await rotated.open(next);
  expect(between.secret.keyVersion).toBe(other.keyVersion);
  await between.engine.close();
  const built = await rotated.build();
  expect(built.keyVersion).toBe(rotated.config.secret!.keyVersion);
  const after = await rotated.open(await rotated.ensureGeneration());
  expect([after.manifest.id, after.secret.keyVersion]).toEqual([built.id, built.keyVersion]);
  await after.engine.close();

  rmSync(join(home, 'demo-1000x2-1'), { recursive: true });
  await expect(martlet.ensureGeneration()).rejects.toMatchObject({ code: 'CONFLICT' });
  rmSync(home, { recursive: true });
});
