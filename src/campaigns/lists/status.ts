import { MartletError } from '../../errors.js';
import { changeTargetList, isActive, requireStatus } from '../../ledger/lists/target-lists.js';
import type { ListStatus, TargetListRow } from '../../ledger/tables.js';
import { requireAct } from '../../security/grants.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { snapshotOf } from '../snapshot.js';
import { listNamed } from './lists.js';

/**
 * Lets work on a list begin. Two pairs of eyes: its author does not approve it. Who approved it and asks again is given the list. Errors:
 * FORBIDDEN for the author, BAD_USER_INPUT for no such list, CONFLICT for one that is not frozen, INTERNAL for a damaged snapshot.
 */
export async function approveTargetList(id: string, context: CampaignSession): Promise<TargetListRow> {
  const { home, now } = channelsOf(context);
  const { subject } = context.viewer;
  requireAct(context.viewer, 'APPROVE_LISTS');
  const row = await listNamed(id, context);
  if (row.approved_by === subject && isActive(row)) return row;
  requireStatus(row, ['FROZEN'], row.status === 'DRAFT' ? 'Freeze it first.' : 'A list is approved once.');
  if (row.created_by === subject) {
    throw new MartletError(
      'FORBIDDEN',
      `Target list ${id} was made by ${row.created_by}: expected somebody else to approve it (four eyes). Ask a colleague with tier 4 and the same cities.`,
    );
  }
  await snapshotOf(row, home);
  const change = { status: 'APPROVED', approved_by: subject, approved_at: now().toISOString() } as const;
  return (await changed('target list approved', row, ['FROZEN'], change, context)) ?? approveTargetList(id, context);
}

/** Ends a list, whatever its state: no more work of it is handed out. One that is closed stays as it is. Errors: CONFLICT for an expired one. */
export async function closeTargetList(id: string, context: CampaignSession): Promise<TargetListRow> {
  requireAct(context.viewer, 'MAKE_LISTS', 'APPROVE_LISTS');
  const row = await listNamed(id, context);
  if (row.status === 'CLOSED') return row;
  requireStatus(row, open, 'It is at its end.');
  const change = { status: 'CLOSED', closed_at: channelsOf(context).now().toISOString() } as const;
  return (await changed('target list closed', row, open, change, context)) ?? closeTargetList(id, context);
}

const open: readonly ListStatus[] = ['DRAFT', 'FROZEN', 'APPROVED', 'RUNNING'];

/** null: somebody else was quicker, and it is to be looked at again. */
async function changed(
  action: string,
  row: TargetListRow,
  from: readonly ListStatus[],
  change: Partial<TargetListRow>,
  context: CampaignSession,
): Promise<TargetListRow | null> {
  const { ledger } = channelsOf(context);
  if (!(await changeTargetList(ledger, row.id, from, change))) return null;
  await writeAuditLine(action, { list: row.id }, context);
  return { ...row, ...change };
}
