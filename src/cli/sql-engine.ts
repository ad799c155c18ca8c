import { surveyWarehouse } from '../contract/read/survey.js';
import { createViews } from '../contract/read/views.js';
import { badInput, MartletError } from '../errors.js';
import { buffersOf } from '../lib/memory.js';
import { ident, text } from '../lib/quote.js';
import type { Martlet } from '../martlet.js';
import { seesClear, type Viewer } from '../security/viewer.js';
import { openBuilder, openDuckdb } from '../warehouse/duckdb.js';
import type { WarehouseEngine } from '../warehouse/engine.js';
import { currentGeneration } from '../warehouse/generations.js';

/** What free SQL is asked of: the warehouse's marts (base), its mappings (mapping) and the current generation, as far as they are there. */
export interface SqlEngine {
  readonly engine: WarehouseEngine;
  readonly generation: string | null;
  /** What of the warehouse could not be read. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** Opens it locked: nothing else can be read, and nothing written. Errors: BAD_USER_INPUT where there is neither warehouse nor generation. */
export async function openSqlEngine(martlet: Martlet): Promise<SqlEngine> {
  const { config, open } = martlet;
  const id = await currentGeneration(config.home);
  const { problems, ...beside } = await warehouseViews(martlet);
  if (id !== null) {
    const serving = await open(id, { believes: true, decides: false, beside });
    return { engine: serving.engine, generation: id, problems, close: serving.close };
  }
  if (!config.warehouse)
    throw badInput(
      `There is nothing to ask: no generation in ${config.home}, and no warehouse (--warehouse, MARTLET_WAREHOUSE).`,
    );
  const engine = await openDuckdb({
    setup: [`set global TimeZone = ${text(config.timeZone.name)}`, ...beside.setup],
    allowedDirectories: beside.directories,
    memoryLimit: buffersOf(config.memory, 'command'),
    tempDirectory: `${config.home}/spill`,
  });
  return { engine, generation: null, problems, close: () => engine.close() };
}

/** The statements that make the views of marts and mappings elsewhere, as they were made here. */
async function warehouseViews({ config, definitions }: Martlet) {
  if (!config.warehouse) return { setup: [], directories: [], problems: [] };
  const builder = await openBuilder();
  try {
    const survey = await surveyWarehouse(builder, definitions.contract, config.warehouse);
    await createViews(builder, survey, 'base', 'CAST');
    const views = await builder.query(
      `SELECT sql FROM duckdb_views() WHERE schema_name IN ('base', 'mapping') ORDER BY schema_name DESC, view_name`,
    );
    // A variable is its session's own, and statements have many.
    const data = text(survey.data ?? '');
    return {
      setup: [
        ...['mapping', 'base'].map((schema) => `create schema ${ident(schema)}`),
        ...views.map((row) => String(row.sql).replaceAll("getvariable('data')", data)),
      ],
      directories: [survey.dir, ...(survey.data ? [survey.data] : [])],
      problems: survey.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    };
  } finally {
    await builder.close();
  }
}

/** Free SQL can be cut by no policy: who may ask it sees all rows, marts and columns, in clear. Errors: FORBIDDEN. */
export function requireAllSeeing(viewer: Viewer): void {
  const { rows, marts, columns, minimumGroup, tiers, documents } = viewer;
  const lacks = [
    ...(rows === null ? [] : ['all numbers']),
    ...(marts.granted === null && marts.denied.length === 0 ? [] : ['all marts']),
    ...(columns.hidden.size === 0 && columns.masked.size === 0 ? [] : ['all columns']),
    ...(seesClear(viewer) ? [] : ['personal columns in clear for a purpose (--purpose)']),
    ...(minimumGroup <= 1 ? [] : ['groups of any size']),
    ...([1, 2, 3].every((tier) => tiers.includes(tier)) ? [] : ['tiers 1 to 3']),
    ...(documents === null ? [] : ['any document']),
  ];
  if (lacks.length === 0) return;
  throw new MartletError(
    'FORBIDDEN',
    `SQL is cut by no policy, so whoever asks it must be allowed to see everything. ${viewer.subject} is not allowed: ${lacks.join(', ')}. Ask with "martlet query".`,
  );
}
