import type { Scene } from '../../catalogue/offers/types.js';
import { targetListById } from '../../ledger/lists/target-lists.js';
import { heldBatches } from '../../ledger/work/work.js';
import { requireAct } from '../../security/grants.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { type BatchSelection, batchOf, type WorkBatch } from './batch.js';
import { itemsHeld } from './lease.js';

/** The batches that the viewer holds, the first claimed first: who lost the answer of a claim goes on with them. Errors: FORBIDDEN, TOO_COSTLY. */
export async function myWork(wanted: BatchSelection, context: CampaignSession): Promise<readonly WorkBatch[]> {
  const { ledger, now } = channelsOf(context);
  requireAct(context.viewer, 'WORK');
  const batches = await heldBatches(ledger, context.viewer.subject, now().toISOString());
  return Promise.all(
    batches.map(async (batch) => {
      const [list, items] = await Promise.all([targetListById(ledger, batch.list_id), itemsHeld(batch, context)]);
      context.numbers.limits.charge(items.length * wanted.cells);
      return batchOf(batch, list!.scene as Scene, items, wanted, context);
    }),
  );
}
