import { randomUUID } from 'node:crypto';
import type { Scene } from '../../catalogue/offers/types.js';
import { type KeyedRequest, madeBefore } from '../../ledger/keyed-tables.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { BatchRow, ItemRow, TargetListRow } from '../../ledger/tables.js';
import {
  type Claim,
  type ClaimedWork,
  claimWork,
  forgetClaim,
  type MadeBefore,
  openWork,
  releaseWork,
} from '../../ledger/work/work.js';
import { turns } from '../../lib/turns.js';
import { requireAct } from '../../security/grants.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { keyedRequest } from '../../session/keyed-request.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { snapshotOf } from '../snapshot.js';
import { BatchSelection, batchOf, type WorkBatch } from './batch.js';
import { claimedBefore } from './claimed-before.js';
import { leaseEnd, requireWithin } from './lease.js';
import { citiesOfWork, listWithin, requireWorkable } from './list.js';
import { recheck } from './recheck.js';
import { citySizes, SnapshotMembers } from './snapshot-members.js';

/** So many claims of a process at a time: at nine o'clock all agents want work, and their statements would fill the lanes. */
const inClaimTurn = turns(2);

export interface ClaimInput {
  readonly list: string;
  readonly size: number;
  readonly leaseSeconds: number;
  /** The claimer's own name for the claim: asked again with it, no other batch is begun. */
  readonly idempotencyKey: string | null;
}

/**
 * Claims the best open members of a list that may be contacted now: those of the viewer's cities, each for one holder at a time. The
 * first claim begins the work on the list. Asked again with the same key, it gives the batch with what that still holds. Errors:
 * BAD_USER_INPUT, FORBIDDEN, TOO_COSTLY, CONFLICT for a list that is not approved and for the same key with something else, INTERNAL for a
 * damaged snapshot.
 */
export async function claimBatch(asked: ClaimInput, wanted: BatchSelection, context: CampaignSession): Promise<WorkBatch> {
  const { catalogue, numbers, viewer } = context;
  requireAct(viewer, 'WORK');
  const list = await listWithin(asked.list, context);
  const scene = catalogue.scenes.get(list.scene as Scene)!;
  const request = keyedRequest(asked.idempotencyKey, [list.id, asked.size, asked.leaseSeconds], viewer);
  const known = await madeBefore(channelsOf(context).ledger.db, 'work_batch', request);
  if (known) return claimedBefore(known, list, wanted, context);
  requireWorkable(list);
  requireWithin('size', asked.size, scene.batch.size, scene);
  requireWithin('leaseSeconds', asked.leaseSeconds, scene.batch.leaseSeconds, scene);
  numbers.limits.charge(asked.size * wanted.cells);
  return inClaimTurn(() => claimOf(list, asked, request, wanted, context));
}

async function claimOf(
  list: TargetListRow,
  asked: ClaimInput,
  request: KeyedRequest | null,
  wanted: BatchSelection,
  context: CampaignSession,
): Promise<WorkBatch> {
  const { ledger, home, now } = channelsOf(context);
  const { viewer, catalogue } = context;
  const scene = catalogue.scenes.get(list.scene as Scene)!;
  const snapshot = await snapshotOf(list, home);
  const at = now();
  if (list.status === 'APPROVED') await openWork(ledger, list.id, await citySizes(snapshot, context.run), at.toISOString());
  const terms = {
    listId: list.id,
    cities: citiesOfWork(viewer),
    size: asked.size,
    subject: viewer.subject,
    now: at.toISOString(),
    leaseUntil: leaseEnd(at, asked.leaseSeconds),
    mostAttempts: scene.batch.attempts,
    request,
  };
  return claimFor(list, terms, new SnapshotMembers(ledger, snapshot, context), wanted, context);
}

async function claimFor(
  list: TargetListRow,
  terms: Claim,
  members: SnapshotMembers,
  wanted: BatchSelection,
  context: CampaignSession,
): Promise<WorkBatch> {
  const { ledger } = channelsOf(context);
  const scene = list.scene as Scene;
  let batch: BatchRow | null = null;
  const held: ItemRow[] = [];
  try {
    while (held.length < terms.size) {
      const claimed: ClaimedWork | MadeBefore = await claimRead(
        { ...terms, size: terms.size - held.length },
        members,
        batch,
        context,
      );
      if ('madeBefore' in claimed) return claimedBefore(claimed.madeBefore, list, wanted, context);
      if (claimed.items.length === 0) break;
      batch = claimed.batch!;
      held.push(...(await recheck(batch, claimed.items, list, context)));
    }
    if (batch === null) return { id: `none-${randomUUID()}`, fence: '0', items: [], list: list.id, leaseUntil: terms.now };
    const answer = await batchOf(batch, scene, held, wanted, context);
    await writeAuditLine('claim of work', { list: list.id, batch: batch.id, fence: batch.fence }, context, held.length);
    return answer;
  } catch (error) {
    // Nobody is told of the batch: what it holds is for others.
    if (batch) await abandon(batch, terms, ledger).catch(() => {});
    throw error;
  }
}

async function abandon({ id, fence }: BatchRow, terms: Claim, ledger: Ledger): Promise<void> {
  await releaseWork(ledger, { ...terms, batch: id, fence: String(fence), numbers: null });
  await forgetClaim(ledger, id);
}

/** The ledger's claim, again and again until all that it must look at has been read. */
async function claimRead(
  claim: Claim,
  members: SnapshotMembers,
  into: BatchRow | null,
  context: CampaignSession,
): Promise<ClaimedWork | MadeBefore> {
  const { ledger } = channelsOf(context);
  const joined = into && { batch: into.id, fence: String(into.fence) };
  while (true) {
    const claimed = await claimWork(ledger, claim, members.next, joined);
    if (!('unread' in claimed)) return claimed;
    await members.read();
  }
}
