import type { Names } from '../../catalogue/names.js';
import type { PartitionTree } from '../../catalogue/types.js';
import { movesStatement } from '../../figures/moves.js';
import type { Row } from '../../warehouse/engine.js';
import { type Drivers, type DriverValue, shareOf } from './drivers.js';
import type { ExplainRequest } from './request.js';

/**
 * The tree whose steps say where numbers moved: that of the scope's node, or one that counts the measure. null: the figure is no stock
 * of a partition's numbers, or the baseline is no single month that numbers could have moved from.
 */
export function movesTree({ measure, scope, baselineMonths, context }: ExplainRequest): PartitionTree | null {
  const isCount = measure.kind === 'stock' && measure.denominator === null && measure.unit === 'numbers' && !measure.expression;
  if (!isCount || scope.facts.length > 0 || baselineMonths.length !== 1) return null;
  const partitions = [...context.catalogue.trees.values()].filter((tree) => tree.relation === 'PARTITION');
  return scope.nodes[0]?.tree ?? partitions.find((tree) => tree.measure === measure.code) ?? null;
}

/** Flows explain stock: who joined, left, came from and went to which step of the tree. They add up to the change, number by number. */
export async function stockFlows(request: ExplainRequest, tree: PartitionTree, change: number): Promise<Drivers> {
  const { context, scope, measure, month, baselineMonths } = request;
  const asked = movesStatement(scope, measure, tree, [baselineMonths[0]!, month], context.viewer, context);
  const flows = new Map<string, { readonly names: Names; readonly count: number }>();
  for (const row of await context.run(asked)) {
    const { code, names } = nameOf(row, tree);
    flows.set(code, { names, count: (flows.get(code)?.count ?? 0) + (row.direction === 'IN' ? 1 : -1) * Number(row.moved) });
  }
  const size = [...flows.values()].reduce((sum, { count }) => sum + Math.abs(count), 0);
  // Who came from where and went where is not told of few; what is left tells the whole change.
  if ([...flows.values()].some(({ count }) => Math.abs(count) < context.viewer.minimumGroup && context.viewer.minimumGroup > 1))
    return { list: [], residual: change, undefinedFor: null };
  const list = [...flows].map(
    ([code, { names, count }]): DriverValue => ({
      node: `${tree.code}.${code}`,
      names,
      measure: null,
      from: null,
      to: Math.abs(count),
      contribution: count,
      share: shareOf(count, change, size),
      pathIntegral: null,
      lmdi: null,
      shapley: null,
      disagreement: null,
      sensitivity: count < 0 ? -1 : 1,
    }),
  );
  list.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return { list, residual: change - list.reduce((sum, { contribution }) => sum + contribution, 0), undefinedFor: null };
}

function nameOf({ direction, step, is_joined: isJoined, was_on_books: was, is_on_books: is }: Row, tree: PartitionTree) {
  if (isJoined) return { code: 'JOINED', names: { en: 'Joined', zh: '新入网' } };
  if (direction === 'OUT' && step !== null && was && !is) return { code: 'LEFT', names: { en: 'Left', zh: '离网' } };
  // Who leaves is still listed in that month: gone from one to the next is who had left before, or is not the viewer's to see.
  if (direction === 'OUT' && step === null && !was) return { code: 'DROPPED', names: { en: 'No longer listed', zh: '不再列示' } };
  if (step === null) {
    return direction === 'IN'
      ? { code: 'MOVED_IN.ELSEWHERE', names: { en: 'From elsewhere', zh: '其他来源' } }
      : { code: 'MOVED_OUT.ELSEWHERE', names: { en: 'To elsewhere', zh: '转至别处' } };
  }
  const known = tree.children.find(({ code }) => code === step)?.names ?? { en: String(step), zh: String(step) };
  return direction === 'IN'
    ? { code: `MOVED_IN.${step}`, names: { en: `From: ${known.en}`, zh: `来自：${known.zh}` } }
    : { code: `MOVED_OUT.${step}`, names: { en: `To: ${known.en}`, zh: `转至：${known.zh}` } };
}
