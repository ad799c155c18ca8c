import { MartletError } from '../../errors.js';
import { changeStandingList, standingLists } from '../../ledger/lists/standing-lists.js';
import type { StandingListRow } from '../../ledger/tables.js';
import { requireAct } from '../../security/grants.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { requireFew } from './create.js';
import { standingNamed } from './standing-lists.js';

/**
 * Approves the bounds of a standing list, and so every list that it makes within them. Two pairs of eyes: its author does not. Who approved it
 * and asks again is given it. Errors: FORBIDDEN for the author; CONFLICT for one without bounds, that is paused, or approved by another.
 */
export async function approveStandingList(id: string, context: CampaignSession): Promise<StandingListRow> {
  const { subject } = context.viewer;
  requireAct(context.viewer, 'APPROVE_LISTS');
  const row = await standingNamed(id, context);
  if (row.approved_by === subject) return row;
  if (row.created_by === subject)
    throw new MartletError(
      'FORBIDDEN',
      `Standing list ${id} was made by ${subject}: expected somebody else to approve it (four eyes). Ask a colleague with tier 4 and the same cities.`,
    );
  if (row.approve_size === null) throw conflict(row, 'has no bounds (approveUpTo): each of its lists is approved by itself');
  if (row.paused_at !== null) throw conflict(row, 'is paused: resume it first');
  if (row.approved_by !== null) throw conflict(row, `was approved by ${row.approved_by}: it is approved once`);
  const change = { approved_by: subject, approved_at: channelsOf(context).now().toISOString() };
  return (await changed('standing list approved', row, change, context)) ?? approveStandingList(id, context);
}

/** Lets it make no more lists until it is resumed; the lists that there are stay. Its approval ends with it. Errors: FORBIDDEN, BAD_USER_INPUT. */
export async function pauseStandingList(id: string, context: CampaignSession): Promise<StandingListRow> {
  requireAct(context.viewer, 'MAKE_LISTS', 'APPROVE_LISTS');
  const row = await standingNamed(id, context);
  if (row.paused_at !== null) return row;
  const paused_at = channelsOf(context).now().toISOString();
  const change = { paused_by: context.viewer.subject, paused_at, approved_by: null, approved_at: null };
  return (await changed('standing list paused', row, change, context)) ?? pauseStandingList(id, context);
}

/** Lets it make lists again, from the next generation on. Errors: FORBIDDEN, BAD_USER_INPUT; CONFLICT where its author has too many. */
export async function resumeStandingList(id: string, context: CampaignSession): Promise<StandingListRow> {
  const { viewer, manifest } = context;
  requireAct(viewer, 'MAKE_LISTS', 'APPROVE_LISTS');
  const row = await standingNamed(id, context);
  if (row.paused_at === null) return row;
  const others = await standingLists(channelsOf(context).ledger);
  const own = others.filter(({ created_by, paused_at }) => created_by === row.created_by && paused_at === null);
  requireFew(own.length + 1, viewer);
  const generation = [row.generation, manifest.id].sort().at(-1)!;
  const change = { paused_by: null, paused_at: null, generation, leased_until: null };
  return (await changed('standing list resumed', row, change, context)) ?? resumeStandingList(id, context);
}

const conflict = ({ id }: StandingListRow, what: string): MartletError =>
  new MartletError('CONFLICT', `Standing list ${id} ${what}.`);

/** null: somebody else was quicker, and it is to be looked at again. */
async function changed(
  action: string,
  row: StandingListRow,
  change: Partial<StandingListRow>,
  context: CampaignSession,
): Promise<StandingListRow | null> {
  if (!(await changeStandingList(channelsOf(context).ledger, row, change))) return null;
  await writeAuditLine(action, { standing: row.id }, context);
  return { ...row, ...change };
}
