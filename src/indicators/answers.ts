import { measureNamed, treeNamed } from '../catalogue/named.js';
import { badInput } from '../errors.js';
import { requireAdditive } from '../figures/additive.js';
import { compare } from '../figures/compare.js';
import { meanOver, monthlyOf } from '../figures/figure-over.js';
import { knownOf } from '../figures/known.js';
import { askSums } from './ask-sums.js';
import { attain } from './attainment.js';
import { baselineFigure } from './baseline-figure.js';
import { formulaAnswer, type WhatIf } from './formula-answer.js';
import { type IndicatorArguments, resolveRequest, trendMonths } from './indicator-request.js';
import type { NodeFigures, Origin, TreeAnswer } from './node.js';
import { partitionAnswer } from './partition-answer.js';
import { planOf } from './plans.js';
import type { IndicatorSession } from './session.js';
import { flatten, structureOf } from './structure.js';

export interface TreeArguments extends IndicatorArguments {
  readonly tree: string;
  readonly measure?: string | undefined;
  readonly whatIf?: readonly WhatIf[] | undefined;
  /** Months of trend that will be asked of the nodes, so that they come with the same statement. */
  readonly trend: number;
}

/** A tree with all its figures: one statement for values, baseline and trend, one for targets. */
export async function answerTree(args: TreeArguments, context: IndicatorSession): Promise<TreeAnswer> {
  const request = await resolveRequest(args, context);
  const tree = treeNamed(context.catalogue, args.tree);
  const whatIf = args.whatIf ?? [];
  if (tree.relation !== 'PARTITION' && args.measure && args.measure !== tree.measure) {
    throw badInput(
      `measure: ${tree.code} is a formula tree of ${tree.measure}; only a PARTITION tree can count another measure.`,
    );
  }
  if (tree.relation === 'PARTITION' && whatIf.length > 0)
    throw badInput(`whatIf: ${tree.code} is no formula tree, its leaves are counted.`);
  const counted = args.measure ? measureNamed(context.catalogue, args.measure) : undefined;
  if (tree.relation === 'PARTITION' && counted?.isOfLeads)
    throw badInput(`measure: ${tree.code} parts numbers, and ${counted.code} counts leads, most of which are none.`);
  if (counted) requireAdditive('measure', counted);
  const spec = structureOf(tree, context.catalogue, counted);
  const months = [request.month, ...request.baselineMonths, ...(args.trend > 0 ? trendMonths(request, args.trend) : [])];
  const measures = [...new Set(flatten(spec).map(({ measure }) => measure))];
  const [rows, plan] = await Promise.all([
    askSums(request, measures, months, tree.relation === 'PARTITION' ? tree : null),
    planOf(request.scope, request.month, context),
  ]);
  const root =
    tree.relation === 'PARTITION'
      ? await partitionAnswer(tree, spec, request, rows, months, plan(spec.measure))
      : formulaAnswer(spec, request, rows, months, plan, whatIf);
  const [baselineMonth, ...more] = request.baselineMonths;
  return {
    code: tree.code,
    names: tree.names,
    month: request.month,
    baselineMonth: more.length === 0 ? (baselineMonth ?? null) : null,
    root,
  };
}

export interface IndicatorAnswer extends Omit<NodeFigures, 'share' | 'contribution' | 'sensitivity'> {
  readonly month: string;
}

/** One measure; those of a request with the same filter share one statement. */
export async function answerIndicator(
  args: IndicatorArguments & { readonly measure: string; readonly trend: number },
  context: IndicatorSession,
): Promise<IndicatorAnswer> {
  const request = await resolveRequest(args, context);
  const measure = measureNamed(context.catalogue, args.measure);
  const months = [request.month, ...request.baselineMonths, ...(args.trend > 0 ? trendMonths(request, args.trend) : [])];
  const [rows, plan] = await Promise.all([askSums(request, [measure], months), planOf(request.scope, request.month, context)]);
  const target = plan(measure);
  const known = knownOf(request);
  const comparison = compare(
    meanOver(measure, monthlyOf(rows), [request.month], known),
    baselineFigure(measure, request, rows, target),
  );
  const origin: Origin = { request, measure, node: null, known, measures: [measure], rows, loadedMonths: months };
  return {
    ...comparison,
    ...attain(measure, comparison.value, target.value, context.catalogue.status),
    month: request.month,
    origin,
  };
}
