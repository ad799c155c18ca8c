import { flowOfCut, requireCut } from '../catalogue/facts.js';
import type { Names } from '../catalogue/names.js';
import type { Dimension } from '../catalogue/types.js';
import { badInput } from '../errors.js';
import { type Comparison, compare } from '../figures/compare.js';
import { absenceOf, absent, type Figure, requireDimension } from '../figures/figure.js';
import { figureIn, type PeriodSums, untoldAmong } from '../figures/figure-over.js';
import { requireOfLeads } from '../figures/leads.js';
import { isDayGrain, sliceOf } from '../figures/question.js';
import { evaluate, type Sums } from '../figures/sums.js';
import { noneOf, only } from '../figures/where-of-terms.js';
import { memo } from '../lib/memo.js';
import { mapYielding } from '../lib/yielding.js';
import { mixAndRate } from '../methods/decompose/mix-rate.js';
import { requireBetween } from '../security/limits.js';
import { labelOf, other } from '../serving/labels.js';
import type { Slice } from '../slices/slice.js';
import { both, type Where } from '../slices/where.js';
import { type Attainment, attain } from './attainment.js';
import type { Origin } from './node.js';
import { addPairs, pairsOf, restOf, type SumsPair } from './part-rows.js';
import { planOf } from './plans.js';

export type DrillOrder = 'VALUE' | 'CHANGE' | 'CONTRIBUTION' | 'ATTAINMENT' | 'CODE';

/** One value of the dimension, or all others together. */
export interface PartValue extends Comparison {
  readonly code: string | null;
  readonly names: Names;
  readonly share: number | null;
  readonly contribution: number | null;
  readonly isOther: boolean;
  readonly slice: Slice;
  /** How it stands against the plan of just its numbers. */
  readonly plan: () => Promise<Attainment>;
}

/**
 * A figure split by one dimension: the largest parts and the rest as "other"; parts add up to the figure, and their contributions
 * to its change. Those of a count of different things do neither: they have no share and no contribution, and the rest is counted anew. Errors: NOT_PROVIDED where the warehouse lacks the dimension, BAD_USER_INPUT.
 */
export async function drill(
  origin: Origin,
  dimension: Dimension,
  top: number | null | undefined,
  order: DrillOrder,
): Promise<readonly PartValue[]> {
  assertDrillable(origin, dimension, top ?? null);
  // Days and months of two periods are different values: there is nothing to compare a day with.
  const baselineMonths = dimension.grain ? [] : origin.request.baselineMonths;
  const pairs = await pairsOf(origin, dimension, baselineMonths);
  const figures = partFigures(origin, dimension, addPairs(pairs.values()), baselineMonths);
  const { context, scope, month, against } = origin.request;
  const flow = flowOfCut(origin.measure, [dimension], context.catalogue);
  const figuresOf = async (code: string | null, pair: SumsPair, where: Where): Promise<Ranked> => {
    const planned = memo(() => planOfPart(origin, dimension, where));
    const own = figures(pair, against === 'TARGET' ? await planned() : undefined);
    const plan = memo(async () => attain(origin.measure, own.value, (await planned()).value, context.catalogue.status));
    return { ...own, code, where, plan };
  };
  // Of those that are not shown nobody asks for a name or a slice.
  const partOf = ({ where, ...own }: Ranked, isOther: boolean): PartValue => ({
    ...own,
    names: isOther ? other : labelOf(dimension, own.code, context.labels),
    isOther,
    slice: sliceOf(scope, month, { where, flow, measure: origin.measure, ...(origin.node ? { node: origin.node } : {}) }),
  });
  const all = await Promise.all(await mapYielding(pairs, ([code, pair]) => figuresOf(code, pair, only(dimension, code))));
  const ranked = await inOrder(all, order);
  const shown = ranked.slice(0, top ?? context.viewer.limits.drillParts);
  const parts = shown.map((own) => partOf(own, false));
  if (shown.length === ranked.length) return parts;
  const codes = shown.map(({ code }) => code);
  const rest = origin.measure.countsDistinct
    ? await restOf(origin, dimension, codes, baselineMonths)
    : addPairs(ranked.slice(shown.length).map(({ code }) => pairs.get(code)!));
  return [...parts, partOf(await figuresOf(null, rest, noneOf(dimension, codes)), true)];
}

function assertDrillable({ measure, request }: Origin, dimension: Dimension, top: number | null): void {
  const { coverage, catalogue, viewer } = request.context;
  if (top !== null) requireBetween('drill(top:)', top, 1, viewer.limits.drillParts);
  requireCut(`drill(by: ${dimension.code})`, [measure], dimension, catalogue);
  requireOfLeads(`drill(by: ${dimension.code})`, measure, dimension, catalogue);
  requireDimension(dimension, [measure], [request.month], coverage);
  if (isDayGrain(dimension) && top !== null)
    throw badInput('drill(top:): a month has few enough days and weeks to show them all; leave top out.');
}

/** The plan of just a part's numbers: facts have none, nor has a part of a tree's node. */
async function planOfPart({ measure, request, node }: Origin, dimension: Dimension, where: Where): Promise<Figure> {
  const { context, scope, month } = request;
  if (node?.path || dimension.grain) return absent('NO_TARGET');
  return (await planOf({ ...scope, where: both(scope.where, where) }, month, context))(measure);
}

type PartFigures = Comparison & Pick<PartValue, 'share' | 'contribution'>;

/** A part as far as it is put in order by it. */
type Ranked = PartFigures & Pick<PartValue, 'code' | 'plan'> & { readonly where: Where };

/** How a part of the whole is put into figures. */
function partFigures(
  { measure, request, known: own }: Origin,
  dimension: Dimension,
  whole: SumsPair,
  baselineMonths: readonly string[],
): (pair: SumsPair, plan?: Figure) => PartFigures {
  const known = { ...own, by: [dimension] };
  const { numerator, denominator, countsDistinct } = measure;
  const absence = absenceOf(measure, [request.month], known);
  const untold = (sums: Sums, months: number) => untoldAmong(measure, [sums], known, months);
  const now = (sums: Sums): PeriodSums => ({ sums, months: 1, absence: absence ?? untold(sums, 1) });
  const noBaseline = absenceOf(measure, baselineMonths, known);
  const before = (sums: Sums): PeriodSums => ({
    sums,
    months: baselineMonths.length,
    absence: noBaseline ?? untold(sums, baselineMonths.length),
  });
  const ratio = (sums: Sums) => ({ numerator: evaluate(numerator, sums), denominator: evaluate(denominator!, sums) });
  const total = denominator || countsDistinct ? null : figureIn(measure, now(whole[1])).value;
  const effect = ([b, a]: SumsPair) =>
    before(b).absence || now(a).absence ? null : mixAndRate([ratio(b), ratio(a)], [ratio(whole[0]), ratio(whole[1])]);
  return (pair, plan) => {
    const comparison = compare(
      figureIn(measure, now(pair[1])),
      plan ?? (baselineMonths.length > 0 ? figureIn(measure, before(pair[0])) : null),
    );
    const share = total && comparison.value !== null ? comparison.value / total : null;
    // Plans of parts need not add up to that of the whole, so their differences are no parts of its own.
    const contribution = denominator ? effect(pair) : comparison.change;
    return { ...comparison, share, contribution: plan || countsDistinct ? null : contribution };
  };
}

/** Largest first; figures that are not there come last, and codes break ties. */
async function inOrder(parts: readonly Ranked[], order: DrillOrder): Promise<readonly Ranked[]> {
  const keyed = await Promise.all(
    parts.map(async (part) => ({ part, key: (await keyOf(part, order)) ?? Number.NEGATIVE_INFINITY })),
  );
  const codeOf = ({ code }: Ranked) => code ?? '\uffff';
  return keyed
    .sort((a, b) => (a.key === b.key ? codeOf(a.part).localeCompare(codeOf(b.part)) : b.key - a.key))
    .map(({ part }) => part);
}

async function keyOf(part: Ranked, order: DrillOrder): Promise<number | null> {
  switch (order) {
    case 'CODE':
      return 0;
    case 'VALUE':
      return part.value;
    case 'ATTAINMENT':
      return (await part.plan()).attainment;
    default:
      return Math.abs((order === 'CHANGE' ? part.change : part.contribution) ?? 0);
  }
}
