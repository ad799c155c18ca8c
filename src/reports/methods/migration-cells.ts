import type { PartitionTree } from '../../catalogue/types.js';
import { type NodeScope, type Scope, sliceOf } from '../../figures/question.js';
import type { Slice } from '../../slices/slice.js';

/** Numbers that were and are the same: nodes (null: no row), and whether they were in the scope. */
export interface Move {
  readonly was: string | null;
  readonly is: string | null;
  readonly wasIn: boolean;
  readonly isIn: boolean;
  readonly numbers: number;
}

/** Where a number is that is at no node of the scope. */
export const NEW_ROW = 'NEW_ROW';
export const GONE = 'GONE';
export const OUTSIDE = 'OUTSIDE';

export interface MigrationCell {
  readonly from: string;
  readonly to: string;
  readonly numbers: number;
}

export interface Migration {
  readonly cells: readonly MigrationCell[];
  /** By node: the first month's base, and those who came. */
  readonly from: ReadonlyMap<string, number>;
  /** By node: the last month's base, and those who went. */
  readonly to: ReadonlyMap<string, number>;
}

const fromOf = ({ was, wasIn }: Move): string => (wasIn ? was! : was === null ? NEW_ROW : OUTSIDE);
const toOf = ({ is, isIn }: Move): string => (isIn ? is! : is === null ? GONE : OUTSIDE);

/** Moves as cells with their margins, in the order of the nodes. */
export function placed(moves: readonly Move[], nodes: readonly string[]): Migration {
  const order = [...nodes, NEW_ROW, GONE, OUTSIDE];
  const place = (code: string) => order.indexOf(code);
  const cells = new Map<string, MigrationCell>();
  for (const move of moves) {
    const [from, to] = [fromOf(move), toOf(move)];
    const id = `${from} ${to}`;
    cells.set(id, { from, to, numbers: (cells.get(id)?.numbers ?? 0) + move.numbers });
  }
  const sorted = [...cells.values()].sort((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to));
  const margin = (side: 'from' | 'to') => {
    const sums = new Map<string, number>();
    for (const cell of sorted) sums.set(cell[side], (sums.get(cell[side]) ?? 0) + cell.numbers);
    return new Map([...sums].sort(([a], [b]) => place(a) - place(b)));
  };
  return { cells: sorted, from: margin('from'), to: margin('to') };
}

/**
 * The numbers of a cell, or of a margin (null on the other side). A slice has its filter in its own month alone: null where a cell's
 * numbers are not all that are at these nodes, as some were outside the filter before.
 */
export function cellSlice(
  { from, to }: { readonly from: string | null; readonly to: string | null },
  moves: readonly Move[],
  { tree, between, scope }: { readonly tree: PartitionTree; readonly between: readonly [string, string]; readonly scope: Scope },
): Slice | null {
  const [before, after] = between;
  const node = (path: string): NodeScope => ({ tree, path });
  const isOutside = from === OUTSIDE || to === OUTSIDE;
  if (isOutside) return null;
  if (to === GONE) return sliceOf(scope, before, { ...(from ? { node: node(from) } : {}), other: { month: after, node: null } });
  if (from === NEW_ROW) return sliceOf(scope, after, { ...(to ? { node: node(to) } : {}), other: { month: before, node: null } });
  if (to === null) return sliceOf(scope, before, { node: node(from!) });
  if (from === null) return sliceOf(scope, after, { node: node(to) });
  const strangers = moves.some((move) => !move.wasIn && move.isIn && move.was === from && move.is === to);
  return strangers ? null : sliceOf(scope, after, { node: node(to), other: { month: before, node: node(from) } });
}
