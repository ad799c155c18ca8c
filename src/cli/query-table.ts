import Table from 'cli-table3';
import type { CsvCell } from '../lib/csv.js';

/** What is printed as a table: plain cells below their heads. */
export interface PlainTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly CsvCell[])[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * A GraphQL answer as tables, where its one field is a list of objects or has `rows` (and `totals`) of them, with `cells` below
 * `columns` in a report's; null where it is no table.
 */
export function tablesOf(data: unknown): readonly PlainTable[] | null {
  const [answer, ...others] = isFields(data) ? Object.values(data) : [];
  if (others.length > 0) return null;
  if (isListOfFields(answer)) return [fieldTable(answer)];
  if (!isFields(answer) || !isListOfFields(answer.rows)) return null;
  const { rows, columns, totals } = answer;
  if (rows.some((row) => 'cells' in row)) return isListOfFields(columns) ? [cellTable(columns, rows)] : null;
  return [fieldTable(rows), ...(isListOfFields(totals) && totals.length > 0 ? [fieldTable(totals)] : [])];
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOfFields = (value: unknown): value is readonly Fields[] => Array.isArray(value) && value.every(isFields);

function cellTable(columns: readonly Fields[], rows: readonly Fields[]): PlainTable {
  const head = columns.map((column, index) => String(column.label ?? column.name ?? index + 1));
  return { head, rows: rows.map(({ cells }) => (Array.isArray(cells) ? cells.map(cellOf) : [])) };
}

/** Objects in the rows become columns of their own, "baseline.revenue". */
function fieldTable(objects: readonly Fields[]): PlainTable {
  const rows = objects.map((row) => new Map(flat(row, '')));
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  // An object that is null in some rows has its columns from the others.
  const head = names.filter((name) => !names.some((other) => other.startsWith(`${name}.`)));
  return { head, rows: rows.map((row) => head.map((name) => row.get(name) ?? null)) };
}

const flat = (fields: Fields, prefix: string): readonly [string, CsvCell][] =>
  Object.entries(fields).flatMap(([name, value]) =>
    isFields(value) ? flat(value, `${prefix}${name}.`) : [[`${prefix}${name}`, cellOf(value)]],
  );

function cellOf(value: unknown): CsvCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join(', ') : JSON.stringify(value);
}

/** For people: aligned, numbers to the right and rounded to what the eye takes in. */
export function drawTable({ head, rows }: PlainTable): string {
  if (rows.length === 0) return '(no rows)\n';
  const formats = head.map((_, index) => numberFormat(rows.map((row) => row[index] ?? null)));
  const table = new Table({
    head: head.map(printable),
    colAligns: formats.map((format) => (format ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => row.map((cell, index) => shown(cell, formats[index] ?? null))));
  return `${table.toString()}\n`;
}

/** As many decimals in the whole column; null where it is not of numbers. */
function numberFormat(cells: readonly CsvCell[]): Intl.NumberFormat | null {
  const numbers = cells.filter((cell) => cell !== null);
  if (!numbers.every((cell) => typeof cell === 'number')) return null;
  const digits = numbers.every(Number.isInteger) ? 0 : numbers.some((number) => Math.abs(number) >= 10) ? 2 : 4;
  return new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function shown(cell: CsvCell, format: Intl.NumberFormat | null): string {
  if (cell === null) return '';
  return format ? format.format(cell as number) : printable(String(cell));
}

/** What stands in a warehouse must not steer the terminal. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, ' ');
