import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rollup } from '../catalogue/types.js';
import type { Contract } from '../contract/types.js';
import { ident, text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import { martFile, rollupFile } from './mart-files.js';

export const SERVING = 'serving.duckdb';

const ofCells: ReadonlySet<string> = new Set(['cell_month', 'cell_hour']);

/** Marts that are kept whole, as they are: those that are no facts by month (plan, channel, city, county, target), and the few rows of cells. */
export const keptMarts = (contract: Contract): readonly string[] =>
  [...contract.marts.values()].filter(({ name, partition }) => partition === null || ofCells.has(name)).map(({ name }) => name);

export const keptFile = (mart: string): string => `mart_${mart}/data.parquet`;

/** Copies them, so that a generation needs nothing beside itself. */
export async function copyKept(builder: Builder, contract: Contract, dir: string): Promise<void> {
  for (const mart of keptMarts(contract)) {
    await mkdir(join(dir, `mart_${mart}`), { recursive: true });
    await builder.execute(
      `COPY (SELECT * FROM base.${mart} ORDER BY ALL) TO ${text(join(dir, keptFile(mart)))} (FORMAT parquet, COMPRESSION zstd)`,
    );
  }
}

export interface ServingContent {
  readonly dir: string;
  readonly months: readonly string[];
  readonly rollups: readonly Rollup[];
  readonly contract: Contract;
  /** SELECT of the table offer_hold_out. */
  readonly holdOuts: string;
  /** Marts that are asked as one table over all months, and its order. */
  readonly tables: readonly { readonly name: string; readonly by: readonly string[] }[];
  /** What to SELECT of number_state for number_profile. */
  readonly profileColumns: string;
}

/**
 * Writes the small, indexed database that dashboards and counters ask: `rollup_<name>` over all months, `number_profile`
 * (every number of the newest month with all its columns, indexed), `mart_<name>` as it came, over all months the marts whose headers say so,
 * `offer_hold_out` (what became of lists' arms), and `number_propensity` (the newest month's scores, a map by offer). number_state must be open at the newest month.
 */
export async function writeServing(builder: Builder, content: ServingContent): Promise<void> {
  const { dir, months, rollups, contract, holdOuts, tables, profileColumns } = content;
  const run = (sql: string): Promise<void> => builder.execute(sql);
  const all = (file: (month: string) => string): string =>
    `read_parquet([${months.map((month) => text(join(dir, file(month)))).join(', ')}], hive_partitioning = true, hive_types = {'month': VARCHAR})`;
  await run(`ATTACH ${text(join(dir, SERVING))} AS serving`);
  for (const { name } of rollups) {
    await run(`CREATE TABLE serving."rollup_${name}" AS SELECT * FROM ${all((month) => rollupFile(name, month))} ORDER BY month`);
  }
  for (const mart of keptMarts(contract))
    await run(`CREATE TABLE serving."mart_${mart}" AS SELECT * FROM ${text(join(dir, keptFile(mart)))}`);
  // In their order few row groups have the rows of a number, or of a month: of 6.8 million events a number's are found in 3 ms, and in 29 ms as they came.
  for (const { name, by } of tables)
    await run(
      `CREATE TABLE serving.${name} AS SELECT * FROM ${all((month) => martFile(name, month))} ORDER BY ${by.map(ident).join(', ')}`,
    );
  await run(`CREATE TABLE serving.number_profile AS SELECT ${profileColumns} FROM number_state`);
  await run('CREATE UNIQUE INDEX number_profile_number_id ON serving.number_profile (number_id)');
  await run(`CREATE TABLE serving.offer_hold_out AS ${holdOuts}`);
  await run(`CREATE TABLE serving.number_propensity AS SELECT * FROM (${scoresSql(months.at(-1)!)}) ORDER BY number_id, scene`);
  await run('CHECKPOINT serving');
  await run('DETACH serving');
}

/** A month's scores of numbers in scenes as SQL: number_id, scene, and a map by offer. */
export const scoresSql = (month: string): string =>
  `SELECT number_id, scene, map_from_entries(list(row(offer_id, CAST(probability AS DOUBLE)) ORDER BY offer_id)) AS scores
    FROM base.propensity WHERE month = ${text(month)} GROUP BY number_id, scene`;
