import type { RawBuilder } from 'kysely';
import type { CampaignSession } from '../../campaigns/session.js';
import { partsOf } from '../../catalogue/parts-of.js';
import type { Dimension, Measure } from '../../catalogue/types.js';
import { badInput } from '../../errors.js';
import { meanOver } from '../../figures/figure-over.js';
import { knownOf } from '../../figures/known.js';
import { type Grouping, groupBy } from '../../figures/question.js';
import type { Sums } from '../../figures/sums.js';
import { ofNumbers, type ReadableQuery, readable } from '../../security/readable.js';
import { builder } from '../../warehouse/builder.js';
import { byNumber, type Parameter, type Source, type Statement, statement } from '../../warehouse/statement.js';
import type { ColumnValue } from '../column.js';
import type { ReportRequest } from '../report.js';

/** What `numberState` reads. */
export const fromNumberState: readonly Source[] = [byNumber('number_state')];

/** number_state as far as the viewer may see it. */
export const numberState = ({ viewer }: CampaignSession): ReadableQuery =>
  readable(viewer, { name: 'number_state', at: ofNumbers() });

/** A query that is written out, as a statement. */
export function written(name: string, query: RawBuilder<unknown>, reads: readonly Source[]): Statement {
  const { sql: text, parameters } = query.compile(builder);
  return statement(name, text, parameters as Parameter[], reads);
}

/** The month of a report that looks at one. Errors: BAD_USER_INPUT where several are asked for. */
export function onlyMonth(report: string, { months }: ReportRequest): string {
  if (months.length === 1) return months[0]!;
  throw badInput(`${report} looks at one month, found ${months[0]} to ${months.at(-1)}: give month, and leave out from.`);
}

/** Months from one to another: 2 from "2026-08" to "2026-10". */
export function monthDistance(from: string, to: string): number {
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return number(to) - number(from);
}

/** Sums of the measures' parts in a month by dimensions, one row a combination that occurs. */
export async function sumsBy(
  { context, scope }: ReportRequest,
  month: string,
  measures: readonly Measure[],
  codes: readonly string[],
): Promise<readonly { readonly keys: readonly (string | null)[]; readonly sums: Sums }[]> {
  const by = codes.map((code) => groupBy(context.catalogue.dimensions.get(code)!));
  return sumsOfMonth({ context, scope }, month, measures, by);
}

/** The same by any groupings; `most` rows. Errors: TOO_COSTLY for more. */
export async function sumsOfMonth(
  { context, scope }: Pick<ReportRequest, 'context' | 'scope'>,
  month: string,
  measures: readonly Measure[],
  by: readonly Grouping[],
  most?: number,
) {
  const parts = [...new Set(measures.flatMap(partsOf))];
  const question = { parts, months: [month], by, tree: null, scope };
  const rows = await context.sums.load(most === undefined ? question : { ...question, most });
  return rows.filter((row) => row.month === month);
}

/** A measure of a month, of rows cut `by` dimensions; null where it cannot be had. */
export const figureOfMonth = (
  measure: Measure,
  sums: Sums,
  month: string,
  request: Pick<ReportRequest, 'context' | 'scope'>,
  by: readonly Dimension[] = [],
): number | null => meanOver(measure, new Map([[month, sums]]), [month], { ...knownOf(request), by }).value;

/** As a percentage; null of nothing. */
export const percent = (part: number, whole: number): number | null => (whole === 0 ? null : (part / whole) * 100);

const column = (name: string, type: ColumnValue['type'], en: string, zh: string, unit: string | null): ColumnValue => ({
  name,
  names: { en, zh },
  type,
  unit,
  measure: null,
  dimension: null,
});

/** Columns of a report that are neither a dimension nor a measure of the catalogue. */
export const textColumn = (name: string, en: string, zh: string): ColumnValue => column(name, 'STRING', en, zh, null);
export const numberColumn = (name: string, en: string, zh: string, unit: string): ColumnValue =>
  column(name, 'NUMBER', en, zh, unit);
export const booleanColumn = (name: string, en: string, zh: string): ColumnValue => column(name, 'BOOLEAN', en, zh, null);
