import type { Data, Gateway } from '../support/gateway.js';
import { dataOf } from '../support/indicators.js';

/** A row by the names of its columns. */
export type Cells = Readonly<Record<string, string | number | boolean | null>>;

export interface Table {
  readonly report: Data;
  readonly columns: readonly string[];
  /** Rows of no total. */
  readonly rows: readonly Cells[];
  readonly totals: readonly (Cells & { readonly totalOf: readonly string[] })[];
}

const query = `query ($code: ID!, $month: YearMonth, $from: YearMonth, $to: YearMonth, $where: SliceFilter, $slice: Slice,
    $options: [ReportOption!], $first: Int = 10000, $after: String, $locale: Locale) {
  report(code: $code, month: $month, from: $from, to: $to, where: $where, slice: $slice, options: $options, first: $first, after: $after) {
    code name(locale: $locale) months rowCount chart { kind x y series facet } pageInfo { hasNextPage endCursor hasPreviousPage startCursor }
    columns { name label(locale: $locale) type unit measure dimension } rows { cells(locale: $locale) totalOf otherOf slice }
  }
}`;

/** Options as an object: { by: 'CITY' }. */
export const asked = ({ options = {}, ...given }: Readonly<Record<string, unknown>>) => ({
  ...given,
  options: Object.entries(options as object).map(([name, value]) => ({ name, value: String(value) })),
});

export async function tableOf(gateway: Gateway, code: string, given: Readonly<Record<string, unknown>> = {}): Promise<Table> {
  const { report } = await dataOf(gateway, query, { code, ...asked(given) });
  const columns: readonly string[] = report.columns.map(({ name }: Data) => name);
  const rows = report.rows.map(({ cells, totalOf }: Data) => ({
    ...Object.fromEntries(columns.map((name, index) => [name, cells[index]])),
    totalOf,
  }));
  const isTotal = ({ totalOf }: Data) => totalOf.length > 0;
  return {
    report,
    columns,
    rows: rows.filter((row: Data) => !isTotal(row)).map(({ totalOf: _, ...row }: Data) => row),
    totals: rows.filter(isTotal),
  };
}

/** The errors that a report answers with, for tests of what is refused. */
export const refusal = async (gateway: Gateway, code: string, given: Readonly<Record<string, unknown>>, viewer?: Data) =>
  (await gateway.ask(query, { code, ...asked(given) }, viewer)).errors[0];
