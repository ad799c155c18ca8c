import type { KeysetPage } from '../../../lib/cursor.js';
import type { PageInfo } from './page.types.js';

export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
}

/** A page as the graph shows it. */
export function connectionOf<Row, Node>(
  { rows, hasNextPage, hasPreviousPage, cursorOf }: KeysetPage<Row>,
  nodeOf: (row: Row) => Node,
): Connection<Node> {
  const edges = rows.map((row) => ({ node: nodeOf(row), cursor: cursorOf(row) }));
  const cursors = { startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null };
  return { edges, nodes: edges.map(({ node }) => node), pageInfo: { hasNextPage, hasPreviousPage, ...cursors } };
}
