import type { Dimension, Measure, Names } from '../../catalogue/types.js';
import { badInput, MartletError } from '../../errors.js';
import { type Comparison, compare, figureIn } from '../../figures/compare.js';
import { labelOf } from '../../figures/labels.js';
import type { SumRow } from '../../figures/loader.js';
import { isDaily, isDayGrain, partsOf, sliceOf } from '../../figures/question.js';
import { add, evaluate, type Sums } from '../../figures/sums.js';
import { absenceOf, isProvided } from '../../figures/value.js';
import { mixAndRate } from '../../methods/mix-rate.js';
import { camelCase } from '../../slices/columns.js';
import type { Slice } from '../../slices/slice.js';
import type { Where } from '../../slices/where.js';
import type { Origin } from './node.js';
import { pathAndAncestors } from './partition-tree.js';

export type DrillOrder = 'VALUE' | 'CHANGE' | 'CONTRIBUTION' | 'CODE';

/** One value of the dimension, or all others together. */
export interface PartValue extends Comparison {
  readonly code: string | null;
  readonly names: Names;
  readonly share: number | null;
  readonly contribution: number | null;
  readonly isOther: boolean;
  readonly slice: Slice;
}

/** Beyond this the rest is "other" even if `top` was not given. */
const maxParts = 1000;

/** Sums of now and of the baseline. */
type Pair = readonly [before: Sums, after: Sums];

/**
 * A figure split by one dimension: the largest parts and the rest as "other"; parts add up to the figure, and their contributions
 * to its change. Errors: NOT_PROVIDED where the warehouse lacks the dimension, BAD_USER_INPUT.
 */
export async function drill(
  origin: Origin,
  dimension: Dimension,
  top: number | null | undefined,
  order: DrillOrder,
): Promise<readonly PartValue[]> {
  if (typeof top === 'number' && (top < 1 || top > maxParts))
    throw badInput(`drill(top:): expected 1 to ${maxParts}, found ${top}.`);
  const { context, month } = origin.request;
  if (isDayGrain(dimension) && top !== undefined && top !== null) {
    throw badInput(`drill(top:): a month has few enough days and weeks to show them all; leave top out.`);
  }
  // Days and months of two periods are different values: there is nothing to compare a day with.
  const baselineMonths = dimension.grain ? [] : origin.request.baselineMonths;
  const missing = dimension.needs.filter((need) => !isProvided(need, context.facts));
  if (missing.length > 0) {
    throw new MartletError('NOT_PROVIDED', `${dimension.code}: the warehouse does not provide ${missing.join(', ')}.`);
  }
  if (isDayGrain(dimension) && !isDaily(origin.measure, context.catalogue)) {
    const daily = [...context.catalogue.measures.values()].filter((measure) => isDaily(measure, context.catalogue));
    throw badInput(
      `drill(by: ${dimension.code}): ${origin.measure.code} has no figures by day. Those that have: ${daily.map(({ code }) => code).join(', ')}.`,
    );
  }
  const pairs = await pairsOf(origin, dimension, baselineMonths);
  const whole: Pair = [...pairs.values()].reduce<Pair>(([b, a], [before, after]) => [add(b, before), add(a, after)], [{}, {}]);
  const measure = origin.measure;
  const unavailable = absenceOf(measure, [month], context.facts, context.catalogue);
  const noBaseline = absenceOf(measure, baselineMonths, context.facts, context.catalogue);
  const make = (code: string | null, pair: Pair, narrow: Narrow, isOther: boolean): PartValue => {
    const comparison = compare(
      figureIn(measure, { sums: pair[1], months: 1, absence: unavailable }),
      baselineMonths.length === 0
        ? null
        : figureIn(measure, { sums: pair[0], months: baselineMonths.length, absence: noBaseline }),
    );
    const isRatio = measure.denominator !== null;
    const total = isRatio ? null : figureIn(measure, { sums: whole[1], months: 1, absence: unavailable }).value;
    const comparable = baselineMonths.length > 0 && !unavailable && !noBaseline;
    return {
      ...comparison,
      code,
      names: isOther ? { en: 'Other', zh: '其他' } : labelOf(dimension, code, context.labels),
      share: total && comparison.value !== null ? comparison.value / total : null,
      contribution: !isRatio ? comparison.change : comparable ? effect(pair, whole) : null,
      isOther,
      slice: sliceOf(origin.request.scope, month, { ...narrow, measure, ...(origin.node ? { node: origin.node } : {}) }),
    };
  };
  const effect = (pair: Pair, all: Pair) => mixAndRate([ratio(pair[0]), ratio(pair[1])], [ratio(all[0]), ratio(all[1])]);
  const ratio = (sums: Sums) => ({
    numerator: evaluate(measure.numerator, sums),
    denominator: evaluate(measure.denominator!, sums),
  });
  const field = camelCase(dimension.code);
  const parts = [...pairs]
    .map(([code, pair]) => make(code, pair, only(measure, field, dimension, code), false))
    .sort(ordering(order));
  const shown = parts.slice(0, top ?? maxParts);
  if (shown.length === parts.length) return shown;
  const rest = parts.slice(shown.length).map(({ code }) => pairs.get(code)!);
  const other = rest.reduce<Pair>(([b, a], [before, after]) => [add(b, before), add(a, after)], [{}, {}]);
  return [...shown, make(null, other, { where: noneOf(field, dimension, shown) }, true)];
}

/** Sums by value of the dimension for the origin's rows. Nodes of one answer ask the same and share one statement. */
async function pairsOf(
  { request, node, measure, measures }: Origin,
  dimension: Dimension,
  baselineMonths: readonly string[],
): Promise<ReadonlyMap<string | null, Pair>> {
  const { context, scope } = request;
  const months = [request.month, ...baselineMonths].filter((month) => context.facts.months.includes(month));
  const parts = [...new Set((isDayGrain(dimension) ? [measure] : measures).flatMap(partsOf))];
  const rows = await context.sums.load({ parts, months, dimension, tree: node?.tree ?? null, scope });
  const pairs = new Map<string | null, Pair>();
  for (const { month, key, sums } of byNode(rows).get(node?.path ?? '') ?? []) {
    const [before, after] = pairs.get(key) ?? [{}, {}];
    const isBefore = baselineMonths.includes(month);
    pairs.set(key, [isBefore ? add(before, sums) : before, month === request.month ? add(after, sums) : after]);
  }
  return pairs;
}

/** Rows by node, leaves among those of all nodes above them; worked out once for all nodes that drill by the same. */
const groups = new WeakMap<readonly SumRow[], ReadonlyMap<string, readonly SumRow[]>>();

function byNode(rows: readonly SumRow[]): ReadonlyMap<string, readonly SumRow[]> {
  const known = groups.get(rows);
  if (known) return known;
  const nodes = new Map<string, SumRow[]>();
  for (const row of rows) {
    for (const path of pathAndAncestors(row.path ?? '')) {
      const list = nodes.get(path);
      if (list) list.push(row);
      else nodes.set(path, [row]);
    }
  }
  groups.set(rows, nodes);
  return nodes;
}

const typed = (dimension: Dimension, code: string) =>
  dimension.type === 'BOOLEAN' ? code === 'true' : dimension.type === 'INTEGER' ? Number(code) : code;

/** What a part's slice adds. A month has its own already. */
type Narrow = Pick<NonNullable<Parameters<typeof sliceOf>[2]>, 'where' | 'day'>;

function only(measure: Measure, field: string, dimension: Dimension, code: string | null): Narrow {
  if (isDayGrain(dimension)) return code === null ? {} : { day: { measure, dimension, code } };
  if (dimension.grain) return {};
  return { where: { [field]: code === null ? { isNull: true } : { eq: typed(dimension, code) } } };
}

/** What is in none of the parts shown; rows without a value are in it unless they are one of those. */
function noneOf(field: string, dimension: Dimension, shown: readonly PartValue[]): Where {
  const codes = shown.map(({ code }) => code).filter((code) => code !== null);
  const values = codes.map((code) => typed(dimension, code));
  const isListed: Where =
    dimension.type === 'BOOLEAN' ? { or: values.map((value) => ({ [field]: { eq: value } })) } : { [field]: { in: values } };
  const hasNull = codes.length < shown.length;
  if (hasNull) return { and: [{ not: isListed }, { [field]: { isNull: false } }] };
  return { or: [{ not: isListed }, { [field]: { isNull: true } }] };
}

/** Largest first; figures that are not there come last, and codes break ties. */
function ordering(order: DrillOrder): (a: PartValue, b: PartValue) => number {
  const key = (part: PartValue): number | null =>
    order === 'CODE' ? 0 : order === 'VALUE' ? part.value : Math.abs((order === 'CHANGE' ? part.change : part.contribution) ?? 0);
  return (a, b) => {
    const [x, y] = [key(a) ?? Number.NEGATIVE_INFINITY, key(b) ?? Number.NEGATIVE_INFINITY];
    return x === y ? (a.code ?? '\uffff').localeCompare(b.code ?? '\uffff') : y - x;
  };
}
