import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { trinoCatalog, trinoSchema, trinoUrl } from '../../support/trino.js';

test.skipIf(trinoUrl === undefined)('a builder makes tables of Parquet files, in portable SQL, and reads them', async () => {
  const home = mkdtempSync(join(tmpdir(), 'martlet-trino-builder-'));
  const catalog = await trinoCatalog(home);
  const builder = await trinoSchema(catalog.name, 'making');
  try {
    await builder.execute(
      "CREATE TABLE day WITH (partitioned_by = ARRAY['month']) AS SELECT 7 AS n, DATE '2026-10-31' AS d, '2026-10' AS month",
    );
    expect(await builder.query('SELECT month_of(d) AS month, n + $1 AS n FROM day', [1])).toEqual([{ month: '2026-10', n: 8 }]);
    await expect(builder.execute('SELECT 1 FROM nowhere')).rejects.toThrow('nowhere');
    await builder.execute('DROP TABLE day');
    await builder.execute('DROP SCHEMA making');
  } finally {
    await builder.close();
    await catalog.drop();
    rmSync(home, { recursive: true });
  }
});
