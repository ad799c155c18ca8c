import { z } from 'zod';
import { reportQuestion } from '../../catalogue/schemas.js';
import { badInput } from '../../errors.js';
import { analyse } from '../../reports/analysis/analyse.js';
import { type AnalysisInput, withDefaults } from '../../reports/analysis/question.js';
import { resolveAnalysis } from '../../reports/analysis/resolve-analysis.js';
import { tableOf } from '../../reports/analysis/table.js';
import { runReport, statementsOfReport } from '../../reports/answer.js';
import type { ColumnValue } from '../../reports/column.js';
import { labelled } from '../../reports/labelled.js';
import type { ReportTable } from '../../reports/report.js';
import type { RequestContext } from '../context.js';
import { inLocale, type Locale } from '../locale.js';
import { plainObjects } from '../rest/plain-table.js';
import { problemsOf } from '../rest/refuse.js';
import { jsonParameter, localeParameter, reportParametersOf } from '../rest/report-parameters.js';

export type FeedValue = string | number | boolean | null;

export type FeedRow = Readonly<Record<string, FeedValue>>;

export interface FeedHead {
  readonly name: string;
  /** In words. */
  readonly title: string;
  readonly columns: readonly (Pick<ColumnValue, 'name' | 'type'> & { readonly description: string })[];
}

/** A table as an entity set: its rows have no key of their own, so they are counted. */
export interface Feed extends FeedHead {
  readonly rows: readonly FeedRow[];
}

/** Of rows, counted from 1. */
export const rowNumber = 'rowNumber';

/** Any measures by any dimensions, as the graph's `table`. */
export const freeTable = 'table';

/** That a feed asks of the engine, at most. */
export const statementsOfFeed = statementsOfReport;

const list = z.string().transform((text) => text.split(',').filter((each) => each !== ''));

const tableChoices = z.strictObject({
  dimensions: list.default([]),
  measures: list.refine((names) => names.length > 0, 'expected at least one'),
  from: z.string().optional(),
  to: z.string().optional(),
  grain: reportQuestion.shape.grain,
  against: reportQuestion.shape.against,
  slice: z.string().optional(),
  where: jsonParameter.optional(),
  locale: localeParameter.optional(),
});

/** The detail rows of a table: who reads a feed adds up for himself, and would count totals twice. Errors: as of its report, or analysis. */
export async function feedOf(name: string, choices: string, context: RequestContext): Promise<Feed> {
  const given = choicesOf(choices);
  await context.charge({ statements: statementsOfFeed, cells: 0 });
  if (name === freeTable) {
    const result = tableChoices.safeParse(given);
    if (!result.success) throw badInput(problemsOf(result.error));
    const { locale = context.locale, ...asked } = result.data;
    const request = await resolveAnalysis(withDefaults(asked as AnalysisInput), context);
    const table = await labelled(await tableOf(await analyse(request)), context);
    const title = request.selected.map(({ names }) => inLocale(names, locale)).join(', ');
    return told({ name, title }, table, locale, context);
  }
  const { asked, locale } = reportParametersOf(given, context.locale);
  const report = await runReport(name, asked, context);
  return told({ name, title: inLocale(report.definition.names, locale) }, report, locale, context);
}

async function told(
  named: Pick<Feed, 'name' | 'title'>,
  { columns, rows }: ReportTable,
  locale: Locale,
  { charge }: RequestContext,
): Promise<Feed> {
  await charge({ statements: 0, cells: rows.length * columns.length });
  const details = rows.filter(({ totalOf }) => totalOf.length === 0);
  const objects = await plainObjects({ columns, rows: details }, locale);
  return {
    ...named,
    columns: columns.map(({ name, type, names, unit }) => ({
      name,
      type,
      description: `${inLocale(names, locale)}${unit ? ` (${unit})` : ''}`,
    })),
    rows: objects.map((row, index) => ({ [rowNumber]: index + 1, ...row })),
  };
}

/** Errors: BAD_USER_INPUT, where one is given twice. */
function choicesOf(text: string): Readonly<Record<string, string>> {
  const given = [...new URLSearchParams(text)];
  const names = given.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw badInput(`${twice}: expected once, found ${names.filter((name) => name === twice).length} times.`);
  return Object.fromEntries(given);
}
