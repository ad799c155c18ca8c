import type { Scene } from '../../catalogue/offers/offer-types.js';
import type { Catalogue } from '../../catalogue/types.js';
import { type Why, whys } from '../../decisions/why.js';
import type { Suppression, TargetList } from '../../faces/graph/channels/list.types.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { reasonOf } from '../reasons.js';

/** A list as the graph shows it. */
export const viewOf = (row: TargetListRow): TargetList => ({
  id: row.id,
  name: row.name,
  purpose: row.purpose,
  status: row.status,
  scene: row.scene as Scene,
  month: row.month,
  maxSize: row.max_size,
  budget: row.budget,
  holdOut: row.hold_out,
  rankBy: row.rank_by,
  expiresOn: row.expires_on,
  size: row.size,
  heldOut: row.held_out,
  sliceCount: row.slice_count,
  treatedUnits: row.treated_units,
  controlUnits: row.control_units,
  contentHash: row.content_hash,
  ruleVersion: row.rule_version,
  generation: row.generation,
  expectedNetBenefit: row.expected_net_benefit,
  expectedCost: row.expected_cost,
  createdBy: row.created_by,
  createdAt: row.created_at,
  frozenAt: row.frozen_at,
  approvedBy: row.approved_by,
  approvedAt: row.approved_at,
  closedAt: row.closed_at,
  row,
});

/** Codes of the list's offers, in the catalogue's order. */
export const offersOfList = ({ offers }: Pick<TargetListRow, 'offers'>): readonly string[] => JSON.parse(offers) as string[];

/** Why a number is not on a list: of a list with one offer in that offer's words. */
export function reasonOnList(why: Why, list: Pick<TargetListRow, 'offers'>, { offers }: Catalogue) {
  const [only, ...others] = offersOfList(list);
  return reasonOf(why, others.length === 0 ? (offers.get(only!) ?? null) : null);
}

/** How many numbers stopped where; what is kept in a list's row. */
export interface Stopped {
  readonly why: Why;
  readonly count: number;
}

export const suppressionsOf = (row: TargetListRow, catalogue: Catalogue): readonly Suppression[] =>
  (JSON.parse(row.suppressed) as readonly Stopped[]).map(({ why, count }) => ({
    gate: whys[why],
    why,
    count,
    reasons: reasonOnList(why, row, catalogue),
  }));
