import { groupedBy } from '../../lib/grouped-by.js';
import { texts } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { Row } from '../../warehouse/engine.js';
import { engineText } from '../problem.js';
import type { SourceFile } from './folder.js';

/** What a Parquet file's footer says. */
export interface Footer {
  /** Lower-case name → the engine's type; nested columns as "STRUCT". */
  readonly columns: ReadonlyMap<string, string>;
  readonly rows: number;
  /** Names that stand twice, as SQL does not tell capitals: "City, CITY". */
  readonly doubles: readonly string[];
}

/** Top-level columns out of parquet_schema's flattened tree, whose first row is the root. */
function topColumns(rows: readonly Row[]): Pick<Footer, 'columns' | 'doubles'> {
  const columns = new Map<string, string>();
  const names: string[] = [];
  const skip = (at: number): number => {
    let next = at + 1;
    for (let child = 0; child < Number(rows[at]?.num_children ?? 0); child++) next = skip(next);
    return next;
  };
  for (let at = 1; at < rows.length; at = skip(at)) {
    const row = rows[at]!;
    names.push(String(row.name));
    columns.set(String(row.name).toLowerCase(), Number(row.num_children ?? 0) > 0 ? 'STRUCT' : String(row.duckdb_type));
  }
  return { columns, doubles: doublesIn(names) };
}

/** "City, CITY" for each name that several columns have but for capitals. */
export function doublesIn(names: readonly string[]): readonly string[] {
  const same = groupedBy(names, (name) => name.toLowerCase());
  return [...same.values()].filter(({ length }) => length > 1).map((each) => each.join(', '));
}

async function read(builder: Builder, files: readonly SourceFile[]): Promise<Map<string, Footer>> {
  const list = texts(files.map((file) => file.path));
  const schema = await builder.query(
    `SELECT file_name, name, num_children, duckdb_type FROM parquet_schema(${list}) ORDER BY file_name, column_id`,
  );
  const counts = await builder.query(`SELECT file_name, num_rows FROM parquet_file_metadata(${list})`);
  const byFile = new Map<string, Row[]>(counts.map((row) => [String(row.file_name), []]));
  for (const row of schema) byFile.get(String(row.file_name))?.push(row);
  return new Map(
    counts.map((row) => [
      String(row.file_name),
      { ...topColumns(byFile.get(String(row.file_name)) ?? []), rows: Number(row.num_rows) },
    ]),
  );
}

/** Footers of all files by path; an Error's text in place of those that cannot be read. */
export async function footers(builder: Builder, files: readonly SourceFile[]): Promise<ReadonlyMap<string, Footer | string>> {
  const found = new Map<string, Footer | string>();
  const whole = files.filter((file) => file.size > 0);
  for (const file of files) if (file.size === 0) found.set(file.path, 'the file is empty (0 bytes)');
  if (whole.length === 0) return found;
  try {
    for (const [path, footer] of await read(builder, whole)) found.set(path, footer);
  } catch {
    // One bad file fails them all: ask one by one to name it.
    for (const file of whole) {
      const footer = await read(builder, [file]).catch(engineText);
      found.set(file.path, typeof footer === 'string' ? footer.replaceAll(file.path, file.name) : footer.get(file.path)!);
    }
  }
  return found;
}
