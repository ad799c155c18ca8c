import type { Scene } from '../../catalogue/offers/types.js';
import type { BatchRow, ItemRow } from '../../ledger/tables.js';
import { dropItems } from '../../ledger/work/work.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { type BatchSelection, batchOf, type WorkBatch } from './batch.js';
import { itemsHeld } from './lease.js';
import { recheck } from './recheck.js';

/** The batch of a claim that is asked again, with what it holds now. Looked at once more, as by another gateway the first claim may be under way still. */
export async function claimedBefore(
  batch: BatchRow,
  scene: Scene,
  wanted: BatchSelection,
  context: CampaignSession,
): Promise<WorkBatch> {
  const items = await itemsHeld(batch, context);
  context.numbers.limits.charge(items.length * wanted.cells);
  return batchOf(batch, scene, await withoutStopped(batch, items, scene, context), wanted, context);
}

/** Those of a batch's items that may be contacted now; the others are taken off the work for good. */
export async function withoutStopped(
  { id }: BatchRow,
  items: readonly ItemRow[],
  scene: Scene,
  context: CampaignSession,
): Promise<readonly ItemRow[]> {
  if (items.length === 0) return [];
  const stopped = await recheck(items, scene, context);
  if (stopped.size === 0) return items;
  const dropped = [...stopped].map(([numberId, reason]) => ({ numberId, reason }));
  await dropItems(channelsOf(context).ledger, id, dropped);
  return items.filter(({ number_id }) => !stopped.has(number_id));
}
