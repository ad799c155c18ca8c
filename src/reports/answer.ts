import type { CampaignSession } from '../campaigns/session.js';
import { optionFault } from '../catalogue/reports/options.js';
import { unknownName } from '../catalogue/suggestions.js';
import type { Catalogue } from '../catalogue/types.js';
import { badInput } from '../errors.js';
import type { Scope } from '../figures/question.js';
import { requireMany } from '../session/require-many.js';
import { resolveScope, type ScopeInput } from '../session/scope.js';
import { labelled } from './labelled.js';
import { reportNamed } from './named.js';
import { type Page, type PageArguments, pageOf, requirePage } from './page.js';
import type { ReportDefinition, ReportRowValue, ReportTable } from './report.js';
import { type Span, spanOf } from './span.js';
import { toldTable } from './told-table.js';

export interface ReportArguments extends Span, ScopeInput {
  readonly options?: readonly { readonly name: string; readonly value: string }[] | null | undefined;
}

/** A report's whole table, with a column of names beside each of a dimension's codes. Cells are answered by `cellIn`. */
export interface ReportAnswer extends ReportTable {
  readonly definition: ReportDefinition;
  /** That it looks at, oldest first. */
  readonly months: readonly string[];
  /** Whom it is about. */
  readonly scope: Scope;
}

/** That a report asks of the engine, at most. */
export const statementsOfReport = 6;

/**
 * Runs a named report. The only way to one: of the graph, the command line and the files for spreadsheets.
 * Errors: FORBIDDEN, UNKNOWN_NAME, STALE_SLICE, BAD_USER_INPUT with what was expected, NOT_PROVIDED, TOO_COSTLY.
 */
export async function runReport(code: string, args: ReportArguments, context: CampaignSession): Promise<ReportAnswer> {
  const { catalogue, coverage } = context;
  const { scope, period } = await resolveScope(args, context, 2);
  const definition = reportNamed(catalogue, code);
  const options = optionsOf(definition, args.options ?? [], catalogue);
  const months = spanOf(args, definition.months, period, coverage.months);
  const { counted = [] } = definition;
  const least = context.viewer.minimumGroup;
  if (counted.length > 0) await requireMany(scope, months, context);
  const made = await definition.make({ context, scope, months, options });
  const table = await labelled(toldTable(made, counted, least), context);
  return { ...table, chart: table.chart ?? definition.chart, definition, months, scope };
}

/** Each option's value: the one given, else its default. */
function optionsOf(
  { code, options }: ReportDefinition,
  given: NonNullable<ReportArguments['options']>,
  catalogue: Catalogue,
): ReadonlyMap<string, string> {
  const names = options.map(({ name }) => name);
  for (const [index, { name }] of given.entries()) {
    if (!names.includes(name)) throw unknownName(`option of ${code}`, name, names);
    if (given.findIndex((other) => other.name === name) < index) throw badInput(`options: ${name} is given twice.`);
  }
  const values = options.map((option) => {
    const text = given.find(({ name }) => name === option.name)?.value ?? option.default;
    if (text === null) throw badInput(`options: ${code} needs ${option.name} (${option.type}): ${option.description.en}.`);
    const fault = optionFault(option, text, catalogue);
    if (fault) throw badInput(`options: ${option.name}: ${fault}${/[.?]$/.test(fault) ? '' : '.'}`);
    return [option.name, text] as const;
  });
  return new Map(values);
}

/** A page of an answer. Its cursors are those of this question to this generation: with another one they are refused. */
export function pageOfReport(
  { rows, definition: { code }, months }: ReportAnswer,
  args: ReportArguments & PageArguments,
  { manifest, viewer }: CampaignSession,
): Page<ReportRowValue> {
  const { where = null, slice = null, options } = args;
  requirePage('report', args, viewer.limits);
  return pageOf(rows, args, 'report', [manifest.id, code, months, where, slice, options ?? []], (_, index) => String(index));
}
