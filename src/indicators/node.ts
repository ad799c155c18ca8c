import type { Names } from '../catalogue/names.js';
import type { Measure } from '../catalogue/types.js';
import type { Comparison } from '../figures/compare.js';
import type { Known } from '../figures/figure.js';
import { type NodeScope, sliceOf } from '../figures/question.js';
import type { Slice } from '../slices/slice.js';
import type { Attainment } from './attainment.js';
import type { MonthSums } from './baseline-figure.js';
import type { IndicatorRequest } from './indicator-request.js';
import type { NodeSpec, Relation } from './structure.js';

/** Where a node's or an indicator's figures come from: what its trend, drill and slice go back to. */
export interface Origin {
  readonly request: IndicatorRequest;
  readonly measure: Measure;
  /** The partition node whose rows it counts; null in formula trees. */
  readonly node: NodeScope | null;
  /** What its figures are judged by, whatever the month. */
  readonly known: Known;
  /** All measures of the answer: their drills and trends are asked for together. */
  readonly measures: readonly Measure[];
  /** Sums by month that the answer has loaded, and the months it asked for. */
  readonly rows: readonly MonthSums[];
  readonly loadedMonths: readonly string[];
}

/** The numbers that a figure counts. */
export const sliceBehind = ({ request, measure, node }: Origin): Slice =>
  sliceOf(request.scope, request.month, { measure, ...(node ? { node } : {}) });

/** The figures of a node apart from its place in the tree. */
export interface NodeFigures extends Comparison, Attainment {
  readonly share: number | null;
  /** To the root's change, in the root's unit. */
  readonly contribution: number | null;
  /** Of the root to this node: ∂root/∂node, in the root's unit per one of the node's; null on partition trees. */
  readonly sensitivity: number | null;
  readonly origin: Origin;
}

/** A node of a tree with its figures. */
export interface IndicatorNodeValue extends NodeFigures {
  readonly code: string;
  readonly names: Names;
  readonly level: number;
  readonly parent: string | null;
  readonly relation: Relation | null;
  readonly children: readonly IndicatorNodeValue[];
}

export interface TreeAnswer {
  readonly code: string;
  readonly names: Names;
  readonly month: string;
  readonly baselineMonth: string | null;
  readonly root: IndicatorNodeValue;
}

/** Puts figures to the structure. */
export function assemble(spec: NodeSpec, figuresOf: (spec: NodeSpec) => NodeFigures): IndicatorNodeValue {
  const { code, names, level, parent, relation } = spec;
  const children = spec.children.map((child) => assemble(child, figuresOf));
  return { ...figuresOf(spec), code, names, level, parent, relation, children };
}

/** A node and all below it, parents first. */
export const nodesBelow = (node: IndicatorNodeValue): readonly IndicatorNodeValue[] => [
  node,
  ...node.children.flatMap(nodesBelow),
];
