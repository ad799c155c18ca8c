import { codesOf, relationOf } from '../catalogue/expression.js';
import { measureNamed } from '../catalogue/named.js';
import type { Names } from '../catalogue/names.js';
import type {
  Catalogue,
  Expression,
  FormulaTree,
  Measure,
  Part,
  PartitionNode,
  PartitionTree,
  Tree,
} from '../catalogue/types.js';
import { keptIn } from '../lib/memo.js';

export type Relation = 'SUM' | 'PRODUCT' | 'RATIO' | 'DIFFERENCE' | 'PARTITION';

/** A node of a tree before any data: what it is and how its children make it. */
export interface NodeSpec {
  /** Path from the root, e.g. "REVENUE.ARPU.DATA_ARPU.DOU". */
  readonly code: string;
  readonly names: Names;
  readonly level: number;
  readonly parent: string | null;
  readonly relation: Relation | null;
  readonly measure: Measure;
  readonly formula: Expression | null;
  /** Partition trees: the path without the root, as in the mart's column ("" at the root). */
  readonly path: string;
  readonly children: readonly NodeSpec[];
}

/** By what they count: the same for all who look at a tree. */
const structures = new WeakMap<Tree, Map<Measure, NodeSpec>>();

/** The nodes of a tree. `measure`: what a partition tree counts. */
export function structureOf(tree: Tree, catalogue: Catalogue, measure = measureNamed(catalogue, tree.measure)): NodeSpec {
  const known = keptIn(structures, tree, () => new Map<Measure, NodeSpec>());
  return keptIn(known, measure, () =>
    tree.relation === 'PARTITION' ? partitionRoot(tree, measure) : formulaNode(tree, catalogue, tree.measure, null, 0),
  );
}

function partitionRoot(tree: PartitionTree, measure: Measure): NodeSpec {
  const head = {
    code: tree.code,
    names: tree.names,
    level: 0,
    parent: null,
    relation: 'PARTITION',
    measure,
    formula: null,
  } as const;
  const root = { ...head, path: '' };
  const build = (node: PartitionNode, parent: Omit<NodeSpec, 'children'>): NodeSpec => {
    const own = {
      ...head,
      code: `${parent.code}.${node.code}`,
      names: node.names,
      level: parent.level + 1,
      parent: parent.code,
      relation: node.children.length > 0 ? ('PARTITION' as const) : null,
      path: parent.path ? `${parent.path}.${node.code}` : node.code,
    };
    return { ...own, children: node.children.map((child) => build(child, own)) };
  };
  return { ...root, children: tree.children.map((child) => build(child, root)) };
}

/**
 * How a measure's value is made: where a formula tree takes it apart (one of its own name, then one with it at the root, first), else its
 * own formula, one level deep, else nothing but itself. `tree`: as this one has it.
 */
export function valueTree(measure: Measure, catalogue: Catalogue, tree?: FormulaTree): NodeSpec {
  const nodeIn = (each: FormulaTree) => flatten(structureOf(each, catalogue)).find((node) => node.measure === measure);
  const own = tree && nodeIn(tree);
  if (own) return own;
  const trees = [...catalogue.trees.values()].filter((each) => each.relation !== 'PARTITION');
  const rank = (each: FormulaTree) => (each.code === measure.code ? 0 : each.measure === measure.code ? 1 : 2);
  const found = trees.sort((a, b) => rank(a) - rank(b)).map(nodeIn);
  return found.find((node) => node && node.children.length > 0) ?? ownFormula(measure, catalogue);
}

function ownFormula(measure: Measure, catalogue: Catalogue): NodeSpec {
  const { code, names, expression: formula } = measure;
  const node = {
    code,
    names,
    level: 0,
    parent: null,
    relation: null,
    measure,
    formula: null,
    path: '',
    children: [],
  };
  if (!formula) return node;
  const children = codesOf(formula).map((child): NodeSpec => {
    const own = catalogue.measures.get(child) ?? partMeasure(measure, catalogue.parts.get(child)!);
    return { ...node, code: `${code}.${own.code}`, names: own.names, level: 1, parent: code, measure: own };
  });
  return { ...node, relation: relationOf(formula), formula, children };
}

/** A measure's own part, as a measure of its own. */
const partMeasure = (measure: Measure, { id, names, type }: Part): Measure => ({
  ...measure,
  code: id.toUpperCase(),
  names,
  description: { en: '', zh: '' },
  kind: 'flow',
  unit: type === 'BIGINT' ? 'numbers' : '',
  higherIsBetter: null,
  formula: id,
  expression: null,
  numerator: { terms: new Map([[id, 1]]) },
  denominator: null,
  countsNumbers: false,
});

/** The root is called by the tree's code, the nodes below by their measures'. */
function formulaNode(tree: FormulaTree, catalogue: Catalogue, code: string, parent: string | null, level: number): NodeSpec {
  const measure = measureNamed(catalogue, code);
  const formula = tree.formulas.get(code) ?? null;
  const path = parent === null ? tree.code : `${parent}.${code}`;
  return {
    code: path,
    names: measure.names,
    level,
    parent,
    relation: formula && relationOf(formula),
    measure,
    formula,
    path: '',
    children: formula ? codesOf(formula).map((child) => formulaNode(tree, catalogue, child, path, level + 1)) : [],
  };
}

/** The node and all below it, parents first. */
export const flatten = (node: NodeSpec): readonly NodeSpec[] => [node, ...node.children.flatMap(flatten)];

export const levelsOf = (node: NodeSpec): number => 1 + Math.max(0, ...node.children.map(levelsOf));
