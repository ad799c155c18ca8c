import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogue } from '../../src/catalogue/load.js';
import type { Catalogue, Rollup } from '../../src/catalogue/types.js';
import { sqlDirectory } from '../../src/config.js';
import { loadContract } from '../../src/contract/contract.js';
import type { Contract } from '../../src/contract/types.js';
import { makeDemo } from '../../src/demo/demo.js';
import { rollupSql } from '../../src/figures/rollup.js';
import type { BuildOptions } from '../../src/marts/build.js';
import { columnsOfFacts, figureColumns, stateColumns } from '../../src/marts/columns.js';
import { loadMarts } from '../../src/marts/mart.js';
import { planBuild } from '../../src/marts/plan.js';
import { phoneHash } from '../../src/security/msisdn.js';
import { loadSecret } from '../../src/security/secret.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';

/** A new folder under the system's temporary one. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'martlet-marts-'));

export const contract: Contract = loadContract(join(sqlDirectory, 'contract'));
export const derived = stateColumns(loadMarts(join(sqlDirectory, 'marts')));
export const catalogue: Catalogue = loadCatalogue({
  directories: [join(sqlDirectory, 'catalogue')],
  columns: figureColumns(contract, loadMarts(join(sqlDirectory, 'marts'))),
  ...columnsOfFacts(contract, loadMarts(join(sqlDirectory, 'marts'))),
});

/** Few rollups, so that small builds are quick. */
export const fewRollups = (names: readonly string[] = ['whole', 'whole_cohort']): Catalogue => ({
  ...catalogue,
  rollups: catalogue.rollups.filter(({ name }) => names.includes(name)),
});

export function optionsFor(home: string, warehouse: string, more: Partial<BuildOptions> = {}): BuildOptions {
  const used = more.catalogue ?? fewRollups();
  return {
    home,
    contract,
    catalogue: used,
    warehouse: { dir: warehouse },
    phones: phoneHash(loadSecret({ home, secret: null })),
    sqlDir: sqlDirectory,
    rollupSql: (rollup: Rollup) => rollupSql(rollup, used, rollup.mart),
    memoryLimit: '1GB',
    ...more,
  };
}

/** A small demo warehouse in `dir`; the same seed gives the same numbers whatever the months. */
export async function makeWarehouse(
  dir: string,
  numbers: number,
  months: number,
  lastMonth = '2026-10',
  seed = 7,
): Promise<string> {
  const builder = await openBuilder();
  try {
    await makeDemo({ dir, numbers, months, seed, lastMonth }, (sql) => builder.execute(sql));
  } finally {
    await builder.close();
  }
  return dir;
}

/** A builder with views over a generation's marts by their names, and over the base marts as base.<mart>. */
export async function openMarts(generation: string, warehouse: string): Promise<Builder> {
  const builder = await openBuilder();
  for (const mart of planBuild(loadMarts(join(sqlDirectory, 'marts')), contract, catalogue).graph.monthFiles) {
    await builder.execute(
      `CREATE VIEW ${mart} AS SELECT * FROM read_parquet('${generation}/${mart}/*/data.parquet', hive_partitioning = false)`,
    );
  }
  await builder.execute('CREATE SCHEMA base');
  for (const mart of ['number_month', 'number_event', 'contact']) {
    await builder.execute(
      `CREATE VIEW base.${mart} AS SELECT * FROM read_parquet('${warehouse}/${mart}/*/*.parquet', hive_partitioning = true, hive_types = {'month': VARCHAR}, union_by_name = true)`,
    );
  }
  return builder;
}

/** A hand-written warehouse: rows of SQL literals by mart and month; columns that are not named are not provided. */
export class HandMade {
  constructor(readonly dir: string) {}

  /** `rows`: "(1, DATE '2026-01-05', 'ACTIVE'), …" for the columns named. */
  async add(mart: string, month: string | null, columns: string, rows: string): Promise<void> {
    const folder = join(this.dir, mart, ...(month === null ? [] : [`month=${month}`]));
    mkdirSync(folder, { recursive: true });
    const builder = await openBuilder();
    try {
      const types = columns.split(',').map((name) => {
        const type = contract.marts.get(mart)?.columns.get(name.trim().replaceAll('"', ''))?.type ?? 'VARCHAR';
        return `CAST(${name} AS ${type === 'ID' ? 'BIGINT' : type === 'MONTH' ? 'VARCHAR' : type}) AS ${name}`;
      });
      await builder.execute(
        `COPY (SELECT ${types.join(', ')} FROM (VALUES ${rows}) AS t (${columns})) TO '${folder}/data.parquet' (FORMAT parquet)`,
      );
    } finally {
      await builder.close();
    }
  }
}
