import type { CsvCell } from '../../lib/csv.js';
import { mapYielding } from '../../lib/yielding.js';
import type { ColumnValue } from '../../reports/column.js';
import { cellIn } from '../../reports/labelled.js';
import type { ReportRowValue, ReportTable } from '../../reports/report.js';
import { inLocale, type Locale } from '../locale.js';

/** A report's table below a head of labels, or of the columns' names for programs; rows that are totals say so in a last column. */
export async function plainTable({ columns, rows }: ReportTable, locale: Locale, head: 'labels' | 'code' = 'labels') {
  const label = ({ name, names }: ColumnValue): string => (head === 'code' ? name : inLocale(names, locale));
  const cellsOf = ({ cells }: ReportRowValue): readonly CsvCell[] => cells.map((cell) => cellIn(cell, locale));
  if (rows.every(({ totalOf }) => totalOf.length === 0))
    return { head: columns.map(label), rows: await mapYielding(rows, cellsOf) };
  // A dimension is called as the column of its names is.
  const called = (wanted: string): string => {
    const column = columns.find(({ name }) => name === `${wanted}Label`) ?? columns.find(({ name }) => name === wanted);
    return column && head === 'labels' ? label(column) : wanted;
  };
  const totalOf = head === 'code' ? 'totalOf' : inLocale({ en: 'Total of', zh: '合计项' }, locale);
  const total = (row: ReportRowValue): CsvCell => row.totalOf.map(called).join(', ') || null;
  return { head: [...columns.map(label), totalOf], rows: await mapYielding(rows, (row) => [...cellsOf(row), total(row)]) };
}

/** Its rows as objects with the columns' names. */
export async function plainObjects(table: ReportTable, locale: Locale): Promise<readonly Readonly<Record<string, CsvCell>>[]> {
  const { head, rows } = await plainTable(table, locale, 'code');
  return mapYielding(rows, (cells) => Object.fromEntries(head.map((name, index) => [name, cells[index]!])));
}
