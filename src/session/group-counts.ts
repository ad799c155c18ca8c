import { keyColumn, type PlanningContext } from '../figures/plan-question.js';
import { groupBy, type Question, type Scope } from '../figures/question.js';
import type { Sums } from '../figures/sums.js';
import { type Count, countsOf } from '../figures/suppression/counts.js';
import { keptCells, type TableCell } from '../figures/suppression/kept-cells.js';
import { planCounts, scopeColumn } from '../figures/suppression/plan-counts.js';
import { variantsOf } from '../figures/suppression/variants.js';
import { groupedBy } from '../lib/grouped-by.js';
import type { Viewer } from '../security/viewer.js';
import type { Run } from '../serving/run.js';
import type { FilterColumn } from '../slices/columns.js';
import { type FieldComparison, termsOf, type Where } from '../slices/where.js';
import type { Row } from '../warehouse/engine.js';

/** Sums of a group by its name (`groupName`). */
export type GroupCounts = ReadonlyMap<string, Sums>;

export const groupName = (month: unknown, path: unknown, keys: readonly unknown[]): string => JSON.stringify([month, path, keys]);

/**
 * What must be known of a question's groups to say which of their figures may be told to a viewer to whom figures of few are not (`isOfFew`):
 * how many numbers stand behind each, how many behind what one could ask beside it, and which cells are kept back.
 * Errors: FORBIDDEN for a filter of too many or too exact comparisons.
 */
export async function countGroups(question: Question, run: Run, viewer: Viewer, context: PlanningContext): Promise<GroupCounts> {
  const { scope } = question;
  const variants = variantsOf(scope, context.columns);
  const terms = dimensionTerms(scope, context.columns);
  const [own, ...lines] = await Promise.all([
    run(planCounts(question, [scope, ...variants], viewer, context)),
    ...terms.map(({ column, rest }) => {
      const line = { ...question, by: [...question.by, groupBy(column.dimension!)], scope: rest };
      return run(planCounts(line, [rest], viewer, context));
    }),
  ]);
  const found = new Map<string, Map<string, Map<Count, number>>>();
  const add = (mart: string, group: string, count: Count, value: number): void => {
    const marts = found.get(group) ?? new Map<string, Map<Count, number>>();
    const counts = marts.get(mart) ?? new Map<Count, number>();
    found.set(group, marts.set(mart, counts.set(count, (counts.get(count) ?? 0) + value)));
  };
  const least = viewer.minimumGroup;
  const width = question.by.length;
  const near = variants.map((_, index) => (row: Row) => countOf(row, index + 1) - countOf(row, 0));
  for (const row of own.filter((each) => countOf(each, 0) > 0)) {
    const group = groupOf(row, width);
    add(row.mart_ as string, group, 'numbers', countOf(row, 0));
    for (const [index, differenceIn] of near.entries()) add(row.mart_ as string, group, `near:${index}`, differenceIn(row));
  }
  const isFew = (row: Row): boolean => near.some((of) => of(row) !== 0 && Math.abs(of(row)) < least);
  for (const row of heldRows(own, width, least, isFew)) add(row.mart_ as string, groupOf(row, width), 'held', countOf(row, 0));
  for (const [index, { comparison }] of terms.entries())
    for (const row of lines[index]!.filter((each) => countOf(each, 0) > 0)) {
      const value = row[keyColumn(width)] as string | null;
      const isTaken = holds(comparison, value);
      add(row.mart_ as string, groupOf(row, width), `${isTaken ? 'in' : 'out'}:${index}:${value}`, countOf(row, 0));
    }
  const sumsIn = (marts: ReadonlyMap<string, ReadonlyMap<Count, number>>): Sums =>
    Object.assign({}, ...[...marts].map(([mart, counts]) => countsOf(mart, counts)));
  return new Map([...found].map(([group, marts]) => [group, sumsIn(marts)]));
}

const countOf = (row: Row, scope: number): number => Number(row[scopeColumn(scope)]);

const keysOf = (row: Row, width: number) => Array.from({ length: width }, (_, index) => row[keyColumn(index)] as string | null);

const groupOf = (row: Row, width: number): string => groupName(row.month_, row.path_, keysOf(row, width));

/** The rows of a table that are kept back, in each month and mart. */
function heldRows(rows: readonly Row[], width: number, least: number, isFew: (row: Row) => boolean): readonly Row[] {
  return [...groupedBy(rows, ({ month_, mart_ }) => `${month_} ${mart_}`).values()].flatMap((own) => {
    const cells = own.map((row): TableCell & { readonly row: Row } => ({
      row,
      path: row.path_ as string | null,
      keys: keysOf(row, width),
      numbers: countOf(row, 0),
      isFew: isFew(row),
    }));
    const { aid } = keptCells(cells, least);
    return cells.filter((cell) => aid.has(cell)).map(({ row }) => row);
  });
}

interface DimensionTerm {
  readonly column: FilterColumn;
  readonly comparison: FieldComparison;
  /** What the scope says beside it. */
  readonly rest: Scope;
}

/** What a scope says of the values of dimensions, each for itself: it tells rows of the table by that dimension. */
function dimensionTerms(scope: Scope, columns: ReadonlyMap<string, FilterColumn>): readonly DimensionTerm[] {
  const terms = termsOf(scope.where);
  return terms.flatMap((term, index) => {
    const [[field, comparison] = ['', {}], ...more] = Object.entries(term);
    const column = columns.get(field);
    if (!column?.dimension || more.length > 0) return [];
    const others = terms.filter((_, at) => at !== index);
    const where: Where = others.length === 0 ? {} : { and: others };
    return [{ column, comparison: comparison as FieldComparison, rest: { ...scope, where } }];
  });
}

/** Is a dimension's value, as text, among those that a comparison takes? */
function holds(comparison: FieldComparison, key: string | null): boolean {
  const { eq, ne, isNull, lt, lte, gt, gte, between } = comparison;
  if (isNull !== undefined && isNull !== (key === null)) return false;
  const { in: among, notIn } = comparison;
  if (among && !among.some((value) => (value === null ? key === null : String(value) === key))) return false;
  if (key === null) return [eq, ne, notIn, lt, lte, gt, gte, between].every((given) => given === undefined);
  const is = <T>(given: T | undefined, test: (given: T) => boolean): boolean => given === undefined || test(given);
  const value = Number(key);
  return (
    is(eq, (given) => String(given) === key) &&
    is(ne, (given) => String(given) !== key) &&
    is(notIn, (given) => !given.some((each) => String(each) === key)) &&
    is(lt, (given) => value < given) &&
    is(lte, (given) => value <= given) &&
    is(gt, (given) => value > given) &&
    is(gte, (given) => value >= given) &&
    is(between, ([from, to]) => value >= Number(from) && value <= Number(to))
  );
}
