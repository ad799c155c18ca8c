import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../src/config.js';
import { createMartlet } from '../src/martlet.js';
import { openBuilder } from '../src/warehouse/duckdb.js';
import { currentGeneration } from '../src/warehouse/generations.js';

const home = mkdtempSync(join(tmpdir(), 'martlet-build-'));
const demo = { MARTLET_HOME: home, MARTLET_DEMO_NUMBERS: '1000', MARTLET_DEMO_MONTHS: '3' };
const bad = join(home, 'bad');

/** Rewrites one month of a copy of the demo operator with some columns replaced. */
async function corrupt(month: string, replaced: string): Promise<void> {
  const file = join(bad, 'number_month', `month=${month}`, 'data.parquet');
  const builder = await openBuilder({ tempDirectory: join(home, 'spill') });
  await builder.execute(
    `COPY (SELECT * REPLACE (${replaced}) FROM read_parquet('${file}', hive_partitioning = false)) TO '${file}.new' (FORMAT parquet)`,
  );
  await builder.close();
  renameSync(`${file}.new`, file);
}

describe('a warehouse with errors is refused before anything is built', () => {
  let good: string;
  beforeAll(async () => {
    const martlet = createMartlet(loadConfig(demo, {}));
    good = (await martlet.build()).id;
    cpSync(await martlet.demo(), bad, { recursive: true });
    await corrupt(
      '2026-09',
      "CAST(revenue + 1 AS DECIMAL(12,2)) AS revenue, CASE WHEN number_id % 50 = 0 THEN 'GONE' ELSE status END AS status",
    );
  });
  afterAll(() => rmSync(home, { recursive: true }));

  test('all errors of the months that would be built are told, and the old generation serves on', async () => {
    const martlet = createMartlet(loadConfig({ MARTLET_HOME: home, MARTLET_WAREHOUSE: bad }, {}));
    await expect(martlet.build()).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: {
        problems: [
          expect.stringContaining('GONE'),
          expect.stringContaining('revenue parts'),
          // Of who has another revenue by month the days no longer add up.
          expect.stringContaining('number_day.revenue'),
        ],
      },
    });
    expect(await currentGeneration(home)).toBe(good);
  });

  test('a month that does not change is not looked at again', async () => {
    const labels: string[] = [];
    const martlet = createMartlet(loadConfig(demo, {}));
    await martlet.build({ onProgress: (_, __, label) => labels.push(label) });
    expect(labels).toEqual([`nothing changed since ${good}`]);
  });
});
