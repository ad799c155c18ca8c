import type { Scene } from '../../catalogue/offers/types.js';
import { badInput, MartletError } from '../../errors.js';
import { takeBackWork } from '../../ledger/work/work.js';
import { requireAct } from '../../security/grants.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { storedNote } from '../../session/note.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { type BatchSelection, batchOf, type WorkBatch } from './batch.js';
import { listOfBatch } from './lease.js';

/**
 * Takes from an agent what a batch still holds: its numbers are open again, and it was no attempt. For the list's author and for who
 * approved it. A batch that nobody holds any more is answered as it is. Errors: BAD_USER_INPUT, FORBIDDEN for anybody else.
 */
export async function takeBackBatch(
  { batch, reason: said }: { readonly batch: string; readonly reason: string },
  wanted: BatchSelection,
  context: CampaignSession,
): Promise<WorkBatch> {
  const { ledger, now } = channelsOf(context);
  requireAct(context.viewer, 'MAKE_LISTS', 'APPROVE_LISTS');
  const { subject, limits } = context.viewer;
  const list = await listOfBatch(batch, context);
  if (list.created_by !== subject && list.approved_by !== subject) {
    const leaders = [list.created_by, list.approved_by].filter((name) => name !== null).join(' or ');
    throw new MartletError(
      'FORBIDDEN',
      `batch: what an agent holds of target list ${list.id} is taken back by its author or by who approved it (${leaders}), found ${subject}. Ask one of them.`,
    );
  }
  if (said.trim() === '') throw badInput('reason: expected what the agent is to be told, found nothing.');
  const reason = storedNote('reason', said, limits);
  const { batch: row, isTaken } = await takeBackWork(ledger, { batch, by: subject, reason, now: now().toISOString() });
  if (isTaken) await writeAuditLine('work taken back', { list: list.id, batch, from: row.subject, reason }, context);
  return batchOf(row, list.scene as Scene, [], wanted, context);
}
