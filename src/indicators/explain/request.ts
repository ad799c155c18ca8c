import { leadsHave, requireCut, restsFor } from '../../catalogue/facts.js';
import { dimensionNamed, measureNamed, treeNamed } from '../../catalogue/named.js';
import type { Dimension, FormulaTree, Measure } from '../../catalogue/types.js';
import { badInput, MartletError } from '../../errors.js';
import { requireAdditive } from '../../figures/additive.js';
import { absenceFor, requireKnown } from '../../figures/figure.js';
import { requireOfLeads } from '../../figures/leads.js';
import { outcomeAmong, outcomeText, selectorOf } from '../../figures/outcome.js';
import { requireBetween } from '../../security/limits.js';
import type { IndicatorArguments, IndicatorRequest } from '../indicator-request.js';
import { resolveRequest } from '../indicator-request.js';
import type { IndicatorSession } from '../session.js';

export type Method = 'PATH_INTEGRAL' | 'LMDI' | 'SHAPLEY';

export interface ExplainArguments extends IndicatorArguments {
  readonly measure: string;
  readonly tree?: string | null | undefined;
  readonly by?: readonly string[] | null | undefined;
  readonly depth: number;
  readonly top: number;
  readonly method: Method;
}

/** A question why, with its names resolved. */
export interface ExplainRequest extends IndicatorRequest {
  readonly measure: Measure;
  readonly tree: FormulaTree | null;
  readonly by: readonly Dimension[];
  /** Most dimensions of a cause. */
  readonly depth: number;
  /** Most causes, and parts of a dimension. */
  readonly top: number;
  readonly method: Method;
}

/** Errors: as of every question of tier 1; BAD_USER_INPUT for limits, for a measure that does not add up and for dimensions of time, NOT_PROVIDED for a dimension. */
export async function resolveExplain(args: ExplainArguments, context: IndicatorSession): Promise<ExplainRequest> {
  if (args.against === 'NONE') throw badInput('explain(against:): a change needs a baseline; NONE has none.');
  const { explainDepth, explainTop } = context.viewer.limits;
  requireBetween('explain(depth:)', args.depth, 1, explainDepth);
  requireBetween('explain(top:)', args.top, 1, explainTop);
  const request = await resolveRequest(args, context);
  const measure = measureNamed(context.catalogue, args.measure);
  requireAdditive('explain(measure:)', measure);
  return {
    ...request,
    measure,
    tree: args.tree ? formulaTree(args.tree, args.measure, context) : null,
    by: dimensionsOf(args.by ?? null, measure, [request.month, ...request.baselineMonths], context),
    depth: args.depth,
    top: args.top,
    method: args.method,
  };
}

function formulaTree(code: string, measure: string, { catalogue }: IndicatorSession): FormulaTree {
  const tree = treeNamed(catalogue, code);
  if (tree.relation === 'PARTITION') throw badInput(`explain(tree:): expected a formula tree, ${code} is a PARTITION tree.`);
  if (tree.measure !== measure && !isBelow(tree, measure))
    throw badInput(`explain(tree:): ${measure} is not in the tree ${code}. Leave tree out to take the one that has it.`);
  return tree;
}

const isBelow = ({ formulas }: FormulaTree, code: string): boolean => {
  const mentions = (expression: unknown): boolean => JSON.stringify(expression).includes(`"code":"${code}"`);
  return formulas.has(code) || [...formulas.values()].some(mentions);
};

/** Those asked for, or the catalogue's as far as the warehouse has them in these months. */
function dimensionsOf(
  codes: readonly string[] | null,
  measure: Measure,
  months: readonly string[],
  { catalogue, coverage, viewer }: IndicatorSession,
): readonly Dimension[] {
  /** Of the compared months one has nothing before it to look back on: there every value would seem to have come or gone. */
  const isEarly = ({ lookback }: Dimension) => months.some((month) => coverage.months.slice(0, lookback).includes(month));
  const absenceOf = (dimension: Dimension) => absenceFor([restsFor(dimension, measure.fact)], months, coverage);
  const isHere = (dimension: Dimension) =>
    (!measure.isOfLeads || leadsHave(dimension)) &&
    !['NOT_PROVIDED', 'IMMATURE'].includes(absenceOf(dimension)!) &&
    !outcomeAmong([selectorOf(dimension)], measure, months) &&
    !isEarly(dimension);
  if (codes === null) return catalogue.explain.dimensions.map((code) => dimensionNamed(catalogue, code)).filter(isHere);
  const asked = [...new Set(codes)].map((code) => dimensionNamed(catalogue, code));
  const { explainDimensions } = viewer.limits;
  if (asked.length > explainDimensions) {
    throw new MartletError(
      'TOO_COSTLY',
      `explain(by:): expected at most ${explainDimensions} dimensions, found ${asked.length}. Ask for those that you suspect.`,
    );
  }
  for (const dimension of asked) {
    if (dimension.grain) throw badInput(`explain(by:): ${dimension.code} is time, which the two periods do not share.`);
    requireCut(`explain(by: ${dimension.code})`, [measure], dimension, catalogue);
    requireOfLeads(`explain(by: ${dimension.code})`, measure, dimension, catalogue);
    requireKnown(dimension.code, [restsFor(dimension, measure.fact)], months, coverage);
    if (absenceOf(dimension) === 'IMMATURE')
      throw badInput(
        `explain(by:): ${dimension.code} is told by a model that one of ${months.join(', ')} does not have yet (IMMATURE). Leave it out, or compare later months.`,
      );
    if (isEarly(dimension)) {
      throw badInput(
        `explain(by:): ${dimension.code} looks back ${dimension.lookback} month(s), which one of ${months.join(', ')} does not have before it (NO_BASELINE). Leave it out, or compare later months.`,
      );
    }
  }
  const outcome = outcomeAmong(asked.map(selectorOf), measure, months);
  if (outcome) throw badInput(`explain(by:): ${outcomeText(measure, outcome).en}`);
  return asked;
}
