import { text } from '../lib/quote.js';
import { withThresholds } from './thresholds.js';
import type { PartitionNode, PartitionTree, Threshold } from './types.js';

export interface CompiledPartition {
  /** SQL of type VARCHAR: the leaf that takes the row, as its path without the root ("DECLINE.DUAL_DROP.TO_OWN"); never null. */
  readonly path: string;
  /**
   * SQL of type VARCHAR[]: the paths of all rules that hold on the row, in tree order. A rule holds where its own `when` and those
   * above it do, also when an earlier sibling took the row; a remainder (no `when`) is no rule, and the rules below it
   * hold only where it is in fact what is left.
   */
  readonly rules: string;
}

/**
 * A tree as two SQL expressions over a row of number_feature. CASE takes a null predicate for one that does not hold, so
 * every row gets exactly one leaf whatever is unknown about it. Errors: a plain Error that names an unknown threshold.
 */
export function compilePartition(tree: PartitionTree, thresholds: ReadonlyMap<string, Threshold>): CompiledPartition {
  const predicate = (when: string): string => `(${withThresholds(when, thresholds)})`;

  const path = (nodes: readonly PartitionNode[], above: string): string => {
    const cases = nodes.map((node) => {
      const here = `${above}${node.code}`;
      const value = node.children.length > 0 ? path(node.children, `${here}.`) : text(here);
      return node.when === null ? `ELSE ${value}` : `WHEN ${predicate(node.when)} THEN ${value}`;
    });
    return cases.length === 1 ? (cases[0] as string).replace(/^ELSE /, '') : `CASE ${cases.join(' ')} END`;
  };

  const rules = (nodes: readonly PartitionNode[], above: string): string | null => {
    const lists = nodes.flatMap((node, index) => {
      const here = `${above}${node.code}`;
      const below = node.children.length > 0 ? rules(node.children, `${here}.`) : null;
      if (node.when !== null) {
        return [
          `CASE WHEN ${predicate(node.when)} THEN ${concat([`texts(${text(here)})`, ...(below ? [below] : [])])} ELSE texts() END`,
        ];
      }
      const taken = nodes.slice(0, index).flatMap(({ when }) => (when === null ? [] : [predicate(when)]));
      if (!below) return [];
      return [taken.length > 0 ? `CASE WHEN ${taken.join(' OR ')} THEN texts() ELSE ${below} END` : below];
    });
    return lists.length > 0 ? concat(lists) : null;
  };

  return { path: path(tree.children, ''), rules: rules(tree.children, '') ?? 'texts()' };
}

/** The nodes from below the root along a path ("DECLINE.DUAL_DROP"), as far as the tree has them. */
export function nodesAlong({ children }: PartitionTree, path: string): readonly PartitionNode[] {
  const found: PartitionNode[] = [];
  let nodes = children;
  for (const step of path.split('.')) {
    const node = nodes.find(({ code }) => code === step);
    if (!node) break;
    found.push(node);
    nodes = node.children;
  }
  return found;
}

const concat = (lists: readonly string[]): string => (lists.length === 1 ? (lists[0] as string) : `(${lists.join(' || ')})`);
