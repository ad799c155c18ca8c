import { join } from 'node:path';
import { type Flow, flowColumn, numberFlows } from '../catalogue/flows.js';
import { groupedBy } from '../lib/grouped-by.js';
import { ident, text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import type { Manifest } from '../warehouse/generations.js';
import { castType } from '../warehouse/spelled.js';
import { schemaOf, type TrinoSettings } from '../warehouse/trino/settings.js';
import { besideNumber } from './beside-number.js';
import { monthOfFile, parquet } from './mart-files.js';

/** Column names with the engine's types, as DuckDB finds them in a file. */
type Columns = ReadonlyMap<string, string>;

/** A table of the cluster over files of a generation. */
interface Table {
  readonly name: string;
  /** Its folder below the generation. */
  readonly folder: string;
  /** Of its files, where they lie in a folder each. */
  readonly months: readonly string[];
  readonly columns: Columns;
}

/** What stands in the place of number_state, with what is unknown in a month as null. */
const STATE_FILES = 'number_state_files';

/** Says that all is there: it is made last. */
const COMPLETE = 'generation';

export interface Laying {
  /** Where the files lie. */
  readonly dir: string;
  readonly manifest: Manifest;
  /** Columns of number_state with their types, of which nobody knows anything in a month. */
  readonly unknown: (month: string) => readonly { readonly name: string; readonly type: string }[];
}

/** A folder of files and the table that they are: "rollup/whole" is rollup_whole. */
const tableOf = (folder: string): string => (folder === 'number_state' ? STATE_FILES : folder.replace('/', '_'));

/** Files of marts and rollups by their folders. */
const foldersOf = ({ files }: Pick<Manifest, 'files'>): ReadonlyMap<string, readonly string[]> =>
  groupedBy(
    files.map(({ path }) => path).filter((path) => path.endsWith('.parquet')),
    (path) => path.replace(/(\/month=[^/]+)?\/data\.parquet$/, ''),
  );

/** Facts that are asked together with all that is known of their numbers, and the views as which they are. */
const BESIDE = { number_flow: 'flow_state', number_day: 'day_state', number_complaint: 'complaint_state' } as const;

/** What statements may read on the cluster. */
export function clusterTables(manifest: Pick<Manifest, 'files'>): readonly string[] {
  const folders = [...foldersOf(manifest).keys()];
  return [...folders.map((folder) => folder.replace('/', '_')), ...folders.flatMap((folder) => BESIDE[folder as never] ?? [])];
}

/** The tables that are all of a generation's files, by their names on the cluster; names of files by the manifest, not by what lies there. */
async function tablesOf(near: Builder, { dir, manifest }: Laying): Promise<readonly Table[]> {
  const tables: Table[] = [];
  for (const [folder, paths] of foldersOf(manifest)) {
    const described = await near.describe(`SELECT * FROM ${parquet([join(dir, paths[0]!)])}`);
    const columns = new Map(described.map((column) => [column.name, column.type]));
    const months = paths.filter((path) => /month=/.test(path)).map(monthOfFile);
    tables.push({ name: tableOf(folder), folder, months, columns });
  }
  return tables;
}

/** Does the cluster have all of a generation's tables? */
export async function isLaid(far: Builder, settings: TrinoSettings, id: string): Promise<boolean> {
  const sql = 'SELECT count(*) AS n FROM information_schema.tables WHERE table_schema = $1 AND table_name = $2';
  const [there] = await far.query(sql, [schemaOf(settings, id), COMPLETE]);
  return there!.n !== 0;
}

/**
 * Lays a generation's files out as tables of a schema of their own, by the names that statements know the marts by. Nothing is copied: the
 * cluster reads the files where they lie. Once it is there it is left as it is.
 */
export async function layTables(near: Builder, far: Builder, settings: TrinoSettings, laying: Laying): Promise<void> {
  const { manifest } = laying;
  const schema = schemaOf(settings, manifest.id);
  if (await isLaid(far, settings, manifest.id)) return;
  await dropTables(far, settings, manifest.id);
  await far.execute(`CREATE SCHEMA ${schema}`);
  const tables = await tablesOf(near, laying);
  for (const table of tables) await layTable(far, settings, manifest.id, table);
  const state = tables.find(({ name }) => name === STATE_FILES)!;
  const view = (name: string, sql: string) => far.execute(`CREATE VIEW ${schema}.${name} AS ${sql}`);
  await view('number_state', stateSql(`${schema}.${STATE_FILES}`, state, laying));
  for (const table of tables)
    if (table.name in BESIDE)
      await view(BESIDE[table.name as never], besideNumber(factsOf(schema, table), `${schema}.number_state`));
  await view(COMPLETE, `SELECT ${text(manifest.id)} AS id`);
}

async function layTable(
  far: Builder,
  settings: TrinoSettings,
  id: string,
  { name, folder, months, columns }: Table,
): Promise<void> {
  const schema = schemaOf(settings, id);
  const own = [...columns].filter(([column]) => months.length === 0 || column !== 'month');
  const written = own.map(([column, type]) => `${ident(column)} ${castType(type)}`);
  const parts = months.length > 0 ? [`${ident('month')} VARCHAR`] : [];
  const partitioned = months.length > 0 ? ", partitioned_by = ARRAY['month']" : '';
  await far.execute(
    `CREATE TABLE ${schema}.${ident(name)} (${[...written, ...parts].join(', ')}) WITH (format = 'PARQUET', external_location = ${text(`${settings.files}/${id}/${folder}`)}${partitioned})`,
  );
  if (months.length > 0)
    await far.execute(`CALL ${settings.catalog}.system.sync_partition_metadata(${text(schema)}, ${text(name)}, 'ADD')`);
}

/** number_state as statements read it: months that do not know the same are apart. */
function stateSql(files: string, { columns, months }: Table, { unknown }: Laying): string {
  const alike = groupedBy(months, (month) =>
    unknown(month)
      .map(({ name }) => name)
      .join(),
  );
  const selects = [...alike.values()].map((of) => {
    const nulls = new Map(unknown(of[0]!).map(({ name, type }) => [name, type]));
    const selected = [...columns.keys()].map((column) =>
      nulls.has(column) ? `CAST(NULL AS ${castType(nulls.get(column)!)}) AS ${ident(column)}` : ident(column),
    );
    return `SELECT ${selected.join(', ')} FROM ${files} WHERE month IN (${of.map(text).join(', ')})`;
  });
  return selects.join(' UNION ALL ');
}

/** Facts as they stand beside their numbers: the flows of number_flow by the names that `flowColumn` gives them. */
function factsOf(schema: string, { name, columns }: Table): string {
  if (name !== 'number_flow') return `${schema}.${name}`;
  const flows: ReadonlySet<string> = new Set(numberFlows);
  const selected = [...columns.keys()].map((column) =>
    flows.has(column) ? `${ident(column)} AS ${flowColumn(column as Flow)}` : ident(column),
  );
  return `(SELECT ${selected.join(', ')} FROM ${schema}.${name})`;
}

/** Takes a generation's tables away; its files stay. */
export async function dropTables(far: Builder, settings: TrinoSettings, id: string): Promise<void> {
  await far.execute(`DROP SCHEMA IF EXISTS ${schemaOf(settings, id)} CASCADE`);
}
