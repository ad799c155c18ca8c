import type { Names } from '../../catalogue/names.js';
import type { Catalogue } from '../../catalogue/types.js';
import { type Gate, gateOf, reasonOf, type Why } from '../../decisions/gates/index.js';
import { offersOfList } from '../../ledger/lists/target-lists.js';
import type { TargetListRow } from '../../ledger/tables.js';

/** Why a number is not on a list: of a list with one offer in that offer's words. */
export function reasonOnList(why: Why, list: Pick<TargetListRow, 'offers'>, { offers }: Catalogue) {
  const [only, ...others] = offersOfList(list);
  return reasonOf(why, others.length === 0 ? (offers.get(only!) ?? null) : null);
}

/** How many numbers stopped where; what is kept in a list's row. */
export interface SuppressedCount {
  readonly why: Why;
  readonly count: number;
}

/** Numbers of the slice that are not on a list, by what keeps them off. */
export interface Suppression {
  readonly gate: Gate;
  readonly why: Why;
  readonly count: number;
  readonly reasons: Names;
}

export const suppressionsOf = (row: Pick<TargetListRow, 'suppressed' | 'offers'>, catalogue: Catalogue): readonly Suppression[] =>
  (JSON.parse(row.suppressed) as readonly SuppressedCount[]).map(({ why, count }) => ({
    gate: gateOf(why),
    why,
    count,
    reasons: reasonOnList(why, row, catalogue),
  }));
