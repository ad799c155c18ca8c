import { randomUUID } from 'node:crypto';
import type { Scene, SceneRule } from '../../catalogue/offers/offer-types.js';
import { badInput } from '../../errors.js';
import type { BatchRow, ItemRow, TargetListRow } from '../../ledger/tables.js';
import { type Claim, type Claimed, claimWork, dropItems, openWork, releaseWork } from '../../ledger/work/work.js';
import { noted } from '../../session/audit-line.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { snapshotOf } from '../snapshot.js';
import { batchOf, type Wanted, type WorkBatch } from './batch.js';
import { inClaimTurn } from './lane.js';
import { listWithin, requireWorkable } from './list.js';
import { citySizes, Members, type Snapshot } from './members.js';
import { stoppedNow } from './recheck.js';

export interface AskedClaim {
  readonly list: string;
  readonly size: number;
  readonly leaseSeconds: number;
}

/**
 * Claims the best open members of a list that may be contacted now: those of the viewer's cities, each for one holder at a time. The
 * first claim begins the work on the list. Errors: BAD_USER_INPUT, FORBIDDEN, TOO_COSTLY, CONFLICT for a list that is not approved,
 * INTERNAL for a damaged snapshot.
 */
export async function claim(asked: AskedClaim, wanted: Wanted, context: CampaignSession): Promise<WorkBatch> {
  const { catalogue, numbers } = context;
  const list = await listWithin(asked.list, context);
  requireWorkable(list);
  const scene = catalogue.scenes.get(list.scene as Scene)!;
  requireWithin('size', asked.size, scene.batch.size, scene);
  requireWithin('leaseSeconds', asked.leaseSeconds, scene.batch.leaseSeconds, scene);
  numbers.limits.charge(asked.size * wanted.cells);
  return inClaimTurn(() => claimOf(list, asked, wanted, context));
}

async function claimOf(list: TargetListRow, asked: AskedClaim, wanted: Wanted, context: CampaignSession): Promise<WorkBatch> {
  const { ledger, home, now } = channelsOf(context);
  const { viewer, decisions, catalogue } = context;
  const scene = catalogue.scenes.get(list.scene as Scene)!;
  const read: Snapshot['read'] = (statement) => decisions.engine.run(statement, { lane: 'channels' });
  const snapshot: Snapshot = { list: list.id, path: await snapshotOf(list, home), read };
  const at = now();
  if (list.status === 'APPROVED') await openWork(ledger, list.id, await citySizes(snapshot), at.toISOString());
  const terms = {
    listId: list.id,
    cities: viewer.cities,
    size: asked.size,
    subject: viewer.subject,
    now: at.toISOString(),
    leaseUntil: leaseEnd(at, asked.leaseSeconds),
    mostAttempts: scene.batch.attempts,
  };
  return claimFor(list, terms, new Members(ledger, snapshot), wanted, context);
}

async function claimFor(
  list: TargetListRow,
  terms: Claim,
  members: Members,
  wanted: Wanted,
  context: CampaignSession,
): Promise<WorkBatch> {
  const { ledger } = channelsOf(context);
  const scene = list.scene as Scene;
  let batch: BatchRow | null = null;
  const held: ItemRow[] = [];
  try {
    while (held.length < terms.size) {
      const claimed: Claimed = await claimRead({ ...terms, size: terms.size - held.length }, members, batch, context);
      if (claimed.items.length === 0) break;
      batch = claimed.batch!;
      const stopped = await stoppedNow(claimed.items, scene, context);
      if (stopped.size > 0)
        await dropItems(
          ledger,
          batch.id,
          [...stopped].map(([numberId, reason]) => ({ numberId, reason })),
        );
      held.push(...claimed.items.filter(({ number_id }) => !stopped.has(number_id)));
    }
    if (batch === null) return { id: `none-${randomUUID()}`, fence: '0', items: [], list: list.id, leaseUntil: terms.now };
    const answer = await batchOf(batch, scene, held, wanted, context);
    await noted('claim of work', { list: list.id, batch: batch.id, fence: batch.fence }, context, held.length);
    return answer;
  } catch (error) {
    // Nobody is told of the batch: what it holds is for others.
    if (batch)
      await releaseWork(ledger, { ...terms, batch: batch.id, fence: String(batch.fence), numbers: null }).catch(() => {});
    throw error;
  }
}

/** The ledger's claim, again and again until all that it must look at has been read. */
async function claimRead(claim: Claim, members: Members, into: BatchRow | null, context: CampaignSession): Promise<Claimed> {
  const { ledger } = channelsOf(context);
  const joined = into && { batch: into.id, fence: String(into.fence) };
  while (true) {
    const claimed = await claimWork(ledger, claim, members.next, joined);
    if ('items' in claimed) return claimed;
    await members.read();
  }
}

/** Errors: BAD_USER_INPUT. */
export function requireWithin(name: string, found: number, most: number, { code }: SceneRule): void {
  if (found < 1 || found > most) throw badInput(`${name}: expected 1 to ${most} in ${code}, found ${found}.`);
}

export const leaseEnd = (now: Date, seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();
