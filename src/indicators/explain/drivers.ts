import type { Names } from '../../catalogue/names.js';
import type { Measure } from '../../catalogue/types.js';
import { type Comparison, compare } from '../../figures/compare.js';
import { meanOver, monthlyOf } from '../../figures/figure-over.js';
import { knownOf } from '../../figures/known.js';
import { lmdi } from '../../methods/decompose/lmdi.js';
import { gradientOf, pathIntegral } from '../../methods/decompose/path-integral.js';
import { shapley } from '../../methods/decompose/shapley.js';
import { askSums } from '../ask-sums.js';

import { baselineFigure } from '../baseline-figure.js';
import { type LeafFormula, leafFormula } from '../formula-answer.js';
import { planOf } from '../plans.js';
import { flatten, valueTree } from '../structure.js';
import { type ExplainRequest, type Method } from './request.js';

/** A leaf of the value tree, or a flow of a stock, with what it gives to the change. */
export interface DriverValue {
  readonly node: string;
  readonly names: Names;
  /** What it counts; null of a flow between two months. */
  readonly measure: Measure | null;
  readonly from: number | null;
  readonly to: number | null;
  /** By the method asked for, in the unit of the figure that is explained. */
  readonly contribution: number;
  /** Of the change; null where that is nothing but rounding. */
  readonly share: number | null;
  readonly pathIntegral: number | null;
  readonly lmdi: number | null;
  readonly shapley: number | null;
  /** Largest difference between two of the methods, in the figure's unit. */
  readonly disagreement: number | null;
  /** ∂figure/∂leaf at the month's values. */
  readonly sensitivity: number | null;
}

export interface Drivers {
  readonly list: readonly DriverValue[];
  /** Change less all contributions. */
  readonly residual: number;
  /** Why there are none: the method is not defined for these figures. */
  readonly undefinedFor: Method | null;
}

/** By formula: what the leaves of the measure's value tree give to its change. Errors: as `askSums`. */
export async function formulaDrivers(request: ExplainRequest, change: number): Promise<Drivers> {
  const { context, month, baselineMonths, scope } = request;
  const root = valueTree(request.measure, context.catalogue, request.tree ?? undefined);
  const nodes = flatten(root);
  const measures = [...new Set(nodes.map(({ measure }) => measure))];
  const [rows, plan] = await Promise.all([askSums(request, measures, [month, ...baselineMonths]), planOf(scope, month, context)]);
  const known = knownOf(request);
  const comparisons = new Map<string, Comparison>();
  for (const { code, measure } of nodes) {
    const now = meanOver(measure, monthlyOf(rows), [month], known);
    comparisons.set(code, compare(now, baselineFigure(measure, request, rows, plan(measure))));
  }
  return driversOf(leafFormula(root, comparisons), request.method, change);
}

/** Pure: drivers of a formula's change. `change`: the figure's own, which contributions are held against. */
function driversOf(form: LeafFormula, method: Method, change: number): Drivers {
  const { formula, leaves, before, after } = form;
  const all = {
    PATH_INTEGRAL: pathIntegral(formula, before, after),
    LMDI: lmdi(formula, before, after),
    SHAPLEY: shapley(formula, before, after),
  };
  const chosen = all[method];
  if (!chosen) return { list: [], residual: change, undefinedFor: method };
  const gradient = gradientOf(formula, after);
  const size = chosen.reduce((sum, value) => sum + Math.abs(value), 0);
  const list = leaves.map((leaf, index): DriverValue => {
    const values = Object.values(all).flatMap((each) => (each ? [each[index]!] : []));
    return {
      node: leaf.code,
      names: leaf.names,
      measure: leaf.measure,
      from: before[index]!,
      to: after[index]!,
      contribution: chosen[index]!,
      share: shareOf(chosen[index]!, change, size),
      pathIntegral: all.PATH_INTEGRAL?.[index] ?? null,
      lmdi: all.LMDI?.[index] ?? null,
      shapley: all.SHAPLEY?.[index] ?? null,
      disagreement: values.length > 1 ? Math.max(...values) - Math.min(...values) : null,
      sensitivity: gradient?.[index] ?? null,
    };
  });
  return { list, residual: change - chosen.reduce((sum, value) => sum + value, 0), undefinedFor: null };
}

/** A share of a change that is only rounding would be any number. */
export const shareOf = (contribution: number, change: number, size: number): number | null =>
  Math.abs(change) <= 1e-9 * size || change === 0 ? null : contribution / change;
