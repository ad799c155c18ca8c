import type { Scene } from '../../catalogue/offers/types.js';
import type { BatchRow, TargetListRow } from '../../ledger/tables.js';
import type { CampaignSession } from '../session.js';
import { type BatchSelection, batchOf, type WorkBatch } from './batch.js';
import { itemsHeld } from './lease.js';
import { recheck } from './recheck.js';

/** The batch of a claim that is asked again, with what it holds now. Looked at once more, as by another gateway the first claim may be under way still. */
export async function claimedBefore(
  batch: BatchRow,
  list: Pick<TargetListRow, 'scene' | 'per'>,
  wanted: BatchSelection,
  context: CampaignSession,
): Promise<WorkBatch> {
  const items = await itemsHeld(batch, context);
  context.numbers.limits.charge(items.length * wanted.cells);
  return batchOf(batch, list.scene as Scene, await recheck(batch, items, list, context), wanted, context);
}
