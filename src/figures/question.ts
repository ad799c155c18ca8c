import { measureNamed } from '../catalogue/lookup.js';
import { unknownName } from '../catalogue/suggest.js';
import type { Catalogue, Dimension, Measure, PartitionTree } from '../catalogue/types.js';
import type { Slice } from '../slices/slice.js';
import { both, type Where } from '../slices/where.js';

/** A node of a partition tree; `path` without the root. */
export interface NodeScope {
  readonly tree: PartitionTree;
  readonly path: string;
}

/** Which rows count: what a slice says beyond its months. All of it holds. */
export interface Scope {
  readonly where: Where;
  readonly nodes: readonly NodeScope[];
  /** Only the rows that these measures count. */
  readonly counted: readonly Measure[];
}

export const everything: Scope = Object.freeze({ where: {}, nodes: [], counted: [] });

/** Sums of parts in months, by a dimension and/or the leaves of a tree. */
export interface Question {
  readonly parts: readonly string[];
  readonly months: readonly string[];
  readonly dimension: Dimension | null;
  readonly tree: PartitionTree | null;
  readonly scope: Scope;
}

/** Questions with the same key differ only in months and parts: one statement answers them together. */
export function questionKey({ dimension, tree, scope }: Question): string {
  const nodes = scope.nodes.map((node) => `${node.tree.code}.${node.path}`);
  return JSON.stringify([dimension?.code, tree?.code, scope.where, nodes, scope.counted.map(({ code }) => code)]);
}

/** One question that covers all (of the same key). */
export function mergeQuestions(questions: readonly Question[]): Question {
  const parts = [...new Set(questions.flatMap((question) => question.parts))].sort();
  const months = [...new Set(questions.flatMap((question) => question.months))].sort();
  return { ...questions[0]!, parts, months };
}

/** The part ids that a measure is computed from. */
export const partsOf = (measure: Measure): readonly string[] => [
  ...new Set([...measure.numerator.terms.keys(), ...(measure.denominator?.terms.keys() ?? [])]),
];

/** What a slice and a filter beside it select together. */
export function scopeOf(where: Where, slice: Slice | null, catalogue: Catalogue): Scope {
  if (!slice) return { where, nodes: [], counted: [] };
  return {
    where: both(slice.where, where),
    nodes: slice.nodes.map((node) => nodeScope(node, catalogue)),
    counted: slice.counted.map((code) => measureNamed(catalogue, code)),
  };
}

function nodeScope(node: string, catalogue: Catalogue): NodeScope {
  const [root = '', ...path] = node.split('.');
  const tree = catalogue.trees.get(root);
  if (tree?.relation !== 'PARTITION') throw unknownName('partition tree', root, catalogue.trees.keys());
  return { tree, path: path.join('.') };
}

/** The slice of a scope in a month, narrowed as asked. A root node and a measure that counts every row narrow nothing. */
export function sliceOf(scope: Scope, month: string, narrow: { where?: Where; node?: NodeScope; measure?: Measure } = {}): Slice {
  const nodes = [...scope.nodes, ...(narrow.node?.path ? [narrow.node] : [])];
  const counted = [...scope.counted, ...(narrow.measure?.countsNumbers ? [narrow.measure] : [])];
  return {
    from: month,
    to: month,
    where: both(scope.where, narrow.where ?? {}),
    nodes: [...new Set(nodes.map(({ tree, path }) => `${tree.code}.${path}`))],
    counted: [...new Set(counted.map(({ code }) => code))],
  };
}
