import type { PartitionTree } from '../../catalogue/types.js';
import { compare, type Period } from '../../figures/compare.js';
import type { SumRow } from '../../figures/loader.js';
import { add, evaluate, type Sums } from '../../figures/sums.js';
import { mixAndRate } from '../../methods/mix-rate.js';
import { assemble, type IndicatorNodeValue, type NodeFigures } from './node.js';
import { baselineFigure, figureOver, type IndicatorRequest, type MonthSums, periodOf } from './request.js';
import type { NodeSpec } from './structure.js';
import { attain } from './targets.js';

/** Sums by month of every node, by path without the root: leaves are added into all that they are below, exactly. */
export function sumsByNode(rows: readonly SumRow[]): ReadonlyMap<string, readonly MonthSums[]> {
  const nodes = new Map<string, Map<string, Sums>>();
  for (const { month, path, sums } of rows) {
    for (const ancestor of pathAndAncestors(path ?? '')) {
      const months = nodes.get(ancestor) ?? new Map<string, Sums>();
      nodes.set(ancestor, months.set(month, add(months.get(month) ?? {}, sums)));
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
 * the root's. Both add up over the children of every node.
 */
export function partitionAnswer(
  tree: PartitionTree,
  spec: NodeSpec,
  request: IndicatorRequest,
  rows: readonly SumRow[],
  loadedMonths: readonly string[],
  target: number | null,
): IndicatorNodeValue {
  const byNode = sumsByNode(rows);
  const { measure } = spec;
  const { context } = request;
  const rowsOf = (node: NodeSpec): readonly MonthSums[] => byNode.get(node.path) ?? [];
  const periods = (node: NodeSpec) => [
    periodOf(measure, request.baselineMonths, rowsOf(node), context),
    periodOf(measure, [request.month], rowsOf(node), context),
  ];
  const whole = periods(spec).map(toRatio);
  const figures = new Map<string, NodeFigures>();
  const visit = (node: NodeSpec, parent: NodeFigures | null): void => {
    const own = node.level === 0 ? target : null;
    const value = figureOver(measure, [request.month], rowsOf(node), context);
    const comparison = compare(value, baselineFigure(measure, request, rowsOf(node), own));
    const isRatio = measure.denominator !== null;
    const [before, after] = periods(node).map(toRatio);
    const mix = isRatio && whole[0] && whole[1] && before && after ? mixAndRate([before, after], [whole[0], whole[1]]) : null;
    const result: NodeFigures = {
      ...comparison,
      ...attain(measure, comparison.value, own, context.catalogue.status),
      share: isRatio || !parent || !parent.value || comparison.value === null ? null : comparison.value / parent.value,
      contribution: node.level === 0 || !isRatio ? comparison.change : mix,
      origin: {
        request,
        measure,
        node: { tree, path: node.path },
        measures: [measure],
        rows: rowsOf(node),
        loadedMonths,
      },
    };
    figures.set(node.code, result);
    for (const child of node.children) visit(child, result);
  };
  visit(spec, null);
  return assemble(spec, (node) => figures.get(node.code)!);

  function toRatio({ sums, absence }: Period) {
    if (absence || !measure.denominator) return null;
    return { numerator: evaluate(measure.numerator, sums), denominator: evaluate(measure.denominator, sums) };
  }
}
