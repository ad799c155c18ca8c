import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { badInput } from '../../errors.js';
import { text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { engineText } from '../problem.js';
import { listSourceFiles, realFolder, type SourceFile } from '../read/folder.js';

/** Files of one form and one kind of name: they are read together. */
export interface Extract {
  /** The files' names with "*" for what differs between them: "bills/*.csv". */
  readonly name: string;
  readonly files: readonly string[];
  /** The relation as a mapping reads it. */
  readonly relation: string;
  /** By name in the file's order: the engine's type. */
  readonly columns: ReadonlyMap<string, string>;
  /** Cells end with ";", so that commas stand for decimals in them. */
  readonly hasCommas: boolean;
  /** A table of a database has no files by whose names rows could be told. */
  readonly hasFilename: boolean;
}

export interface Folder {
  readonly root: string;
  readonly files: readonly SourceFile[];
  /** What is not read, and why. */
  readonly passedOver: readonly string[];
}

/** The extracts of a folder, or the one that is named. Errors: BAD_USER_INPUT where there is none. */
export function listExtracts(data: string): Folder {
  if (/^postgres(ql)?:/.test(data))
    throw badInput(
      `PostgreSQL is read by an extension that DuckDB would have to download, so it is not: write the tables out with COPY … TO … (FORMAT csv, HEADER), then give the folder.`,
    );
  const isFile = existsSync(data) && statSync(data).isFile();
  const root = realFolder(isFile ? dirname(resolve(data)) : data, 'The extracts');
  const passedOver: string[] = [];
  const found = listSourceFiles(root, root, (name, message) => void passedOver.push(`${name}: ${message}`));
  const files = found.filter(({ name }) => !isFile || name === basename(data));
  const read = files.filter(({ name, size }) => {
    const reason = size === 0 ? 'it is empty' : unread(name);
    if (reason) passedOver.push(`${name}: ${reason}`);
    return reason === null;
  });
  if (read.length > 0) return { root, files: read, passedOver };
  const reasons = passedOver.length > 0 ? `:\n${passedOver.join('\n')}` : ' nothing.';
  throw badInput(`The extracts in ${JSON.stringify(data)}: expected CSV, Parquet or DuckDB files, found${reasons}`);
}

export const isText = (name: string): boolean => /\.(csv|tsv|txt|dat)$/i.test(name);
const isParquet = (name: string): boolean => /\.(parquet|pq)$/i.test(name);
const isDatabase = (name: string): boolean => /\.(duckdb|ddb|db)$/i.test(name);

function unread(name: string): string | null {
  if (isText(name) || isParquet(name) || isDatabase(name)) return null;
  if (/\.xlsx?$/i.test(name))
    return 'Excel is read by an extension that DuckDB would have to download, so it is not: save each sheet as "CSV UTF-8"';
  return 'it is no CSV, Parquet or DuckDB file by its name';
}

/** The files by what they hold. */
export async function openExtracts(builder: Builder, files: readonly SourceFile[], passedOver: string[]): Promise<Extract[]> {
  const groups = new Map<string, { how: How; files: SourceFile[] }>();
  const extracts: Extract[] = [];
  for (const file of files) {
    try {
      if (isDatabase(file.name)) extracts.push(...(await tablesOf(builder, file)));
      else {
        const how = await formOf(builder, file);
        if ([...how.columns.keys()].some((name) => /^\+?\d[\d./:-]+$/.test(name))) {
          passedOver.push(`${file.name}: expected names of columns in its first line, found values`);
          continue;
        }
        const key = JSON.stringify([stem(file.name), how.options, [...how.columns]]);
        const group = groups.get(key) ?? { how, files: [] };
        groups.set(key, { how, files: [...group.files, file] });
      }
    } catch (error) {
      passedOver.push(`${file.name}: it cannot be read: ${engineText(error)}`);
    }
  }
  return [...[...groups.values()].map(({ how, files: own }) => extractOf(how, own, files)), ...extracts];
}

/** The name without what counts months, days and parts. */
const stem = (name: string): string => name.replace(/\d+([-_年月]*\d+)*[年月日]?/g, '*');

interface How {
  readonly reads: 'read_csv' | 'read_parquet';
  readonly options: string;
  readonly columns: ReadonlyMap<string, string>;
}

async function formOf(builder: Builder, { name, path }: SourceFile): Promise<How> {
  const reads = isParquet(name) ? 'read_parquet' : 'read_csv';
  const options = reads === 'read_csv' ? `, header = true, all_varchar = true${await dialect(builder, path)}` : '';
  const rows = await builder.query(`DESCRIBE FROM ${reads}(${text(path)}${options})`);
  return { reads, options, columns: new Map(rows.map((row) => [String(row.column_name), String(row.column_type)])) };
}

/** Said in the mapping, so that one odd file later on is an error and no other guess. */
async function dialect(builder: Builder, path: string): Promise<string> {
  const sniff = `SELECT Delimiter AS delim, Quote AS quote, "Escape" AS escape FROM sniff_csv(${text(path)}, sample_size = 20000)`;
  const [found] = await builder.query(sniff);
  const said = (value: unknown): string => (value === '(empty)' ? '' : String(value));
  const quote = said(found?.quote) || '"';
  return `, delim = ${text(said(found?.delim) || ',')}, quote = ${text(quote)}, escape = ${text(said(found?.escape) || quote)}`;
}

function extractOf({ reads, options, columns }: How, own: readonly SourceFile[], all: readonly SourceFile[]): Extract {
  const pattern = own.length > 1 ? stem(own[0]!.name) : own[0]!.name;
  const matched = all.filter(({ name }) => matches(pattern, name));
  const below = (name: string): string => `getvariable('data') || ${text(`/${name}`)}`;
  // A pattern takes up the next month's files by itself, as long as it takes no others.
  const isExact = matched.length === own.length;
  const paths = isExact ? below(pattern) : `[${own.map(({ name }) => below(name)).join(', ')}]`;
  const union = own.length > 1 ? ', union_by_name = true' : '';
  return {
    name: pattern,
    files: own.map(({ name }) => name),
    relation: `${reads}(${paths}${options}, filename = true${union})`,
    columns,
    hasCommas: options.includes("delim = ';'"),
    hasFilename: true,
  };
}

const matches = (pattern: string, name: string): boolean => {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`).test(name);
};

async function tablesOf(builder: Builder, { name, path }: SourceFile): Promise<Extract[]> {
  await builder.execute(`ATTACH ${text(path)} AS extract (READ_ONLY)`);
  try {
    const columns = await builder.query(
      `SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = 'extract' AND schema_name = 'main' ORDER BY table_name, column_index`,
    );
    return [...new Set(columns.map(({ table_name }) => String(table_name)))].map((table) => ({
      name: `${name} ${table}`,
      files: [name],
      relation: `read_duckdb(getvariable('data') || ${text(`/${name}`)}, table_name = ${text(table)})`,
      columns: new Map(
        columns.filter((row) => row.table_name === table).map((row) => [String(row.column_name), String(row.data_type)]),
      ),
      hasCommas: false,
      hasFilename: false,
    }));
  } finally {
    await builder.execute('DETACH extract');
  }
}
