import { join, relative } from 'node:path';
import { text } from '../../src/lib/quote.js';
import type { Builder } from '../../src/warehouse/duckdb.js';
import { openTrinoBuilder } from '../../src/warehouse/trino.js';

/** Of a coordinator that asks for no password, as `trino.sh` starts one; undefined: tests on Trino are skipped. */
export const trinoUrl: string | undefined = process.env.TEST_TRINO_URL;

let catalogs = 0;

/**
 * A catalog of its own for Parquet files by the hive connector: those below `root`, which is "local:///" there. Its metastore, and the files of
 * tables that are made there, lie in the folder `metastore` of `folder`. Ends with `drop`.
 */
export async function trinoCatalog(
  folder: string,
  root = folder,
): Promise<{ readonly name: string; readonly drop: () => Promise<void> }> {
  const admin = openTrinoBuilder({ url: trinoUrl!, user: 'test' });
  const name = `files_${process.pid}_${catalogs++}`;
  const properties = {
    'hive.metastore': 'file',
    'hive.metastore.catalog.dir': `local:///${relative(root, join(folder, 'metastore'))}`,
    'fs.native-local.enabled': 'true',
    'local.location': root,
    'hive.storage-format': 'PARQUET',
    'hive.compression-codec': 'ZSTD',
    'hive.parquet.use-column-names': 'true',
    'hive.non-managed-table-writes-enabled': 'true',
  };
  const told = Object.entries(properties).map(([key, value]) => `"${key}" = ${text(value)}`);
  await admin.execute(`CREATE CATALOG ${name} USING hive WITH (${told.join(', ')})`);
  return {
    name,
    drop: async () => {
      await admin.execute(`DROP CATALOG ${name}`);
      await admin.close();
    },
  };
}

/** A builder in a schema of a catalog, which is made. */
export async function trinoSchema(catalog: string, schema: string): Promise<Builder> {
  const builder = openTrinoBuilder({ url: trinoUrl!, user: 'test', catalog, schema, timeZone: 'Asia/Shanghai' });
  await builder.execute(`CREATE SCHEMA ${catalog}.${schema}`);
  return builder;
}
