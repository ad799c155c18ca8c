import { createHash } from 'node:crypto';
import { optionFault } from '../../catalogue/options.js';
import { unknownName } from '../../catalogue/suggest.js';
import type { Catalogue } from '../../catalogue/types.js';
import { badInput } from '../../errors.js';
import { scopeOf } from '../../figures/question.js';
import { requireFilterable, requireTier } from '../../security/readable.js';
import { decodeSlice } from '../../slices/slice.js';
import { parseWhere } from '../../slices/where.js';
import type { RequestContext } from '../context.js';
import { labelled } from './label.js';
import { type Span, spanOf } from './months.js';
import { reportNamed } from './registry.js';
import type { ReportDefinition, ReportTable } from './report.js';

export interface ReportArguments extends Span {
  /** A filter as the graph's SliceFilter has it. */
  readonly where?: unknown;
  readonly slice?: string | null | undefined;
  readonly options?: readonly { readonly name: string; readonly value: string }[] | null | undefined;
}

/** A report's whole table, with a column of names beside each of a dimension's codes. Cells are answered by `cellIn`. */
export interface ReportAnswer extends ReportTable {
  readonly definition: ReportDefinition;
  /** That it looks at, oldest first. */
  readonly months: readonly string[];
}

/**
 * Runs a named report. The only way to one: of the graph, the command line and the files for spreadsheets.
 * Errors: FORBIDDEN, UNKNOWN_NAME, STALE_SLICE, BAD_USER_INPUT with what was expected, NOT_PROVIDED, TOO_COSTLY.
 */
export async function runReport(code: string, args: ReportArguments, context: RequestContext): Promise<ReportAnswer> {
  const { viewer, catalogue, columns, facts } = context;
  requireTier(viewer, 2);
  const definition = reportNamed(catalogue, code);
  const slice = args.slice ? decodeSlice(args.slice, catalogue, columns) : null;
  const scope = scopeOf(parseWhere(args.where, columns), slice, catalogue);
  requireFilterable(viewer, scope.where, columns);
  const options = optionsOf(definition, args.options ?? [], catalogue);
  const months = spanOf(args, definition.months, slice, facts.months);
  const table = labelled(await definition.make({ context, scope, months, options }), context);
  return { ...table, chart: table.chart ?? definition.chart, definition, months };
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

const mostRows = 10_000;

export interface ReportPage {
  readonly rows: ReportAnswer['rows'];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A page of an answer. Its cursors are those of this question to this generation: with another one they are refused. */
export function pageOf(
  { rows, definition: { code }, months }: ReportAnswer,
  {
    first,
    after,
    where,
    slice,
    options,
  }: ReportArguments & { readonly first: number; readonly after?: string | null | undefined },
  { manifest }: RequestContext,
): ReportPage {
  if (first < 1 || first > mostRows)
    throw badInput(`report(first:): expected 1 to ${mostRows}, found ${first}. Take the rest with after.`);
  const question = JSON.stringify([manifest.id, code, months, where ?? null, slice ?? null, options ?? []]);
  const stamp = createHash('sha256').update(question).digest('base64url').slice(0, 12);
  const [, position = ''] = new RegExp(`^${stamp}\\.(\\d{1,9})$`).exec(after ?? '') ?? [];
  if (after && position === '')
    throw badInput(
      'after: expected the endCursor of a page of this very report on this generation, found another. Begin again without after.',
    );
  const start = after ? Number(position) : 0;
  const page = rows.slice(start, start + first);
  const end = start + page.length;
  return {
    rows: page,
    hasNextPage: end < rows.length,
    hasPreviousPage: start > 0,
    startCursor: page.length > 0 ? `${stamp}.${start + 1}` : null,
    endCursor: page.length > 0 ? `${stamp}.${end}` : null,
  };
}
