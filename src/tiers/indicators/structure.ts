import { codesOf, relationOf } from '../../catalogue/expression.js';
import { measureNamed } from '../../catalogue/lookup.js';
import type { Catalogue, Expression, FormulaTree, Measure, Names, PartitionNode, PartitionTree, Tree } from '../../catalogue/types.js';

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

/** The nodes of a tree. `measure`: what a partition tree counts. */
export function structureOf(tree: Tree, catalogue: Catalogue, measure?: Measure): NodeSpec {
  return tree.relation === 'PARTITION'
    ? partitionRoot(tree, measure ?? measureNamed(catalogue, tree.measure))
    : formulaNode(tree, catalogue, tree.measure, null, 0);
}

function partitionRoot(tree: PartitionTree, measure: Measure): NodeSpec {
  const build = (node: PartitionNode, parent: string, parentPath: string, level: number): NodeSpec => {
    const code = `${parent}.${node.code}`;
    const path = parentPath ? `${parentPath}.${node.code}` : node.code;
    const children = node.children.map((child) => build(child, code, path, level + 1));
    const relation = children.length > 0 ? 'PARTITION' : null;
    return { code, names: node.names, level, parent, relation, measure, formula: null, path, children };
  };
  const children = tree.children.map((child) => build(child, tree.code, '', 1));
  return { code: tree.code, names: tree.names, level: 0, parent: null, relation: 'PARTITION', measure, formula: null, path: '', children };
}

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
