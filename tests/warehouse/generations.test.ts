import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stateOf } from '../../src/warehouse/generations/verified.js';
import {
  currentGeneration,
  draftGeneration,
  generationDir,
  listGenerations,
  lockBuild,
  type Manifest,
  openGeneration,
  prune,
  publish,
  removeDrafts,
} from '../../src/warehouse/generations.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'martlet-generations-'));
  mkdirSync(join(home, 'generations'));
});
afterEach(() => rmSync(home, { recursive: true }));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const idOf = (day: number): string => `202611${String(day).padStart(2, '0')}T031500Z-0a1b2c3d`;

/** Publishes a generation of two small files. */
async function make(day: number, text = 'some data'): Promise<string> {
  const id = idOf(day);
  const draft = await draftGeneration(home, id);
  mkdirSync(join(draft, 'number_state/month=2026-10'), { recursive: true });
  writeFileSync(join(draft, 'number_state/month=2026-10/data.parquet'), text);
  writeFileSync(join(draft, 'serving.duckdb'), `served ${text}`);
  await publish(home, draft, manifest(id, text));
  return id;
}

function manifest(id: string, text: string): Manifest {
  const file = (path: string, content: string) => ({ path, bytes: content.length, sha256: sha256(content), rows: 1 });
  const hash = sha256('x');
  return {
    version: 1,
    id,
    builtAt: '2026-11-01T03:15:00.000Z',
    dataDate: '2026-10-31',
    months: ['2026-10'],
    numbers: 1,
    idType: 'BIGINT',
    contractHash: hash,
    catalogueHash: hash,
    martsHash: hash,
    inputsHash: hash,
    fingerprints: { '2026-10': hash },
    rollups: {},
    coverage: { number_month: ['number_id'] },
    checks: [{ name: 'whole', ok: true, detail: '' }],
    files: [file('number_state/month=2026-10/data.parquet', text), file('serving.duckdb', `served ${text}`)],
  };
}

/** Flips one bit of a file. */
function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] as number) ^ 4;
  writeFileSync(path, bytes);
}

describe('F1 publishing and opening', () => {
  test('before the first build nothing is current', async () => {
    expect(await currentGeneration(home)).toBeNull();
    expect(await currentGeneration(join(home, 'nowhere'))).toBeNull();
    expect(await listGenerations(join(home, 'nowhere'))).toEqual([]);
  });

  test('a published generation is current, whole and can be opened', async () => {
    const id = await make(1);
    expect(await currentGeneration(home)).toBe(id);
    const generation = await openGeneration(home, id);
    expect(generation.manifest.files).toHaveLength(2);
    expect(generation.dir).toBe(generationDir(home, id));
    expect(readdirSync(join(home, 'generations')).sort()).toEqual([id, 'CURRENT', `verified-${id}.json`].sort());
  });

  test('every flipped bit is seen, in data and manifest', async () => {
    const id = await make(1);
    for (const file of ['number_state/month=2026-10/data.parquet', 'serving.duckdb', 'manifest.json']) {
      const path = join(generationDir(home, id), file);
      const size = readFileSync(path).length;
      for (const at of [0, Math.floor(size / 3), Math.floor(size / 2), size - 2]) {
        flip(path, at);
        await expect(openGeneration(home, id), `${file} at ${at}`).rejects.toMatchObject({ code: 'INTERNAL' });
        flip(path, at);
      }
    }
    await openGeneration(home, id);
  });

  test('who believes reads again only what was written since it was verified, and finds what is wrong there', async () => {
    const id = await make(1);
    const file = join(generationDir(home, id), 'serving.duckdb');
    const remembered = join(home, 'generations', `verified-${id}.json`);
    // Nobody has verified it yet: believing is no shorter way.
    flip(file, 3);
    await expect(openGeneration(home, id, true)).rejects.toThrow(/serving\.duckdb differs/);
    flip(file, 3);
    await openGeneration(home, id, true);
    // A bit that no write has changed: only who reads sees it.
    flip(file, 3);
    writeFileSync(
      remembered,
      JSON.stringify({ ...JSON.parse(readFileSync(remembered, 'utf8')), 'serving.duckdb': await stateOf(file) }),
    );
    await openGeneration(home, id, true);
    await expect(openGeneration(home, id)).rejects.toThrow(/serving\.duckdb differs/);
    // And once it was seen, nobody believes any more.
    await expect(openGeneration(home, id, true)).rejects.toThrow(/serving\.duckdb differs/);
    flip(file, 3);
    for (const text of ['', '{', '[]', '{"serving.duckdb": 1}']) {
      writeFileSync(remembered, text);
      await openGeneration(home, id, true);
    }
  });

  test('F3 a cut, empty, missing or added file is named', async () => {
    const id = await make(1);
    const file = join(generationDir(home, id), 'serving.duckdb');
    truncateSync(file, 5);
    await expect(openGeneration(home, id)).rejects.toThrow(/serving\.duckdb has 5 bytes instead of 16/);
    truncateSync(file, 0);
    await expect(openGeneration(home, id)).rejects.toThrow(/serving\.duckdb has 0 bytes/);
    rmSync(file);
    await expect(openGeneration(home, id)).rejects.toThrow(/serving\.duckdb is missing/);
    writeFileSync(join(generationDir(home, id), 'number_state/month=2026-10/more.parquet'), '');
    await expect(openGeneration(home, id)).rejects.toThrow(/more\.parquet does not belong to it/);
  });

  test('a generation that is not kept, or a name that leads elsewhere, is refused', async () => {
    await make(1);
    await expect(openGeneration(home, idOf(2))).rejects.toThrow(`not kept. Kept: ${idOf(1)}`);
    for (const id of ['..', '../../etc', '', 'CURRENT', `${idOf(1)}/..`]) {
      await expect(openGeneration(home, id), id).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });

  test('a manifest of another generation is refused, and one whose paths lead out cannot be written', async () => {
    await make(1);
    await make(2);
    writeFileSync(
      join(generationDir(home, idOf(1)), 'manifest.json'),
      readFileSync(join(generationDir(home, idOf(2)), 'manifest.json')),
    );
    await expect(openGeneration(home, idOf(1))).rejects.toThrow(/its manifest is that of/);
    for (const path of ['../x', '/etc/passwd', 'a/../b', 'a//b', '']) {
      const draft = await draftGeneration(home, idOf(3));
      const bad = { ...manifest(idOf(3), 'x'), files: [{ path, bytes: 0, sha256: sha256(''), rows: 0 }] };
      await expect(publish(home, draft, bad), path).rejects.toThrow(/path/);
      await removeDrafts(home);
    }
    expect(await currentGeneration(home)).toBe(idOf(2));
  });
});

describe('keeping', () => {
  test('the newest three are kept, and the current one in any case', async () => {
    for (const day of [1, 2, 3, 4, 5]) await make(day);
    expect(await prune(home, 3)).toEqual([idOf(1), idOf(2)]);
    expect(await listGenerations(home)).toEqual([idOf(3), idOf(4), idOf(5)]);
    writeFileSync(join(home, 'generations/CURRENT'), `${idOf(3)}\n`);
    expect(await prune(home, 2)).toEqual([idOf(4)]);
    expect(await listGenerations(home)).toEqual([idOf(3), idOf(5)]);
    expect(await prune(home, 0)).toEqual([idOf(5)]);
    expect(await currentGeneration(home)).toBe(idOf(3));
    await openGeneration(home, idOf(3));
  });

  test('drafts of killed builds go, generations stay', async () => {
    const id = await make(1);
    await draftGeneration(home, idOf(2));
    writeFileSync(join(home, 'generations/CURRENT.draft-4711'), 'half');
    await removeDrafts(home);
    expect(readdirSync(join(home, 'generations')).sort()).toEqual([id, 'CURRENT'].sort());
  });
});

describe('build lock', () => {
  const locks = (): string[] => readdirSync(join(home, 'generations'));
  let last = 100;
  /** A lock of someone else, higher than all before. */
  const write = (holder: object): void => {
    const content = { token: 't', pid: process.pid, host: hostname(), born: '', since: 'then', released: false, ...holder };
    last += 100;
    writeFileSync(join(home, `generations/build.${String(last).padStart(6, '0')}.lock`), JSON.stringify(content));
  };

  test('a second build is refused with who holds it; a released lock is free', async () => {
    const lock = await lockBuild(home);
    await expect(lockBuild(home)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await lock.assertHeld();
    await lock.release();
    await lock.release();
    await (await lockBuild(home)).release();
    expect(locks()).toEqual(['build.000002.lock']);
  });

  test('of many at once one wins', async () => {
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => lockBuild(home)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('of many that find a dead lock one wins', async () => {
    const dead = spawnSync('true').pid;
    for (let round = 0; round < 10; round++) {
      write({ pid: dead });
      const all = await Promise.allSettled(Array.from({ length: 8 }, () => lockBuild(home)));
      const won = all.filter((one) => one.status === 'fulfilled');
      expect(won).toHaveLength(1);
      for (const { value } of won) await value.release();
    }
    expect(locks()).toHaveLength(1);
  });

  test('a dead process, or a new one under its number, does not hold it; another machine does', async () => {
    write({ pid: process.pid, born: '1' });
    await (await lockBuild(home)).release();
    write({ host: 'elsewhere', pid: 1 });
    await expect(lockBuild(home)).rejects.toThrow(/on elsewhere/);
  });

  test('a lock that was taken over is no longer held', async () => {
    const lock = await lockBuild(home);
    write({ token: 'other' });
    await expect(lock.assertHeld()).rejects.toMatchObject({ code: 'CONFLICT' });
    await lock.release();
    await expect(lockBuild(home)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
