import type { Scene } from '../../catalogue/offers/types.js';
import { lastTries } from '../../ledger/contacts/contacts.js';
import type { BatchRow, ItemRow } from '../../ledger/tables.js';
import { dropItems, postponeItems } from '../../ledger/work/work.js';
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

/**
 * Those of a batch's items that may be contacted now. Who may not any more is taken off the work for good; who was tried in vain a short
 * while ago, for whatever list, is put back until the scene's hours between two tries are over, unless he asked to be called back.
 */
export async function withoutStopped(
  { id }: BatchRow,
  items: readonly ItemRow[],
  scene: Scene,
  context: CampaignSession,
): Promise<readonly ItemRow[]> {
  if (items.length === 0) return [];
  const { ledger } = channelsOf(context);
  const stopped = await recheck(items, scene, context);
  if (stopped.size > 0)
    await dropItems(
      ledger,
      id,
      [...stopped].map(([numberId, reason]) => ({ numberId, reason })),
    );
  const open = items.filter(({ number_id }) => !stopped.has(number_id));
  const resting = await restingUntil(open, scene, context);
  if (resting.size > 0)
    await postponeItems(
      ledger,
      id,
      [...resting].map(([numberId, notBefore]) => ({ numberId, notBefore })),
    );
  return open.filter(({ number_id }) => !resting.has(number_id));
}

/** Until when numbers rest that were tried in vain. */
async function restingUntil(
  items: readonly ItemRow[],
  scene: Scene,
  context: CampaignSession,
): Promise<ReadonlyMap<string, string>> {
  const { ledger, now } = channelsOf(context);
  const restMs = context.catalogue.scenes.get(scene)!.batch.retryHours * 3_600_000;
  const ids = items.filter(({ call_back_at }) => call_back_at === null).map(({ number_id }) => number_id);
  const tries = await lastTries(ledger, ids, scene, new Date(now().getTime() - restMs).toISOString());
  return new Map([...tries].map(([number, at]) => [number, new Date(Date.parse(at) + restMs).toISOString()]));
}
