import { aboutFile } from '../../exports/about-file.js';
import { arrowFile } from '../../exports/arrow-file.js';
import { excelFile } from '../../exports/excel-file.js';
import { tableFile } from '../../exports/table-file.js';
import { csv } from '../../lib/csv.js';
import type { ReportAnswer } from '../../reports/answer.js';
import type { RequestContext } from '../context.js';
import { inLocale, type Locale } from '../locale.js';
import { types } from './export-files.js';
import { plainTable } from './plain-table.js';
import { reportJson } from './report-json.js';
import type { reportParametersOf } from './report-parameters.js';

type Parameters = ReturnType<typeof reportParametersOf>;

interface Format {
  readonly type: string;
  /** That making it asks of the engine. */
  readonly statements: number;
  readonly make: (report: ReportAnswer, parameters: Parameters, context: RequestContext) => Promise<string | Buffer | object>;
}

/** A report as a file, by the ending of its name. */
export const reportFormats: Readonly<Record<string, Format>> = {
  csv: {
    type: types.csv!,
    statements: 0,
    make: async (report, { locale, names, hasBom }) => {
      const { head, rows } = plainTable(report, locale, names);
      return `${hasBom ? '\uFEFF' : ''}${csv([head, ...rows])}`;
    },
  },
  json: {
    type: 'application/json; charset=utf-8',
    statements: 0,
    make: async (report, { locale, shape }, { manifest }) => reportJson(report, manifest, locale, shape),
  },
  parquet: {
    type: types.parquet!,
    statements: 1,
    make: (report, parameters, context) => tableFile(typed(report, parameters.locale), about(report, context), context),
  },
  arrow: {
    type: 'application/vnd.apache.arrow.file',
    statements: 0,
    make: async (report, { locale }, context) => Buffer.from(await arrowFile(typed(report, locale), about(report, context))),
  },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    statements: 0,
    make: (report, { locale, names }, context) => {
      const { head: heads, rows } = plainTable(report, locale, names);
      const table = { columns: typesOf(report, heads), heads, rows, name: inLocale(report.definition.names, locale) };
      return excelFile(table, Object.entries(about(report, context)));
    },
  },
};

/** Under the columns' names: what they are called, and their units, are in the file as well. */
function typed(report: ReportAnswer, locale: Locale) {
  const { head, rows } = plainTable(report, locale, 'code');
  return { columns: typesOf(report, head), rows };
}

/** What says of a row that it is a total is text. */
const typesOf = ({ columns }: ReportAnswer, head: readonly string[]) =>
  head.map((name, index) => ({ name, type: columns[index]?.type ?? ('STRING' as const) }));

const about = ({ columns, months, scope, definition }: ReportAnswer, context: RequestContext) =>
  aboutFile({ months, scope, columns, of: { report: definition.code } }, context);
