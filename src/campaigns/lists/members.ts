import type { AcceptanceBasis } from '../../decisions/acceptance.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { cursorsOf } from '../../lib/cursor.js';
import { projectionOf } from '../../numbers/projection.js';
import { requireMembers, seesTerms } from '../../security/grants.js';
import { requireBetween } from '../../security/limits.js';
import { type Selection, selectedRows } from '../../session/selection.js';
import type { Row } from '../../warehouse/engine.js';
import { statement } from '../../warehouse/statement.js';
import { channelsOf } from '../channels.js';
import { type OfferView, pastOffer } from '../offers.js';
import type { CampaignSession } from '../session.js';
import { type Snapshot, snapshotOf } from '../snapshot.js';

export interface MembersArguments {
  readonly first: number;
  readonly after: string | null;
}

/** A number to be contacted, with its row of the list's month. */
export interface Member {
  readonly rank: number;
  readonly number: Row;
  readonly offer: OfferView;
  /** CNY; null for who is not told what offers earn. */
  readonly netBenefit: number | null;
  /** What that rests on; null for the same, and of a list that was frozen before it was told. */
  readonly acceptanceBasis: AcceptanceBasis | null;
  /** Drawn, and not among the best. */
  readonly explored: boolean;
}

/**
 * A page of a list's members by rank, each with its row of the list's month as the viewer may see it; one that has none is left out. What was
 * never frozen has no members.
 * Errors: FORBIDDEN without tier 4; as `snapshotOf`, BAD_USER_INPUT, TOO_COSTLY.
 */
export async function membersPage(
  list: TargetListRow,
  { first, after }: MembersArguments,
  selection: Selection,
  context: CampaignSession,
) {
  const { limits } = context.viewer;
  requireMembers(context.viewer);
  requireBetween('members(first:)', first, 1, limits.members, 'Take the rest with after, or startExport.');
  const { home } = channelsOf(context);
  if (list.content_hash === null) return nobody;
  const snapshot = await snapshotOf(list, home);
  const cursors = cursorsOf('list of members', [list.id, list.content_hash, context.viewer.subject]);
  const from = after === null ? 0 : Number(cursors.decode(after));
  const found = await context.run(membersStatement(snapshot, from, first + 1), 'slices');
  const rows = found.slice(0, first);
  const cursorAt = (rank: number) => cursors.encode(String(rank));
  const cursorOf = (row: Row | undefined) => (row ? cursorAt(Number(row.rank)) : null);
  const nodes = await shownMembers(rows, list, selection, context);
  return {
    nodes,
    edges: nodes.map((node) => ({ node, cursor: cursorAt(node.rank) })),
    totalCount: list.size,
    pageInfo: {
      hasNextPage: found.length > first,
      hasPreviousPage: from > 0,
      startCursor: cursorOf(rows[0]),
      endCursor: cursorOf(rows.at(-1)),
    },
  };
}

const nobody = {
  nodes: [],
  edges: [],
  totalCount: 0,
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
} as const;

const membersStatement = ({ members, reads }: Snapshot, after: number, limit: number) =>
  statement(
    `members of a target list: ${limit}`,
    `select cast(number_id as varchar) as id, rank, offer, net_benefit, acceptance_basis, explored from ${members}
     where rank > $1 order by rank limit $2`,
    [after, limit],
    reads,
  );

/** The month whose rows are shown: the list's, or the newest where the data no longer have that. */
export const monthShown = ({ month }: TargetListRow, { coverage }: CampaignSession): string =>
  coverage.months.includes(month) ? month : coverage.months.at(-1)!;

/** Only the columns of the selected fields are read. */
async function shownMembers(
  rows: readonly Row[],
  list: TargetListRow,
  selection: Selection,
  context: CampaignSession,
): Promise<readonly Member[]> {
  const asked = selectedRows(selection);
  if (asked.length === 0) return [];
  const projections = asked.flatMap(({ below, copies }) => {
    const number = below.get('number');
    if (!number) return [];
    const projection = projectionOf(number.below(), context);
    return [{ ...projection, cells: copies * number.copies * projection.cells }];
  });
  const columns = [...new Set(projections.flatMap((projection) => projection.columns))].sort();
  const cells = Math.max(
    1,
    projections.reduce((sum, projection) => sum + projection.cells, 0),
  );
  context.numbers.limits.charge(Math.max(rows.length * cells, context.viewer.limits.searchCells));
  const numbers = await Promise.all(
    rows.map(({ id }) => context.numbers.rows.load({ id: id as string, months: [monthShown(list, context)], fields: columns })),
  );
  return rows.flatMap((row, index) => {
    const own = numbers[index]![0];
    if (!own) return [];
    const offer = pastOffer(row.offer as string, context);
    const isTold = seesTerms(context.viewer);
    const netBenefit = isTold ? Number(row.net_benefit) : null;
    const acceptanceBasis = isTold ? (row.acceptance_basis as AcceptanceBasis | null) : null;
    return [{ rank: Number(row.rank), number: own, offer, netBenefit, acceptanceBasis, explored: row.explored as boolean }];
  });
}
