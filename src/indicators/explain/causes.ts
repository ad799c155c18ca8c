import { flowOfCut } from '../../catalogue/facts.js';
import type { Names } from '../../catalogue/names.js';
import type { Dimension, Measure } from '../../catalogue/types.js';
import { figureIn } from '../../figures/figure-over.js';
import { knownOf } from '../../figures/known.js';
import { sliceOf } from '../../figures/question.js';
import { isOfFew } from '../../figures/suppression/counts.js';
import { whereOfTerms } from '../../figures/where-of-terms.js';
import { turns } from '../../lib/turns.js';
import { mapYielding } from '../../lib/yielding.js';
import { ratioContribution } from '../../methods/decompose/mix-rate.js';
import type { Cell, Table } from '../../methods/detect/cells.js';
import { type LocalisedCause, type LocaliseOptions, localise } from '../../methods/detect/localise.js';
import { labelOf } from '../../serving/labels.js';
import type { Slice } from '../../slices/slice.js';
import { addPairs, type PartRow } from '../part-rows.js';
import { wholeOf } from './effects.js';
import { type Parts, ratioPair } from './parts.js';
import type { ExplainRequest } from './request.js';

/** One value of a dimension; terms side by side all hold. */
export interface CauseTerm {
  readonly dimension: string;
  readonly code: string;
  readonly names: Names;
}

/** A combination of values that moved otherwise than the rest. */
export interface CauseValue {
  readonly where: readonly CauseTerm[];
  readonly value: number | null;
  readonly baseline: number | null;
  /** To the change of the whole, in its unit. */
  readonly contribution: number;
  /** contribution ÷ change; 0 where nothing changed. */
  readonly explanatoryPower: number;
  readonly score: number;
  /** In standard deviations, how far it is off what it would be had it moved like the rest. */
  readonly deviation: number;
  readonly slice: Slice;
}

/** The joint table is some hundred thousand objects until its causes are found: one is computed with while another one comes. */
const inTurn = turns(2);

/** Where the change happened, best first; empty when everything moved alike. */
export const causesOf = (parts: Parts, request: ExplainRequest): Promise<readonly CauseValue[]> =>
  inTurn(() => findCauses(parts, request));

async function findCauses(parts: Parts, request: ExplainRequest): Promise<readonly CauseValue[]> {
  const { rows, isComplete } = await parts.joint();
  const singles = isComplete ? [] : await Promise.all(request.by.map(parts.single));
  const { measure, by, context, scope, month } = request;
  const months = Math.max(1, request.baselineMonths.length);
  const pairs = await mapYielding(rows, ({ pair }) => ratioPair(pair, measure, null, months));
  const whole = wholeOf(pairs);
  const { table, codes } = await tableOf(rows, pairs, countOf(measure, request) ?? 1, measure);
  const change = measure.denominator
    ? whole[1].numerator / whole[1].denominator - whole[0].numerator / whole[0].denominator
    : whole[1].numerator - whole[0].numerator;
  const cells = singles.map((each, index) => cellsOfSingle(each, index, request));
  const known = knownOf(request);
  return (await localise(table, options(request), cells)).flatMap((located): readonly CauseValue[] => {
    const pair = addPairs(rows.filter((_, row) => isInside(table, row, located)).map((row) => row.pair));
    // Of few numbers no cause is told.
    if (isOfFew(measure, pair[0], known, months) || isOfFew(measure, pair[1], known)) return [];
    const own = ratioPair(pair, measure, null, months);
    const contribution = measure.denominator ? ratioContribution(own, whole) : own[1].numerator - own[0].numerator;
    const terms = located.dimensions.map((index, position) => ({
      dimension: by[index]!,
      code: codes[index]![located.values[position]!]!,
    }));
    const where = whereOfTerms(terms);
    const flow = flowOfCut(
      measure,
      terms.map(({ dimension }) => dimension),
      context.catalogue,
    );
    return [
      {
        where: terms.map(({ dimension, code }) => ({
          dimension: dimension.code,
          code,
          names: labelOf(dimension, code, context.labels),
        })),
        value: figureIn(measure, { sums: pair[1], months: 1, absence: null }).value,
        baseline: figureIn(measure, { sums: pair[0], months, absence: null }).value,
        contribution: contribution ?? 0,
        explanatoryPower: change === 0 ? 0 : (contribution ?? 0) / change,
        score: located.score,
        deviation: located.deviation,
        slice: sliceOf(scope, month, { where, flow, measure }),
      },
    ];
  });
}

/** A dimension's own cells; where its values stand in the table does not matter. */
function cellsOfSingle(rows: readonly PartRow[], dimension: number, request: ExplainRequest): readonly Cell[] {
  const { measure, baselineMonths } = request;
  const unit = countOf(measure, request) ?? 1;
  return rows.map(({ pair }, value) => {
    const [before, after] = ratioPair(pair, measure, null, Math.max(1, baselineMonths.length));
    return {
      dimensions: [dimension],
      values: [value],
      before: before.numerator / unit,
      beforeBase: measure.denominator ? before.denominator : 0,
      after: after.numerator / unit,
      afterBase: measure.denominator ? after.denominator : 0,
    };
  });
}

const isInside = ({ keys }: Table, row: number, { dimensions, values }: LocalisedCause): boolean =>
  dimensions.every((dimension, position) => keys[dimension]![row] === values[position]);

function options(request: ExplainRequest): LocaliseOptions {
  const { measure, by, depth, top, baselineMonths, context } = request;
  const { support, score, significance, share } = context.catalogue.explain;
  const { dimensions } = context.catalogue;
  const counts = countOf(measure, request) !== null;
  const mayCombine = (a: number, b: number) => !isWithin(by[a]!, by[b]!, dimensions) && !isWithin(by[b]!, by[a]!, dimensions);
  const months = Math.max(1, baselineMonths.length);
  return { depth, top, support, score, significance, share, counts, isRatio: measure.denominator !== null, months, mayCombine };
}

/** What one event adds to the numerator (100 in a percentage), where it counts events; null where it is an amount. */
function countOf({ numerator }: Measure, { context }: ExplainRequest): number | null {
  const [first, ...others] = [...numerator.terms.values()];
  const isCount = [...numerator.terms.keys()].every((id) => context.catalogue.parts.get(id)!.type === 'BIGINT');
  return isCount && first !== undefined && first > 0 && others.every((coefficient) => coefficient === first) ? first : null;
}

/** Does the one refine the other (county, city)? */
function isWithin(inner: Dimension, outer: Dimension, dimensions: ReadonlyMap<string, Dimension>): boolean {
  if (inner.parent === null) return false;
  return inner.parent === outer.code || isWithin(dimensions.get(inner.parent)!, outer, dimensions);
}

async function tableOf(rows: readonly PartRow[], pairs: readonly ReturnType<typeof ratioPair>[], unit: number, measure: Measure) {
  const count = rows[0]?.keys.length ?? 0;
  const codes = await mapYielding(Array.from({ length: count }).keys(), (index) => [
    ...new Set(rows.map(({ keys }) => keys[index]!).filter((key) => key !== null)),
  ]);
  const indexes = codes.map((list) => new Map(list.map((code, index) => [code, index])));
  const column = (time: 0 | 1) => ({
    numerator: Float64Array.from(pairs, (pair) => pair[time].numerator / unit),
    denominator: measure.denominator ? Float64Array.from(pairs, (pair) => pair[time].denominator) : null,
  });
  const keys = await mapYielding(indexes.entries(), ([at, index]) =>
    Int32Array.from(rows, (row) => (row.keys[at] === null ? index.size : index.get(row.keys[at]!)!)),
  );
  const table: Table = { sizes: codes.map(({ length }) => length), keys, before: column(0), after: column(1) };
  return { table, codes };
}
