import { join } from 'node:path';
import type { Catalogue } from '../catalogue/types.js';
import type { Contract } from '../contract/types.js';
import { MartletError } from '../errors.js';
import { text } from '../quote.js';
import { type FilterColumn, filterColumns } from '../slices/columns.js';
import { openDuckdb } from '../warehouse/duckdb.js';
import type { WarehouseEngine } from '../warehouse/engine.js';
import { type Manifest, openGeneration } from '../warehouse/generations.js';
import { type Labels, loadLabels } from './labels.js';
import type { RollupRows } from './route.js';
import type { Facts } from './value.js';

/** A generation that answers questions. */
export interface Serving {
  readonly manifest: Manifest;
  readonly engine: WarehouseEngine;
  readonly columns: ReadonlyMap<string, FilterColumn>;
  readonly facts: Facts;
  readonly rollupRows: RollupRows;
  readonly labels: Labels;
}

export interface ServingOptions {
  readonly home: string;
  readonly id: string;
  readonly catalogue: Catalogue;
  readonly contract: Contract;
  readonly memoryLimit: string;
}

/**
 * Verifies a generation's files and opens it behind a locked engine. Errors: CONFLICT when it was built from another catalogue
 * or contract, INTERNAL when it is damaged.
 */
export async function openServing({ home, id, catalogue, contract, memoryLimit }: ServingOptions): Promise<Serving> {
  const { dir, manifest } = await openGeneration(home, id);
  if (manifest.catalogueHash !== catalogue.hash || manifest.contractHash !== contract.hash) {
    throw new MartletError(
      'CONFLICT',
      `Generation ${id} was built from other definitions than those at hand. Run "martlet build".`,
    );
  }
  const engine = await openDuckdb({
    setup: setupOf(dir),
    allowedDirectories: [dir],
    memoryLimit,
    tempDirectory: join(home, 'spill'),
  });
  const rollupRows = new Map(
    catalogue.rollups.map(({ name }) => [
      name,
      manifest.files.filter(({ path }) => path.startsWith(`rollup/${name}/`)).reduce((sum, { rows }) => sum + (rows ?? 0), 0),
    ]),
  );
  const provided = new Set(
    Object.entries(manifest.coverage).flatMap(([mart, columns]) => columns.map((column) => `${mart}.${column}`)),
  );
  return {
    manifest,
    engine,
    columns: filterColumns(catalogue, contract, manifest.idType),
    facts: { months: manifest.months, provided },
    rollupRows,
    labels: await loadLabels(engine, catalogue),
  };
}

/** Trusted SQL that gives the marts their names; the operator's dates are local dates of one time zone. */
function setupOf(dir: string): readonly string[] {
  const mart = (name: string) =>
    `create view ${name} as select * from read_parquet(${text(join(dir, name, '*', '*.parquet'))}, hive_partitioning = true, hive_types = {'month': varchar})`;
  return [
    `set global TimeZone = 'Asia/Shanghai'`,
    `attach ${text(join(dir, 'serving.duckdb'))} as serving (read_only)`,
    ...['number_state', 'cohort_state', 'flow_day'].map(mart),
    flowState,
  ];
}

const flows = ['gross_adds', 'won_back', 'leavers', 'complaints', 'orders'];

/** Flows by day with all that is known of the number in that month, so that every dimension and filter cuts them. */
const flowState = `create view flow_state as
  select n.*, f.day, ${flows.map((flow) => `f.${flow} as day_${flow}`).join(', ')}
  from flow_day f join number_state n on n.month = f.month and n.number_id = f.number_id`;
