import { badInput } from '../../errors.js';
import { aboutFile } from '../../exports/about-file.js';
import { tableFile } from '../../exports/table-file.js';
import type { FlatTable } from '../../exports/table-statement.js';
import { type TableToWrite, writtenAside } from '../../exports/written-aside.js';
import { csv } from '../../lib/csv.js';
import { stringify } from '../../lib/stringify.js';
import { mapYielding } from '../../lib/yielding.js';
import type { ReportAnswer } from '../../reports/answer.js';
import { protocolLimits } from '../../security/limits.js';
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
  readonly make: (report: ReportAnswer, parameters: Parameters, context: RequestContext) => Promise<string | Buffer>;
}

/** A report as a file, by the ending of its name. */
export const reportFormats: Readonly<Record<string, Format>> = {
  csv: {
    type: types.csv!,
    statements: 0,
    make: async (report, { locale, names, hasBom }) => {
      const { head, rows } = await plainTable(report, locale, names);
      const lines = await mapYielding([head, ...rows], (row) => csv([row]));
      return `${hasBom ? '\uFEFF' : ''}${lines.join('')}`;
    },
  },
  json: {
    type: 'application/json; charset=utf-8',
    statements: 0,
    make: async (report, { locale, shape }, { manifest }) => stringify(await reportJson(report, manifest, locale, shape)),
  },
  parquet: {
    type: types.parquet!,
    statements: 1,
    make: async (report, parameters, context) =>
      tableFile(await typed(report, parameters.locale), about(report, context), context),
  },
  arrow: {
    type: 'application/vnd.apache.arrow.file',
    statements: 0,
    make: async (report, { locale }, context) => aside('arrow', await typed(report, locale), report, locale, context),
  },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    statements: 0,
    make: async (report, { locale, names }, context) => {
      if (report.rows.length > protocolLimits.excelRows)
        throw badInput(
          `An Excel sheet holds ${protocolLimits.excelRows} rows, found ${report.rows.length}. Narrow the question, or take Parquet or CSV.`,
        );
      return aside('xlsx', await typed(report, locale, names), report, locale, context);
    },
  },
};

/** Under the columns' names, where no others are asked for: what they are called, and their units, are in the file as well. */
async function typed(report: ReportAnswer, locale: Locale, names: Parameters['names'] = 'code') {
  const { head, rows } = await plainTable(report, locale, names);
  return { columns: head.map((name, index) => ({ name, type: report.columns[index]?.type ?? text })), rows };
}

/** What says of a row that it is a total. */
const text = 'STRING' as const;

const aside = (
  format: TableToWrite['format'],
  table: FlatTable,
  report: ReportAnswer,
  locale: Locale,
  context: RequestContext,
): Promise<Buffer> =>
  writtenAside(
    { ...table, format, name: inLocale(report.definition.names, locale), about: Object.entries(about(report, context)) },
    context.signal,
  );

const about = ({ columns, months, scope, definition }: ReportAnswer, context: RequestContext) =>
  aboutFile({ months, scope, columns, of: { report: definition.code } }, context);
