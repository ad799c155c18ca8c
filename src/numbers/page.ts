import { measureNamed } from '../catalogue/named.js';
import { partsOf } from '../catalogue/parts-of.js';
import { badInput, MartletError } from '../errors.js';
import { figureOver, type Monthly, monthlyOf } from '../figures/figure-over.js';
import { requireSelectable } from '../figures/held.js';
import { knownOf } from '../figures/known.js';
import type { Scope } from '../figures/question.js';
import { addAll, evaluate } from '../figures/sums.js';
import { type Cursors, cursorsOf } from '../lib/cursor.js';
import { type Limits, requireBetween } from '../security/limits.js';
import { keyed } from '../security/secret.js';
import { newestMonth, resolveScope, type ScopeInput } from '../session/scope.js';
import { type Selection, selectedRows } from '../session/selection.js';
import { monthOfSlice } from '../slices/slice.js';
import type { Row } from '../warehouse/engine.js';
import { pageStatement, stepColumn } from './numbers.queries.js';
import { orderOf, type Position, sortSteps } from './order.js';
import { projectionOf } from './projection.js';
import { readNumbers } from './read.js';
import type { NumberSession } from './session.js';

export interface NumbersArguments extends ScopeInput {
  readonly month?: string | null | undefined;
  readonly orderBy?: readonly { readonly column: string; readonly desc?: boolean | null | undefined }[] | null | undefined;
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** Which rows: numbers of a scope in months. */
export interface NumbersScope {
  readonly scope: Scope;
  readonly months: readonly string[];
}

export interface NumbersPage extends NumbersScope {
  readonly context: NumberSession;
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** The rows are all there are. */
  readonly isWhole: boolean;
  readonly cursorOf: (row: Row) => string;
}

/**
 * The numbers that a filter and a slice mean together: of the slice's months, or of the one asked for.
 * Errors: as `resolveScope`, BAD_USER_INPUT for a month that the slice or the data do not have.
 */
export async function numbersScope(
  args: Pick<NumbersArguments, 'where' | 'slice' | 'follow' | 'month'>,
  context: NumberSession,
): Promise<NumbersScope> {
  const { scope, period } = await resolveScope(args, context, 3);
  const { months } = context.coverage;
  const newest = newestMonth(months);
  const asked = args.month ?? undefined;
  const last = period ? monthOfSlice(period, asked) : (asked ?? newest);
  const first = period && asked === undefined ? period.from : last;
  const own = months.filter((month) => month >= first && month <= last);
  if (own[0] !== first || own.at(-1) !== last)
    throw badInput(
      `month: the data have ${months[0]} to ${newest}, found ${first === last ? last : `${first} to ${last}`}. Leave it out for the newest.`,
    );
  return { scope, months: own };
}

/**
 * A page of numbers. Only the columns of the selected fields are read; without `nodes`, `edges` and `pageInfo` no rows at all.
 * Errors: as `numbersScope`, `requireSelectable` and `orderOf`, TOO_COSTLY, BAD_USER_INPUT.
 */
export async function numbersPage(args: NumbersArguments, selection: Selection, context: NumberSession): Promise<NumbersPage> {
  const { where = null, slice = null, follow = 'RULE' } = args;
  return pageOfNumbers(await numbersScope(args, context), [where, slice, follow], args, selection, context);
}

/** The same of a scope that is known; `question` tells its cursors from those of others. */
export async function pageOfNumbers(
  { scope, months }: NumbersScope,
  question: readonly unknown[],
  args: Pick<NumbersArguments, 'orderBy' | 'first' | 'after'>,
  selection: Selection,
  context: NumberSession,
): Promise<NumbersPage> {
  requireSelectable(scope, months, context);
  const terms = orderOf(args.orderBy ?? [], context);
  const { fields, cells } = asked(selection, context);
  const { limits } = context.viewer;
  check(args.first, cells, limits);
  context.numbers.limits.charge(Math.max(args.first * cells, limits.searchCells));
  const steps = sortSteps(terms, months.length === 1, context.manifest.idType);
  const asker = [context.manifest.id, context.viewer.subject, ...question, months];
  const order = terms.map(({ column, desc }) => [column.field, desc]);
  // A position goes into SQL as it comes: only the gateway can make one. Short: it is hashed once more for each row.
  const cursors = cursorsOf('list of numbers', keyed(context.secret, `cursor:${JSON.stringify([...asker, order])}`));
  const after = args.after ? (JSON.parse(cursors.decode(args.after)) as Position) : null;
  const cursorOf = rowCursor(cursors, steps.length);
  const page = { scope, months, context, cursorOf, hasPreviousPage: after !== null };
  if (fields === null) return { ...page, rows: [], hasNextPage: false, isWhole: false };
  const statement = pageStatement({ scope, months, fields, steps, after, limit: args.first + 1 }, context);
  // A cursor tells what its row is ordered by.
  const told = [...new Set([...fields, ...terms.map(({ column }) => column.field)])].sort();
  const found = await readNumbers(statement, told, 'slices', context, args.first);
  const hasNextPage = found.length > args.first;
  return { ...page, rows: found.slice(0, args.first), hasNextPage, isWhole: after === null && !hasNextPage };
}

/** Fields of the rows; null: none are asked for. */
function asked(selection: Selection, context: NumberSession) {
  const projections = selectedRows(selection).map(({ below, copies }) => {
    const { columns, cells } = projectionOf(below, context);
    return { columns, cells: copies * cells };
  });
  const needsRows = ['nodes', 'edges', 'pageInfo'].some((field) => selection.has(field));
  return {
    fields: needsRows ? [...new Set(projections.flatMap(({ columns }) => columns))].sort() : null,
    cells: projections.reduce((sum, projection) => sum + projection.cells, 1),
  };
}

function check(first: number, cells: number, { numberRows, numberCells }: Limits): void {
  requireBetween('numbers(first:)', first, 1, numberRows, 'Take the rest with after, or startExport.');
  if (first * cells <= numberCells) return;
  throw new MartletError(
    'TOO_COSTLY',
    `numbers: expected at most ${numberCells} cells a page, found ${first} rows of ${cells} (a history counts its months). Take first: ${Math.max(1, Math.floor(numberCells / cells))}, fewer columns, or startExport for a file.`,
  );
}

function rowCursor(cursors: Cursors, steps: number): (row: Row) => string {
  return (row) => cursors.encode(JSON.stringify(Array.from({ length: steps }, (_, index) => row[stepColumn(index)])));
}

/** How many rows there are: of a page that is all there is its own; else counted, from a rollup where one covers the scope. */
export async function countOfNumbers(page: NumbersPage): Promise<number> {
  if (page.isWhole) return page.rows.length;
  const numbers = measureNamed(page.context.catalogue, 'NUMBERS');
  const monthly = await monthlySums(page, partsOf(numbers));
  return evaluate(numbers.numerator, addAll(monthly.values()));
}

/** Figures of all rows, each by its measure's own rule over the months: they equal the figure that the slice came from. */
export async function sumsOfNumbers(page: OfRequest, codes: readonly string[]): Promise<readonly (number | null)[]> {
  const measures = codes.map((code) => measureNamed(page.context.catalogue, code));
  const monthly = await monthlySums(page, [...new Set(measures.flatMap(partsOf))]);
  const known = knownOf(page);
  return measures.map((measure) => figureOver(measure, monthly, page.months, known).value);
}

type OfRequest = NumbersScope & { readonly context: NumberSession };
/** Asked for in one tick with the same scope, counts and sums are one statement. */
export async function monthlySums({ scope, months, context }: OfRequest, parts: readonly string[]): Promise<Monthly> {
  const rows = await context.sums.load({ parts, months, by: [], tree: null, scope });
  // Rows of other months come back too, where another question of the request is about them.
  return monthlyOf(rows.filter(({ month }) => months.includes(month)));
}
