import { didYouMean, suggestions } from '../../catalogue/suggestions.js';
import { engineType, fits, type IdType, idTypeOf, onlyWider, remedy } from '../engine-type.js';
import { counted, type Problem } from '../problem.js';
import type { ContractColumn, ContractMart } from '../types.js';
import type { FoundColumn, FoundMart, MartFile } from './found.js';

/** The columns of one file or one mapping: lower-case name → the engine's type. */
export interface Shape {
  /** How messages call it: "number_month/month=2026-01/a.parquet", "number_month.sql". */
  readonly name: string;
  readonly month: string | null;
  readonly columns: ReadonlyMap<string, string>;
}

export const shapeOf = (file: MartFile, columns: ReadonlyMap<string, string>): Shape => ({
  name: file.name,
  month: file.month,
  columns,
});

/** The kind of ID that number_month's files have; VARCHAR where none can tell. */
export function idKind(shapes: readonly Shape[]): IdType {
  for (const { columns } of shapes) {
    const kind = idTypeOf(columns.get('number_id') ?? '');
    if (kind) return kind;
  }
  return 'VARCHAR';
}

/** Compares the columns of every file with the contract: what is usable, and what is missing, of the wrong type, or differs from file to file. */
export function compareColumns(mart: ContractMart, shapes: readonly Shape[], id: IdType, timeZone: string) {
  const problems: Problem[] = [];
  const columns = new Map<string, FoundColumn>();
  const extra = [...new Set(shapes.flatMap((shape) => [...shape.columns.keys()]))].filter((name) => !mart.columns.has(name));
  for (const column of mart.columns.values()) {
    const having = shapes.filter((shape) => shape.columns.has(column.name));
    const missing = missingProblem(mart, column, shapes, having, extra);
    if (missing) problems.push(missing);
    if (having.length === 0) continue;
    const wrong = typeProblem(mart, column, having, engineType(column.type, id), timeZone);
    if (wrong) problems.push(wrong);
    const types = [...new Set(having.map((shape) => shape.columns.get(column.name)!))];
    columns.set(column.name, { types, usable: wrong?.severity !== 'error' });
  }
  const absent = [...mart.columns.keys()].filter((name) => !columns.has(name));
  for (const name of extra) {
    const near = suggestions(name, absent);
    if (near.length === 0) continue;
    const message = `${mart.name}.${name} is not in the contract and is ignored.${didYouMean(near)}`;
    problems.push({ mart: mart.name, column: name, kind: 'misspelt', severity: 'warning', message });
  }
  return { columns, extra, problems };
}

function missingProblem(
  mart: ContractMart,
  column: ContractColumn,
  shapes: readonly Shape[],
  having: readonly Shape[],
  extra: readonly string[],
): Problem | null {
  const lacking = shapes.filter((shape) => !having.includes(shape));
  const [first] = lacking;
  if (!first || (having.length === 0 && !column.required)) return null;
  const asked = column.required ? 'a required column' : 'it in every file or in none,';
  const where =
    having.length === 0 ? 'no such column' : `none in ${counted(lacking.length, 'file')} of ${shapes.length}, as ${first.name}`;
  const near = didYouMean(suggestions(column.name, extra));
  return {
    mart: mart.name,
    column: column.name,
    ...(having.length === 0 ? {} : { file: first.name, ...(first.month ? { month: first.month } : {}) }),
    kind: 'missing-column',
    severity: column.required ? 'error' : 'warning',
    message: `${mart.name}.${column.name}: expected ${asked} of type ${column.type}, found ${where}.${near}`,
    count: lacking.length,
  };
}

/** DuckDB reads a later file's 1.7 as 2 where the first file's column is an INTEGER, and says nothing: so every file's type counts. */
function typeProblem(
  mart: ContractMart,
  column: ContractColumn,
  having: readonly Shape[],
  expected: string,
  timeZone: string,
): Problem | null {
  const typeIn = (shape: Shape): string => shape.columns.get(column.name)!;
  const types = [...new Set(having.map(typeIn))];
  const unfit = types.find((type) => !fits(expected, type));
  const usual = types[0]!;
  const apart = types.find((type) => !onlyWider(usual, type));
  if (!unfit && types.length === 1) return null;
  const odd = apart ?? types[1];
  const culprits = having.filter((shape) => (unfit ? !fits(expected, typeIn(shape)) : typeIn(shape) === odd));
  const file = culprits[0]!;
  const spread = types
    .map((type) => `${type} in ${counted(having.filter((shape) => typeIn(shape) === type).length, 'file')}`)
    .join(' and ');
  const found = types.length === 1 ? `${usual} in ${file.name}` : `${spread} (${typeIn(file)} in ${file.name})`;
  const cure = unfit
    ? ` To mend it, ${remedy(column.name, expected, unfit, timeZone)} where the mart is made, or in a mapping.`
    : '';
  const why = types.length > 1 && (unfit || apart) ? ' All files of a mart must have one type: DuckDB would read 1.7 as 2.' : '';
  const asked = column.type === 'ID' ? `${expected} (the kind of number_month.number_id)` : expected;
  return {
    mart: mart.name,
    column: column.name,
    file: file.name,
    ...(file.month ? { month: file.month } : {}),
    kind: types.length > 1 ? 'type-drift' : 'wrong-type',
    severity: unfit || apart ? 'error' : 'warning',
    message: `${mart.name}.${column.name}: expected ${asked}, found ${found}.${cure}${why}`,
    count: culprits.length,
  };
}

/** A mart whose columns are known but not yet compared with the contract. */
export interface OpenedMart extends Omit<FoundMart, 'columns' | 'extra'> {
  readonly shapes: readonly Shape[];
}
