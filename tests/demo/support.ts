import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type DemoResult, type Execute, makeDemo } from '../../src/demo/demo.js';
import { reachOf } from '../support/imports.js';
import { kept } from '../support/kept.js';

export interface Engine {
  readonly execute: Execute;
  /** All rows, each as a plain object: numbers and texts. */
  rows<T = Record<string, unknown>>(sql: string): Promise<T[]>;
  close(): void;
}

/** A DuckDB in memory that spills into `spill`. */
export async function openEngine(spill: string, settings: { threads?: number; memory_limit?: string } = {}): Promise<Engine> {
  await mkdir(spill, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(settings.threads ?? 2),
    memory_limit: settings.memory_limit ?? '2GB',
    temp_directory: join(spill, 'spill'),
  });
  const connection = await instance.connect();
  return {
    execute: async (sql) => {
      await connection.run(sql);
    },
    rows: async <T>(sql: string) => {
      const read = await connection.runAndReadAll(sql);
      return read
        .getRowObjectsJson()
        .map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, numeric(v)]))) as T[];
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** BIGINT and DECIMAL arrive as text. */
const numeric = (value: unknown): unknown => (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value);

export interface DemoAtHand extends Engine {
  readonly dir: string;
  readonly made: DemoResult;
  remove(): Promise<void>;
}

/**
 * The demo of 20,000 numbers and 15 months, for reading only, with a view on each mart and the table `lived`: number_month with the
 * opening, tenure and the mean use of the three months before, worked out by hand from the domain's rules.
 */
export async function openDemoAtHand(): Promise<DemoAtHand> {
  const temporary = await mkdtemp(join(tmpdir(), 'martlet-demo-'));
  const engine = await openEngine(temporary);
  const sources = reachOf('src/demo/demo.ts').files;
  const folder = await kept('marts-20000x15-1', [...sources, 'package-lock.json'], async (dir) => {
    const made = await makeDemo({ dir: join(dir, 'warehouse'), numbers: 20_000, months: 15, seed: 1 }, engine.execute);
    await writeFile(join(dir, 'made.json'), JSON.stringify(made));
  });
  const dir = join(folder, 'warehouse');
  const made: DemoResult = JSON.parse(await readFile(join(folder, 'made.json'), 'utf8'));
  await openMarts(engine, dir);
  await engine.execute(LIVED);
  return { ...engine, dir, made, remove: () => remove(engine, temporary) };
}

async function remove(engine: Engine, temporary: string): Promise<void> {
  engine.close();
  await rm(temporary, { recursive: true });
}

/** A view on each mart, with the month from the folder's name. */
export async function openMarts(engine: Engine, dir: string): Promise<void> {
  for (const mart of [
    'number_month',
    'number_event',
    'contact',
    'cell_month',
    'cell_hour',
    'lead',
    'number_day',
    'complaint',
    'score',
  ])
    await engine.execute(`CREATE OR REPLACE VIEW ${mart} AS FROM read_parquet('${dir}/${mart}/*/data.parquet',
      hive_partitioning = true, hive_types = {'month': VARCHAR})`);
  for (const mart of ['plan', 'channel', 'city', 'county', 'grid', 'campaign', 'target'])
    await engine.execute(`CREATE OR REPLACE VIEW ${mart} AS FROM read_parquet('${dir}/${mart}/data.parquet')`);
}

const LIVED = `
  CREATE TABLE lived AS
  WITH numbered AS (
    SELECT *, year(strptime(month, '%Y-%m')) * 12 + month(strptime(month, '%Y-%m')) AS m, year(joined_on) * 12 + month(joined_on) AS joined_m,
      status IN ('ACTIVE', 'SUSPENDED') AS on_books
    FROM number_month
  ), windowed AS (
    SELECT *, m - joined_m AS tenure, coalesce(lag(on_books) OVER life, false) AS was_on_books,
      avg(voice_min) OVER before AS voice_before, avg(data_gb) OVER before AS data_before, avg(revenue) OVER before AS revenue_before,
      count(*) OVER before AS months_before
    FROM numbered
    WINDOW life AS (PARTITION BY number_id ORDER BY m), before AS (PARTITION BY number_id ORDER BY m RANGE BETWEEN 3 PRECEDING AND 1 PRECEDING)
  )
  SELECT *, on_books AND tenure >= 4 AND months_before = 3 AS may_decline,
    coalesce(may_decline AND voice_before > 0 AND data_before > 0 AND voice_min <= 0.7 * voice_before AND data_gb <= 0.7 * data_before, false) AS dual_drop,
    coalesce(may_decline AND NOT dual_drop AND ((voice_before >= 30 AND voice_min <= 0.5 * voice_before) OR (data_before >= 1 AND data_gb <= 0.5 * data_before)), false) AS secondary_sim,
    coalesce(may_decline AND NOT dual_drop AND NOT secondary_sim AND revenue <= 0.8 * revenue_before AND (complaints > 0 OR status = 'SUSPENDED'), false) AS value_drop
  FROM windowed`;
