import type { ReportAnswer } from '../../reports/answer.js';
import { cellIn } from '../../reports/labelled.js';
import type { ReportDefinition } from '../../reports/report.js';
import type { Manifest } from '../../warehouse/generations.js';
import { inLocale, type Locale } from '../locale.js';

/** A report as an object for JSON, with the generation and data date that it is of. */
export function reportJson(
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
export const reportListing = ({ code, names, description, options }: ReportDefinition, locale: Locale) => ({
  code,
  name: inLocale(names, locale),
  description: inLocale(description, locale),
  options: options.map((option) => ({ ...option, description: inLocale(option.description, locale) })),
  csv: `/reports/${code}.csv`,
  json: `/reports/${code}.json`,
});
