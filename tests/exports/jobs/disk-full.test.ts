import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ended, newPlace, onlyFiles, requestOf } from './support.js';

const disk = mkdtempSync(join(tmpdir(), 'martlet-disk-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'martlet', disk]).status === 0;

describe.skipIf(!isMounted)('a full disk, which needs the right to mount a small one', () => {
  afterAll(() => {
    spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  test.each(['parquet', 'csv', 'ndjson'] as const)('%s: a clear error, no file, and the next export works', async (format) => {
    const place = await newPlace({ dir: disk });
    const sql = "select range as i, hash(range) || 'x' as text from range(5000000)";
    const job = await ended(place.jobs, await place.jobs.start(requestOf({ format }), place.work(sql)));
    expect(job).toMatchObject({ status: 'FAILED', url: null });
    expect(job.error).toMatch(/^There is no space left on the disk where exports are written\./);
    await onlyFiles(place, []);
    const next = await place.jobs.start(requestOf({ format }), place.work('select 1 as one'));
    expect(await ended(place.jobs, next)).toMatchObject({ status: 'DONE', rows: 1 });
    expect(place.logged).toEqual([]);
    await place.close();
  });
});
