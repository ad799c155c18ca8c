import type { Names } from '../../catalogue/names.js';
import type { CsvCell } from '../../lib/csv.js';
import type { ReportAnswer } from '../../reports/answer.js';
import type { ColumnValue } from '../../reports/column.js';
import { cellIn } from '../../reports/labelled.js';
import type { ReportDefinition, ReportRowValue } from '../../reports/report.js';
import type { Manifest } from '../../warehouse/generations.js';

export type Locale = 'EN' | 'ZH';

const inLocale = ({ en, zh }: Names, locale: Locale): string => (locale === 'ZH' ? zh : en);

/** A report's table below a head of labels, or of the columns' names for programs; rows that are totals say so in a last column. */
export function plainTable({ columns, rows }: ReportAnswer, locale: Locale, head: 'labels' | 'code' = 'labels') {
  const label = ({ name, names }: ColumnValue): string => (head === 'code' ? name : inLocale(names, locale));
  const cellsOf = ({ cells }: ReportRowValue): readonly CsvCell[] => cells.map((cell) => cellIn(cell, locale));
  if (rows.every(({ totalOf }) => totalOf.length === 0)) return { head: columns.map(label), rows: rows.map(cellsOf) };
  // A dimension is called as the column of its names is.
  const called = (wanted: string): string => {
    const column = columns.find(({ name }) => name === `${wanted}Label`) ?? columns.find(({ name }) => name === wanted);
    return column && head === 'labels' ? label(column) : wanted;
  };
  const totalOf = head === 'code' ? 'totalOf' : inLocale({ en: 'Total of', zh: '合计项' }, locale);
  const total = (row: ReportRowValue): CsvCell => row.totalOf.map(called).join(', ') || null;
  return { head: [...columns.map(label), totalOf], rows: rows.map((row) => [...cellsOf(row), total(row)]) };
}

/** A report as an object for JSON, with the generation and data date that it is of. */
export function jsonReport(
  { definition: { code, names }, columns, rows }: ReportAnswer,
  { id, dataDate }: Manifest,
  locale: Locale,
) {
  return {
    code,
    name: inLocale(names, locale),
    columns: columns.map(({ names: labels, ...column }) => ({ ...column, label: inLocale(labels, locale) })),
    rows: rows.map(({ cells, totalOf }) => ({ cells: cells.map((cell) => cellIn(cell, locale)), totalOf })),
    generation: id,
    dataDate,
  };
}

/** A report in the list: what it is, what may be chosen, where it is. */
export const listedReport = ({ code, names, description, options }: ReportDefinition, locale: Locale) => ({
  code,
  name: inLocale(names, locale),
  description: inLocale(description, locale),
  options: options.map((option) => ({ ...option, description: inLocale(option.description, locale) })),
  csv: `/reports/${code}.csv`,
  json: `/reports/${code}.json`,
});
