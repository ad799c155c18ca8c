import type { Dimension } from '../catalogue/types.js';
import { asksOfUse, keyColumn, type PlanningContext } from '../figures/plan-question.js';
import { groupBy, type Question, type Scope } from '../figures/question.js';
import type { Sums } from '../figures/sums.js';
import { type Count, countsOf } from '../figures/suppression/counts.js';
import { keptCells, type TableCell } from '../figures/suppression/kept-cells.js';
import { planCounts, scopeColumn } from '../figures/suppression/plan-counts.js';
import { variantsOf } from '../figures/suppression/variants.js';
import { groupedBy } from '../lib/grouped-by.js';
import { keptIn } from '../lib/memo.js';
import type { Viewer } from '../security/viewer.js';
import type { Run } from '../serving/run.js';
import type { FilterColumn } from '../slices/columns.js';
import { termsOf, type Where } from '../slices/where.js';
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
  const [own, ...lines] = await Promise.all([
    run(planCounts(question, [scope, ...variants], viewer, context)),
    ...dimensionTerms(scope, context.columns).map(({ dimension, rest }) => {
      const line = { ...question, by: [...question.by, groupBy(dimension)], scope: rest };
      return run(planCounts(line, [rest, scope], viewer, context, asksOfUse(question)));
    }),
  ]);
  const found = new Map<string, Map<string, Map<Count, number>>>();
  const add = (mart: string, group: string, count: Count, value: number): void => {
    const marts = keptIn(found, group, () => new Map<string, Map<Count, number>>());
    const counts = keptIn(marts, mart, () => new Map<Count, number>());
    counts.set(count, (counts.get(count) ?? 0) + value);
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
  for (const [index, rows] of lines.entries())
    for (const row of rows.filter((each) => countOf(each, 0) > 0)) {
      const side = countOf(row, 1) > 0 ? 'in' : 'out';
      add(row.mart_ as string, groupOf(row, width), `${side}:${index}:${row[keyColumn(width)]}`, countOf(row, 0));
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
  readonly dimension: Dimension;
  /** What the scope says beside it. */
  readonly rest: Scope;
}

/** What a scope says of the values of dimensions, each for itself: it tells rows of the table by that dimension. */
function dimensionTerms(scope: Scope, columns: ReadonlyMap<string, FilterColumn>): readonly DimensionTerm[] {
  const terms = termsOf(scope.where);
  return terms.flatMap((term, index) => {
    const [field = '', ...more] = Object.keys(term);
    const dimension = columns.get(field)?.dimension;
    if (!dimension || more.length > 0) return [];
    const others = terms.filter((_, at) => at !== index);
    const where: Where = others.length === 0 ? {} : { and: others };
    return [{ dimension, rest: { ...scope, where } }];
  });
}
