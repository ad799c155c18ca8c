import { codesOf } from '../catalogue/expression.js';
import { didYouMean, suggestions } from '../catalogue/suggestions.js';
import type { Measure } from '../catalogue/types.js';
import { badInput } from '../errors.js';
import { type Comparison, compare } from '../figures/compare.js';
import type { Figure } from '../figures/figure.js';
import { meanOver, monthlyOf } from '../figures/figure-over.js';
import { knownOf } from '../figures/known.js';
import { evaluateFormula, type Formula, holds, substitute } from '../methods/decompose/formula.js';
import { gradientOf, pathIntegral } from '../methods/decompose/path-integral.js';
import type { SumRow } from '../session/sums-loader.js';
import { attain } from './attainment.js';
import { baselineFigure } from './baseline-figure.js';
import type { IndicatorRequest } from './indicator-request.js';
import { assemble, type IndicatorNodeValue } from './node.js';
import { flatten, type NodeSpec } from './structure.js';

/** A leaf's value set by hand: what would the root be? */
export interface WhatIf {
  readonly node: string;
  readonly value: number;
}

/** A formula tree with figures and exact contributions to the root's change. */
export function formulaAnswer(
  spec: NodeSpec,
  request: IndicatorRequest,
  rows: readonly SumRow[],
  loadedMonths: readonly string[],
  plan: (measure: Measure) => Figure,
  whatIf: readonly WhatIf[],
): IndicatorNodeValue {
  const { context } = request;
  const known = knownOf(request);
  const nodes = flatten(spec);
  const measures = [...new Set(nodes.map(({ measure }) => measure))];
  const current = applyWhatIf(
    spec,
    whatIf,
    new Map(nodes.map((node) => [node.code, meanOver(node.measure, monthlyOf(rows), [request.month], known)])),
  );
  const comparisons = new Map(
    nodes.map((node) => [
      node.code,
      compare(current.get(node.code)!, baselineFigure(node.measure, request, rows, plan(node.measure))),
    ]),
  );
  const contributions = contributionsOf(spec, comparisons);
  const sensitivities = sensitivitiesOf(spec, current);
  const absence = contributions === null ? 'SIGN_CHANGE' : null;
  return assemble(spec, (node) => {
    const comparison = comparisons.get(node.code)!;
    return {
      ...comparison,
      ...attain(node.measure, comparison.value, plan(node.measure).value, context.catalogue.status),
      share: null,
      contribution: contributions?.get(node.code) ?? null,
      sensitivity: sensitivities.get(node.code) ?? null,
      absence: comparison.absence ?? absence,
      origin: { request, measure: node.measure, node: null, known, measures, rows, loadedMonths },
    };
  });
}

export type Comparisons = ReadonlyMap<string, Comparison>;

const isComparable = ({ value, baseline }: Comparison): boolean => value !== null && baseline !== null;

/** Plan values need not follow the formula that the figures follow. */
const tolerance = 1e-6;

/** Does a node's formula make both its figures out of its children's? */
function isExplained({ code, formula, children }: NodeSpec, comparisons: Comparisons): boolean {
  if (!formula || !children.every((child) => isComparable(comparisons.get(child.code)!))) return false;
  const codes = codesOf(formula);
  const indexed = substitute(formula, (child) => ({ kind: 'variable', index: codes.indexOf(child) }));
  return (['value', 'baseline'] as const).every((at) => {
    const inputs = children.map((child) => comparisons.get(child.code)![at]!);
    return holds(indexed, inputs, comparisons.get(code)![at]!, tolerance);
  });
}

/**
 * Contributions by node: the path integral on the leaves, an inner node's is the sum of its children's. Where a node's formula does
 * not explain it (a child without a figure or baseline, plan values that do not follow it), it is taken as a leaf, and what is below
 * it has no contribution. null: a denominator changes its sign, so that there is no path.
 */
function contributionsOf(root: NodeSpec, comparisons: Comparisons): ReadonlyMap<string, number> | null {
  if (!isComparable(comparisons.get(root.code)!)) return new Map();
  const { formula, leaves, before, after } = leafFormula(root, comparisons);
  const integral = pathIntegral(formula, before, after);
  if (!integral) return null;
  const result = new Map(leaves.map((leaf, index) => [leaf.code, integral[index]!]));
  const total = (node: NodeSpec): number => {
    const known = result.get(node.code);
    if (known !== undefined) return known;
    const sum = node.children.reduce((all, child) => all + total(child), 0);
    result.set(node.code, sum);
    return sum;
  };
  total(root);
  return result.set(root.code, comparisons.get(root.code)!.change!);
}

/** A root as a formula of its leaves, with their values at both ends. */
export interface LeafFormula {
  readonly formula: Formula;
  readonly leaves: readonly NodeSpec[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Inner nodes that their formula does not explain are leaves. The root must have both figures. */
export function leafFormula(root: NodeSpec, comparisons: Comparisons): LeafFormula {
  const leaves: NodeSpec[] = [];
  const build = (node: NodeSpec): Formula => {
    if (!isExplained(node, comparisons)) return { kind: 'variable', index: leaves.push(node) - 1 };
    const children = new Map(codesOf(node.formula!).map((code, index) => [code, build(node.children[index]!)]));
    return substitute(node.formula!, (code) => children.get(code)!);
  };
  const formula = build(root);
  const at = (time: 'baseline' | 'value') => leaves.map((leaf) => comparisons.get(leaf.code)![time]!);
  return { formula, leaves, before: at('baseline'), after: at('value') };
}

type Figures = ReadonlyMap<string, { readonly value: number | null; readonly absence: Comparison['absence'] }>;

/** ∂root/∂node at the current figures, by the chain rule from the root down; none below a node whose children have no figures. */
function sensitivitiesOf(root: NodeSpec, figures: Figures): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  const descend = (node: NodeSpec, sensitivity: number): void => {
    result.set(node.code, sensitivity);
    const values = node.children.map((child) => figures.get(child.code)!.value);
    if (!node.formula || values.includes(null)) return;
    const codes = codesOf(node.formula);
    const indexed = substitute(node.formula, (code) => ({ kind: 'variable', index: codes.indexOf(code) }));
    const gradient = gradientOf(indexed, values as number[]);
    for (const [index, child] of node.children.entries()) if (gradient) descend(child, sensitivity * gradient[index]!);
  };
  descend(root, 1);
  return result;
}

/** Sets leaves by hand and works all that is above them out again. Errors: BAD_USER_INPUT for what is no leaf. */
function applyWhatIf(root: NodeSpec, whatIf: readonly WhatIf[], figures: Figures): Figures {
  if (whatIf.length === 0) return figures;
  const leaves = flatten(root).filter((node) => node.children.length === 0);
  const result = new Map(figures);
  for (const { node, value } of whatIf) {
    if (!leaves.some((leaf) => leaf.code === node)) {
      const codes = leaves.map((leaf) => leaf.code);
      throw badInput(
        `whatIf: expected a leaf of the tree, found "${node}".${didYouMean(suggestions(node, codes))} Leaves: ${codes.join(', ')}.`,
      );
    }
    result.set(node, { value, absence: null });
  }
  const recompute = (node: NodeSpec): boolean => {
    if (node.children.length === 0) return whatIf.some((leaf) => leaf.node === node.code);
    const touched = node.children.map(recompute).some((changed) => changed);
    if (!touched) return false;
    const values = node.children.map((child) => result.get(child.code)!.value);
    const codes = codesOf(node.formula!);
    const formula = substitute(node.formula!, (code) => ({ kind: 'variable', index: codes.indexOf(code) }));
    const value = values.includes(null) ? null : evaluateFormula(formula, values as number[]);
    result.set(node.code, {
      value: value !== null && Number.isFinite(value) ? value : null,
      absence: value === null ? 'NOT_COVERED' : null,
    });
    return true;
  };
  recompute(root);
  return result;
}
