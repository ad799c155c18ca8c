import type { NodeFragment } from '../../graph/documents.ts';

/** A node with its children, as the page shows them. */
export interface TreeNode extends NodeFragment {
  readonly children: readonly TreeNode[];
  readonly isOpen: boolean;
}

/** Nodes down to here are open until somebody closes them. */
const usualLevel = 1;

/**
 * The nodes of an answer as a tree. `toggled`: codes of those that are not as usual; `isAll`: all are open.
 */
export function treeOf(nodes: readonly NodeFragment[], toggled: ReadonlySet<string>, isAll: boolean): TreeNode | null {
  const childrenOf = grouped(nodes);
  const build = (node: NodeFragment): TreeNode => {
    const children = (childrenOf.get(node.code) ?? []).map(build);
    const isUsual = node.level < usualLevel || children.length === 0;
    return { ...node, children, isOpen: isAll || (toggled.has(node.code) ? !isUsual : isUsual) };
  };
  const root = nodes.find(({ parent }) => parent == null);
  return root ? build(root) : null;
}

function grouped(nodes: readonly NodeFragment[]): Map<string, NodeFragment[]> {
  const groups = new Map<string, NodeFragment[]>();
  for (const node of nodes) groups.set(node.parent ?? '', [...(groups.get(node.parent ?? '') ?? []), node]);
  return groups;
}

const shownChildren = ({ isOpen, children }: TreeNode): readonly TreeNode[] => (isOpen ? children : []);

/** What is seen, from the top down. */
export const shownRows = (node: TreeNode): readonly TreeNode[] => [node, ...shownChildren(node).flatMap(shownRows)];

/** What is seen and opens into nothing that is seen: their contributions add up to the root's change. */
export const shownLeaves = (node: TreeNode): readonly TreeNode[] =>
  shownChildren(node).length === 0 ? [node] : shownChildren(node).flatMap(shownLeaves);

/** How a node stands in its parent's formula. */
export function signOf(node: TreeNode, parent: TreeNode | undefined): string {
  const isFirst = parent?.children[0]?.code === node.code;
  if (!parent?.relation || isFirst) return '';
  const isTakenOff = (node.sensitivity ?? 0) * (parent.sensitivity ?? 0) < 0;
  return { PRODUCT: '×', RATIO: '÷', SUM: '+', DIFFERENCE: isTakenOff ? '−' : '+', PARTITION: '' }[parent.relation];
}
