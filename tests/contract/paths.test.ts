import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import { attachWarehouse } from '../../src/contract/read/attach.js';
import { type Bench, contract, GOOD_MONTH, goodBench } from './support.js';

let on: Bench;
let outside: string;
beforeEach(async () => {
  on = await goodBench();
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'martlet-outside-')));
});
afterEach(async () => {
  await on.close();
  rmSync(outside, { recursive: true });
});
const attach = (warehouse: { dir: string; data?: string }) => attachWarehouse(on.builder, contract, warehouse);

describe('I3 paths', () => {
  it.each([
    ['/tmp/a\0b', 'NUL'],
    ['http://example.com/marts', 'found the URL'],
    ['s3://bucket/marts', 'found the URL'],
    ['file:///tmp', 'found the URL'],
    ['/tmp/*', 'found a pattern'],
    ['/tmp/[ab]', 'found a pattern'],
    ['/tmp/mart?', 'found a pattern'],
  ])('refuses %j as the warehouse and as the data', async (path, message) => {
    await expect(attach({ dir: path })).rejects.toThrow(message);
    await expect(attach({ dir: on.dir, data: path })).rejects.toThrow(message);
  });

  it('refuses names that would be read as patterns', async () => {
    await on.file('number_month/month=2026-02/a[1-9].parquet', 'SELECT 1 AS number_id');
    await on.file('number_month/month=*/a.parquet', 'SELECT 1 AS number_id');
    const { problems } = await checkWarehouse(on.builder, contract, { dir: on.dir });
    expect(problems.filter(({ kind }) => kind === 'path').map(({ file }) => file)).toEqual([
      'number_month/month=*',
      'number_month/month=2026-02/a[1-9].parquet',
    ]);
  });

  it('refuses links that lead out: a file, a mart, a mapping, a data file, and one that leads nowhere', async () => {
    await on.builder.execute(`COPY (SELECT 'A' AS code) TO '${outside}/secret.parquet' (FORMAT parquet)`);
    symlinkSync(join(outside, 'secret.parquet'), join(on.dir, 'plan/link.parquet'));
    symlinkSync(outside, join(on.dir, 'city'));
    symlinkSync(join(outside, 'secret.parquet'), join(on.dir, 'county.sql'));
    symlinkSync(join(outside, 'gone'), join(on.dir, 'channel'));
    symlinkSync(join(outside, 'gone'), join(on.dir, 'plan/gone.parquet'));
    mkdirSync(join(on.dir, '_data'));
    symlinkSync('/etc/passwd', join(on.dir, '_data/x.csv'));
    const { problems } = await checkWarehouse(on.builder, contract, { dir: on.dir, data: join(on.dir, '_data') });
    expect(problems.filter(({ kind }) => kind === 'path').map(({ message }) => message.split(':')[0])).toEqual(
      expect.arrayContaining(['plan/link.parquet', 'plan/gone.parquet', 'city', 'county.sql', 'channel', 'x.csv']),
    );
    await expect(attach({ dir: on.dir })).rejects.toThrow('a link that leads out of it');
  });

  it('follows links that stay inside, and no circle', async () => {
    await on.months('number_month', `SELECT * FROM (${GOOD_MONTH}) WHERE month <> '2026-03'`);
    await on.file('_store/march.parquet', `SELECT * EXCLUDE (month) FROM (${GOOD_MONTH}) WHERE month = '2026-03'`);
    mkdirSync(join(on.dir, 'number_month/month=2026-03'));
    symlinkSync(join(on.dir, '_store/march.parquet'), join(on.dir, 'number_month/month=2026-03/a.parquet'));
    symlinkSync(join(on.dir, 'number_month'), join(on.dir, 'number_month/month=2026-03/again'));
    expect((await attach({ dir: on.dir })).marts.get('number_month')!.whole.rows).toBe(11);
  });

  it('keeps hostile names quoted', async () => {
    await on.file("plan/it''s.parquet", `SELECT 'P9' AS code`);
    on.text("city/'); DROP VIEW base.plan; --.parquet", '');
    const { problems } = await checkWarehouse(on.builder, contract, { dir: on.dir });
    expect(problems.map(({ kind }) => kind)).toContain('unreadable-file');
    rmSync(join(on.dir, 'city'), { recursive: true });
    await attach({ dir: on.dir });
    expect(await on.builder.query('SELECT count(*) AS n FROM base.plan')).toEqual([{ n: 3 }]);
  });

  it('refuses what is folder and mapping at once, and folders that are no months', async () => {
    on.text('plan.sql', `SELECT 'P0' AS code`);
    await on.file('number_month/month=2026-13/a.parquet', 'SELECT 1 AS number_id');
    await on.file('number_month/b.parquet', 'SELECT 1 AS number_id');
    const { problems } = await checkWarehouse(on.builder, contract, { dir: on.dir });
    expect(problems.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('expected the folder plan/ or the mapping plan.sql, found plan and plan.sql'),
        expect.stringContaining('expected a folder month=YYYY-MM on the way, found "month=2026-13"'),
        expect.stringContaining('number_month/b.parquet: expected a folder month=YYYY-MM on the way, found none'),
      ]),
    );
  });
});
