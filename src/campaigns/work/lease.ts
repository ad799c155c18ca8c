import type { Scene, SceneRule } from '../../catalogue/offers/types.js';
import { badInput } from '../../errors.js';
import { targetListById } from '../../ledger/lists/target-lists.js';
import type { BatchRow, ItemRow, TargetListRow } from '../../ledger/tables.js';
import { batchById, extendLease, itemsOfBatch, releaseWork } from '../../ledger/work/work.js';
import { numberId } from '../../numbers/numbers.queries.js';
import { requireAct } from '../../security/grants.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { type BatchSelection, batchOf, type WorkBatch } from './batch.js';

/** A batch as its holder names it. */
export interface LeasedBatch {
  readonly batch: string;
  readonly fence: string;
}

/** Makes the lease end so many seconds from now. Errors: BAD_USER_INPUT, CONFLICT where the viewer does not hold the batch (any more). */
export async function extendBatch(
  { batch, fence, leaseSeconds }: LeasedBatch & { readonly leaseSeconds: number },
  wanted: BatchSelection,
  context: CampaignSession,
): Promise<WorkBatch> {
  const { ledger, now } = channelsOf(context);
  requireAct(context.viewer, 'WORK');
  const scene = await sceneOf(batch, context);
  requireWithin('leaseSeconds', leaseSeconds, scene.batch.leaseSeconds, scene);
  const at = now();
  const leaseUntil = leaseEnd(at, leaseSeconds);
  const row = await extendLease(ledger, { batch, fence, leaseUntil, subject: context.viewer.subject, now: at.toISOString() });
  return stillHeld(row, scene, wanted, context);
}

/**
 * Gives back these numbers of a batch, or all (null), and with them the batch. It does not count as an attempt. Errors: BAD_USER_INPUT for
 * a number that the batch does not hold, CONFLICT where the viewer does not hold the batch (any more).
 */
export async function releaseBatch(
  { batch, fence, numbers }: LeasedBatch & { readonly numbers: readonly string[] | null },
  wanted: BatchSelection,
  context: CampaignSession,
): Promise<WorkBatch> {
  const { ledger, now } = channelsOf(context);
  requireAct(context.viewer, 'WORK');
  const scene = await sceneOf(batch, context);
  const asked = numbers?.map((id) => numberId(id, context.manifest.idType));
  if (asked?.length === 0) throw badInput('numbers: expected some, found none. Leave it out to give back the whole batch.');
  const holder = { batch, fence, subject: context.viewer.subject, now: now().toISOString() };
  if (asked) {
    const held = new Set((await claimedBy(batch, context)).map(({ number_id }) => number_id));
    const other = asked.filter((id) => !held.has(id));
    if (other.length > 0)
      throw badInput(`numbers: expected those that batch ${batch} holds, found ${other.slice(0, 5).join(', ')}. Leave them out.`);
  }
  const row = await releaseWork(ledger, { ...holder, numbers: asked ?? null });
  await writeAuditLine('release of work', { batch, fence, numbers: asked?.length ?? 'all' }, context);
  return stillHeld(row, scene, wanted, context);
}

const sceneOf = async (batch: string, context: CampaignSession): Promise<SceneRule> =>
  context.catalogue.scenes.get((await listOfBatch(batch, context)).scene as Scene)!;

/** The target list of a batch. Errors: BAD_USER_INPUT for no such batch. */
export async function listOfBatch(batch: string, context: CampaignSession): Promise<TargetListRow> {
  const { ledger } = channelsOf(context);
  const row = await batchById(ledger, batch);
  const list = row && (await targetListById(ledger, row.list_id));
  if (list) return list;
  throw badInput(`batch: expected the id of a batch that claimWork gave, found ${JSON.stringify(batch.slice(0, 60))}.`);
}

const claimedBy = async (batch: string, context: CampaignSession) =>
  (await itemsOfBatch(channelsOf(context).ledger, batch)).filter(({ state }) => state === 'CLAIMED');

/** What a batch holds now: nothing when it was given back, or its lease is over. */
export async function itemsHeld(
  { id, released_at, lease_until }: BatchRow,
  context: CampaignSession,
): Promise<readonly ItemRow[]> {
  const isHeld = released_at === null && lease_until > channelsOf(context).now().toISOString();
  return isHeld ? claimedBy(id, context) : [];
}

async function stillHeld(
  row: BatchRow,
  { code }: SceneRule,
  wanted: BatchSelection,
  context: CampaignSession,
): Promise<WorkBatch> {
  return batchOf(row, code, await itemsHeld(row, context), wanted, context);
}

/** Errors: BAD_USER_INPUT. */
export function requireWithin(name: string, found: number, most: number, { code }: SceneRule): void {
  if (found < 1 || found > most) throw badInput(`${name}: expected 1 to ${most} in ${code}, found ${found}.`);
}

/** When a lease of so many seconds is over. */
export const leaseEnd = (now: Date, seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();
