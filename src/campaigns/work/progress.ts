import type { TargetListRow } from '../../ledger/tables.js';
import {
  batchesOfList,
  type HeldBatch,
  mergedParts,
  type ProgressBy,
  type ProgressPart,
  progressBy,
  progressOf,
  type WorkProgress,
} from '../../ledger/work/work.js';
import { channelsInFigures, channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';

/** How far the work on a list is; before the first claim all is open. */
export async function listProgress(row: TargetListRow, context: CampaignSession): Promise<WorkProgress> {
  const { ledger, now } = channelsInFigures(context);
  return row.started_at === null ? allOpen(row) : progressOf(ledger, row.id, now().toISOString());
}

/** The same by agent, last outcome, or the operator's local day or hour ("2026-11-02T10") of the last contact. */
export async function listProgressBy(
  row: TargetListRow,
  what: ProgressBy,
  context: CampaignSession,
): Promise<readonly ProgressPart[]> {
  const { ledger, now, timeZone } = channelsOf(context);
  if (row.started_at === null) return row.size === 0 ? [] : [{ key: '', ...allOpen(row), accepted: 0 }];
  const parts = await progressBy(ledger, row.id, what, now().toISOString());
  if (what !== 'HOUR') return parts;
  const hourOf = (minute: string): string => {
    if (minute === '') return '';
    const { day, time } = timeZone.localTime(new Date(`${minute}Z`));
    return `${day}T${time.slice(0, 2)}`;
  };
  return mergedParts(parts.map((part) => ({ ...part, key: hourOf(part.key) })));
}

/** The batches of a list that agents hold now, the oldest first. */
export const batchesHeld = (row: TargetListRow, context: CampaignSession): Promise<readonly HeldBatch[]> => {
  const { ledger, now } = channelsOf(context);
  return batchesOfList(ledger, row.id, now().toISOString());
};

const allOpen = ({ size }: TargetListRow): WorkProgress => ({ open: size, claimed: 0, done: 0, exhausted: 0 });
