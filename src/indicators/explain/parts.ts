import { partsOf } from '../../catalogue/parts-of.js';
import type { Dimension, Measure } from '../../catalogue/types.js';
import { knownOf } from '../../figures/known.js';
import { type Grouping, groupBy } from '../../figures/question.js';
import { evaluate } from '../../figures/sums.js';
import { isOfFew } from '../../figures/suppression/counts.js';
import { groupedBy } from '../../lib/grouped-by.js';
import { inKeyOrder } from '../../lib/key-order.js';
import { memo } from '../../lib/memo.js';
import { mapYielding } from '../../lib/yielding.js';
import type { RatioPair } from '../../methods/decompose/mix-rate.js';
import { addPairs, type PartRow, partRows, type SumsPair } from '../part-rows.js';
import type { ExplainRequest } from './request.js';

/** The figure's sums by each dimension alone and by all of them together. */
export interface Parts {
  readonly single: (dimension: Dimension) => Promise<readonly PartRow[]>;
  readonly joint: () => Promise<Joint>;
}

/** The values of each dimension that stand for themselves. */
export interface Keepers {
  readonly keep: readonly (readonly string[])[];
  /** All values that could be a cause are among them. */
  readonly isComplete: boolean;
}

export interface Joint {
  readonly rows: readonly PartRow[];
  readonly isComplete: boolean;
}

/**
 * Where more combinations than this may occur, values that say little go together (see `keepers`). It is an upper bound, of which half
 * do occur; so many rows of a few sums take about a second from the engine to an answer.
 */
export const mostCells = 120_000;

/**
 * Asks for each grouping once. Where the dimensions are known to be small, the joint table is fetched alone and each dimension is added up
 * from it: one statement for all. Else each dimension is a statement (most often of a rollup), and then the joint one, by the values worth it.
 */
export function partsOfFigure(
  request: ExplainRequest,
  measures: readonly Measure[],
  keepersOf: (singles: readonly (readonly PartRow[])[]) => Keepers,
): Parts {
  const { by } = request;
  const isSmall = by.reduce((product, dimension) => product * sizeOf(dimension, request), 1) <= mostCells;
  const whole = memo(() => rowsBy(request, measures, by.map(groupBy)));
  const single = memo(async (dimension: Dimension) => {
    const isAmong = isSmall && by.includes(dimension);
    const rows = isAmong
      ? await marginal(await whole(), by.indexOf(dimension))
      : await rowsBy(request, measures, [groupBy(dimension)]);
    return withoutFew(rows, measures, request);
  });
  const joint = memo(async (): Promise<Joint> => {
    if (isSmall) return { rows: await whole(), isComplete: true };
    const { keep, isComplete } = keepersOf(await Promise.all(by.map(single)));
    const groupings = by.map((dimension, index) => ({ dimension, keep: keep[index]! }));
    return { rows: await rowsBy(request, measures, groupings), isComplete };
  });
  return { single, joint };
}

/** Values that the dimension can have, as far as the catalogue tells without asking. */
function sizeOf({ type, values, labels }: Dimension, { context }: ExplainRequest): number {
  if (type === 'BOOLEAN') return 3;
  if (values.length > 0) return values.length + 1;
  return labels ? (context.labels.get(labels)?.size ?? 0) + 1 : 1000;
}

async function rowsBy(
  { context, scope, month, baselineMonths }: ExplainRequest,
  measures: readonly Measure[],
  by: readonly Grouping[],
): Promise<readonly PartRow[]> {
  const months = [month, ...baselineMonths].filter((each) => context.coverage.months.includes(each));
  const parts = [...new Set(measures.flatMap(partsOf))];
  return inKeyOrder(await partRows(await context.sums.load({ parts, months, by, tree: null, scope }), month, baselineMonths));
}

/** Parts that are not told, as they are of few numbers, go together with what has no value. */
function withoutFew(rows: readonly PartRow[], measures: readonly Measure[], request: ExplainRequest): readonly PartRow[] {
  const known = knownOf(request);
  const months = Math.max(1, request.baselineMonths.length);
  const isFew = ({ pair: [before, after] }: PartRow): boolean =>
    measures.some((measure) => isOfFew(measure, before, known, months) || isOfFew(measure, after, known));
  const few = rows.filter(isFew);
  if (few.length === 0) return rows;
  const keys = few[0]!.keys.map(() => null);
  const others = rows.filter((row) => !few.includes(row));
  const empty = others.find((row) => row.keys.every((key) => key === null));
  const together: PartRow = { keys, pair: addPairs([...few, ...(empty ? [empty] : [])].map(({ pair }) => pair)) };
  return [...others.filter((row) => row !== empty), together];
}

async function marginal(rows: readonly PartRow[], index: number): Promise<readonly PartRow[]> {
  const groups = groupedBy(rows, ({ keys }) => keys[index] ?? null);
  return mapYielding(groups, ([key, own]) => ({ keys: [key], pair: addPairs(own.map(({ pair }) => pair)) }));
}

/** A measure's numerator and base before and after, the mean of the baseline's months. `base`: of an amount. */
export function ratioPair([before, after]: SumsPair, measure: Measure, base: Measure | null, months: number): RatioPair {
  const denominator = measure.denominator ?? base?.numerator ?? measure.numerator;
  const at = (sums: SumsPair[0], divisor: number) => ({
    numerator: evaluate(measure.numerator, sums, divisor),
    denominator: evaluate(denominator, sums, divisor),
  });
  return [at(before, months), at(after, 1)];
}
