import type { Measure, PartitionTree, Rests } from '../catalogue/types.js';
import { compare, difference } from '../figures/compare.js';
import { absenceFor, absenceOf, absent, type Figure, type Known } from '../figures/figure.js';
import { meanOver, monthlyOf, type PeriodSums, periodSums } from '../figures/figure-over.js';
import { knownOf, rulesOf } from '../figures/known.js';
import { type NodeScope, scopeIn } from '../figures/question.js';
import { addTo, evaluate, type Millionths } from '../figures/sums.js';
import { keptIn } from '../lib/memo.js';
import { isYieldDue, yieldLoop } from '../lib/yielding.js';
import { mixAndRate } from '../methods/decompose/mix-rate.js';
import type { SumRow } from '../session/sums-loader.js';
import { attain } from './attainment.js';
import { baselineFigure, type MonthSums } from './baseline-figure.js';
import type { IndicatorRequest } from './indicator-request.js';
import type { IndicatorNodeValue } from './node.js';
import type { NodeSpec } from './structure.js';

/** Sums by month of every node, by path without the root: leaves are added into all that they are below, exactly. */
function sumsByNode(rows: readonly SumRow[]): ReadonlyMap<string, readonly MonthSums[]> {
  const nodes = new Map<string, Map<string, Record<string, Millionths | null>>>();
  for (const { month, path, sums } of rows) {
    for (const ancestor of pathAndAncestors(path ?? '')) {
      const months = keptIn(nodes, ancestor, () => new Map());
      addTo(
        keptIn(months, month, () => ({})),
        sums,
      );
    }
  }
  return new Map([...nodes].map(([path, months]) => [path, [...months].map(([month, sums]) => ({ month, sums }))]));
}

/** "A.B" → "", "A", "A.B". */
export function pathAndAncestors(path: string): readonly string[] {
  const steps = path === '' ? [] : path.split('.');
  return ['', ...steps.map((_, index) => steps.slice(0, index + 1).join('.'))];
}

/**
 * A partition tree with figures. Contribution: for counts and amounts a node's own change; for a ratio its mix and rate effect on
 * the root's. Both add up over the children of every node. A node whose rule lacks a column, or the months that it looks back on, says so
 * instead of 0; its rows are then among what its siblings leave over, which says so too.
 */
export async function partitionAnswer(
  tree: PartitionTree,
  spec: NodeSpec,
  request: IndicatorRequest,
  rows: readonly SumRow[],
  loadedMonths: readonly string[],
  plan: Figure,
): Promise<IndicatorNodeValue> {
  const { measure } = spec;
  const { context } = request;
  const byNode = sumsByNode(rows);
  const rowsOf = (node: NodeSpec): readonly MonthSums[] => byNode.get(node.path) ?? [];
  const periods = (node: NodeSpec, known: Known) =>
    [request.baselineMonths, [request.month]].map((months) => periodSums(measure, monthlyOf(rowsOf(node)), months, known)) as [
      PeriodSums,
      PeriodSums,
    ];
  const whole = periods(spec, knownOf(request));
  const answer = async (node: NodeSpec, parent: number | null): Promise<IndicatorNodeValue> => {
    if (isYieldDue()) await yieldLoop();
    const at = { tree, path: node.path };
    const known = knownOf({ scope: scopeIn(request.scope, at), context });
    const figure = (months: readonly string[]) => nodeFigure(measure, at, months, rowsOf(node), known);
    const own = node.level === 0 ? plan : absent('NO_TARGET');
    const baseline =
      request.baselineMonths.length > 0 ? figure(request.baselineMonths) : baselineFigure(measure, request, [], own);
    const comparison = compare(figure([request.month]), baseline);
    const { value } = comparison;
    const children: IndicatorNodeValue[] = [];
    for (const child of node.children) children.push(await answer(child, value));
    return {
      ...comparison,
      ...attain(measure, value, own.value, context.catalogue.status),
      code: node.code,
      names: node.names,
      level: node.level,
      parent: node.parent,
      relation: node.relation,
      share: measure.denominator || !parent || value === null ? null : value / parent,
      contribution: node.level === 0 ? comparison.change : contributionOf(measure, periods(node, known), whole),
      sensitivity: null,
      origin: {
        request,
        measure,
        node: at,
        known,
        measures: [measure],
        rows: rowsOf(node),
        loadedMonths,
      },
      children,
    };
  };
  return answer(spec, null);
}

/** What the rules of a node rest on; none of a figure that is of no node. */
export const rulesAt = (node: NodeScope | null): readonly Rests[] => (node ? rulesOf(node) : []);

/** A figure of a node, where there is one, as it is judged; and with too little history for its rule, where no row is, why there is none. */
export function nodeFigure(
  measure: Measure,
  node: NodeScope | null,
  months: readonly string[],
  rows: readonly MonthSums[],
  known: Known,
): Figure {
  const isEmpty = !rows.some(({ month }) => months.includes(month));
  const early = isEmpty && !absenceOf(measure, months, known) ? absenceFor(rulesAt(node), months, known.coverage) : null;
  return early ? absent(early) : meanOver(measure, monthlyOf(rows), months, known);
}

/** From the sums and not from the figures, so that it is there, and adds up, also where there is too little history for one of them. */
function contributionOf(
  measure: Measure,
  [before, after]: readonly [PeriodSums, PeriodSums],
  whole: readonly [PeriodSums, PeriodSums],
): number | null {
  if ([...whole, before, after].some(({ absence }) => absence)) return null;
  const { numerator, denominator } = measure;
  if (!denominator)
    return difference(evaluate(numerator, after.sums, after.months), evaluate(numerator, before.sums, before.months));
  const ratio = ({ sums }: PeriodSums) => ({ numerator: evaluate(numerator, sums), denominator: evaluate(denominator, sums) });
  return mixAndRate([ratio(before), ratio(after)], [ratio(whole[0]), ratio(whole[1])]);
}
