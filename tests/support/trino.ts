import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ident, text } from '../../src/lib/quote.js';
import type { Builder } from '../../src/warehouse/duckdb.js';
import { castType } from '../../src/warehouse/spelled.js';
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
    // Of a hundred columns they cost more than the rows.
    'hive.collect-column-statistics-on-write': 'false',
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

/** A table in the builder's schema of the rows that a relation of DuckDB has, in a file below a folder of the catalog's. */
export async function trinoTable(
  builder: Builder,
  name: string,
  folder: string,
  { from, relation }: { readonly from: Builder; readonly relation: string },
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await from.execute(`COPY (SELECT * FROM ${relation}) TO ${text(join(folder, 'data.parquet'))} (FORMAT parquet)`);
  const columns = (await from.describe(`SELECT * FROM ${relation}`)).map(
    (column) => `${ident(column.name)} ${castType(column.type)}`,
  );
  const location = `local:///${folder.split('/').slice(-2).join('/')}`;
  await builder.execute(
    `CREATE TABLE ${name} (${columns.join(', ')}) WITH (format = 'PARQUET', external_location = ${text(location)})`,
  );
}
