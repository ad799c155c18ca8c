import { mapYielding } from '../../lib/yielding.js';
import type { ReportAnswer } from '../../reports/answer.js';
import { cellIn } from '../../reports/labelled.js';
import type { ReportDefinition } from '../../reports/report.js';
import type { Manifest } from '../../warehouse/generations.js';
import { inLocale, type Locale } from '../locale.js';
import { plainObjects } from './plain-table.js';

/** Rows as lists of cells, or as objects with the columns' names, as tools for tables take them. */
export type RowShape = 'cells' | 'objects';

/** A report as an object for JSON, with the generation and data date that it is of. */
export async function reportJson(report: ReportAnswer, { id, dataDate }: Manifest, locale: Locale, shape: RowShape = 'cells') {
  const { code, names } = report.definition;
  return {
    code,
    name: inLocale(names, locale),
    columns: report.columns.map(({ names: labels, ...column }) => ({ ...column, label: inLocale(labels, locale) })),
    rows: await (shape === 'objects' ? plainObjects(report, locale) : rowsOf(report, locale)),
    generation: id,
    dataDate,
  };
}

const rowsOf = ({ rows }: ReportAnswer, locale: Locale) =>
  mapYielding(rows, ({ cells, totalOf }) => ({ cells: cells.map((cell) => cellIn(cell, locale)), totalOf }));

/** A report in the list: what it is, what may be chosen, where it is. */
export const reportListing = ({ code, names, description, options }: ReportDefinition, locale: Locale) => ({
  code,
  name: inLocale(names, locale),
  description: inLocale(description, locale),
  options: options.map((option) => ({ ...option, description: inLocale(option.description, locale) })),
  arrow: `/reports/${code}.arrow`,
  csv: `/reports/${code}.csv`,
  json: `/reports/${code}.json`,
  parquet: `/reports/${code}.parquet`,
  xlsx: `/reports/${code}.xlsx`,
});
