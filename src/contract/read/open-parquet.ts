import { text, texts } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { counted, type Problem, type ProblemKind } from '../problem.js';
import type { ContractMart } from '../types.js';
import type { OpenedMart } from './compare-columns.js';
import { shapeOf } from './compare-columns.js';
import type { SourceFile } from './folder.js';
import { footers } from './footers.js';
import type { MartFile } from './found.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** "month=2026-10" → ["month", "2026-10", "month"], for each such folder on the way to the file; the third as it is written there. */
const foldered = (file: SourceFile): [string, string, string][] =>
  file.name
    .split('/')
    .slice(1, -1)
    .filter((step) => step.includes('='))
    .map((step) => {
      const key = step.slice(0, step.indexOf('='));
      return [key.toLowerCase(), step.slice(step.indexOf('=') + 1), key];
    });

/** A mart of Parquet files: months from the folders, columns from every footer, and the relation that reads exactly these files. */
export async function openParquet(
  builder: Builder,
  mart: ContractMart,
  all: readonly SourceFile[],
  problems: Problem[],
): Promise<OpenedMart> {
  const say = (kind: ProblemKind, file: string | undefined, message: string): void =>
    void problems.push({ mart: mart.name, ...(file ? { file } : {}), kind, severity: 'error', message });
  const files = all.filter((file) => file.name.endsWith('.parquet'));
  if (files.length === 0) {
    const found = all.length === 0 ? 'an empty folder' : `${all.length} other file(s), as ${all[0]!.name}`;
    say(
      'missing-mart',
      undefined,
      `${mart.name}/: expected .parquet files, found ${found}. Write Parquet there, or map it with ${mart.name}.sql.`,
    );
    return { mart, kind: 'parquet', relation: null, shapes: [], files: [], sql: null };
  }
  const others = all.filter((file) => !files.includes(file));
  if (others.length > 0) problems.push(ignoredFiles(mart.name, others));
  const month = mart.partition ?? (files.every((file) => foldered(file).some(([key]) => key === 'month')) ? 'month' : null);
  const read = await footers(builder, files);
  const good: MartFile[] = [];
  const shapes = [];
  for (const file of files) {
    const footer = read.get(file.path)!;
    const keys = foldered(file);
    const value = keys.find(([key]) => key === month)?.[1] ?? null;
    const other = keys.find(([key]) => key !== month && mart.columns.has(key));
    if (typeof footer === 'string')
      say(
        'unreadable-file',
        file.name,
        `${file.name}: expected a Parquet file, found one that cannot be read (${footer}). Write it again.`,
      );
    else if (footer.doubles.length > 0)
      say(
        'duplicate-column',
        file.name,
        `${file.name}: expected columns that differ by more than capitals, found ${footer.doubles.join('; ')}. Leave one of them out, or give it another name.`,
      );
    else if (month && (value === null || !MONTH.test(value)))
      say(
        'path',
        file.name,
        `${file.name}: expected a folder ${month}=YYYY-MM on the way, found ${value === null ? 'none' : `"${month}=${value}"`}. Write it with PARTITION_BY (${month}).`,
      );
    else if (other)
      say(
        'path',
        file.name,
        `${file.name}: expected the column ${other[0]} in the file, found it as a folder. Only ${month ?? 'no column'} may be one.`,
      );
    else {
      const found = {
        ...file,
        month: month ? value : null,
        rows: footer.rows,
        repeatsMonth: month !== null && footer.columns.has(month),
      };
      good.push(found);
      shapes.push(shapeOf(found, month ? new Map([...footer.columns, [month, 'VARCHAR']]) : footer.columns));
    }
  }
  const uniform = new Set(shapes.map(({ columns }) => JSON.stringify([...columns].sort()))).size === 1;
  const relation = good.length > 0 ? readParquet(good, month, uniform) : null;
  return { mart, kind: 'parquet', relation, shapes, files: good, sql: null };
}

function ignoredFiles(mart: string, files: readonly SourceFile[]): Problem {
  const shown = `${files
    .slice(0, 3)
    .map(({ name }) => name)
    .join(', ')}${files.length > 3 ? ', …' : ''}`;
  const message = `${mart}/: expected .parquet files alone, found ${counted(files.length, 'file')} of another kind, which ${files.length === 1 ? 'is' : 'are'} ignored: ${shown}. Write what should count as Parquet; a name that begins with "_" is passed over without a word.`;
  return { mart, file: files[0]!.name, kind: 'ignored-file', severity: 'warning', message, count: files.length };
}

/**
 * The table function over a fixed list of files, so that what is read is what was surveyed. With the month as VARCHAR a
 * literal month prunes whole files. Files that differ are read by name: without it DuckDB takes the first file's types for all;
 * with it every query opens every footer, so it is left out where they are `uniform`.
 */
function readParquet(files: readonly MartFile[], month: string | null, uniform: boolean): string {
  // Of a partition DuckDB tells capitals, other than of columns.
  const key = files.flatMap(foldered).find(([name]) => name === month)?.[2];
  const hive = key ? `hive_partitioning = true, hive_types = {${text(key)}: VARCHAR}` : 'hive_partitioning = false';
  return `read_parquet(${texts(files.map((file) => file.path))}, ${hive}, union_by_name = ${!uniform})`;
}
