import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { type KeyedRequest, lockKey, madeBefore } from '../keyed-tables.js';
import type { Ledger } from '../ledger.js';
import { lockList } from '../lists/target-lists.js';
import { chunksOf } from '../pages.js';
import type { BatchRow, ItemRow, LedgerTables } from '../tables.js';
import { lockHeldBatch } from './work-batches.js';
import { endLeases } from './work-items.js';

/** A member of a target list, as its file has it. */
export interface ClaimableMember {
  readonly numberId: string;
  readonly city: string;
  /** In its city, from 1. */
  readonly place: number;
  /** In the list, from 1. */
  readonly rank: number;
  readonly offer: string;
}

export interface Claim {
  readonly listId: string;
  /** The cities whose numbers may be given; null for all. */
  readonly cities: readonly string[] | null;
  readonly size: number;
  readonly subject: string;
  readonly now: string;
  readonly leaseUntil: string;
  /** As often a number is tried. */
  readonly mostAttempts: number;
  /** The claim by its subject's own name for it. */
  readonly request?: KeyedRequest | null;
}

/** What was claimed now; no batch where nothing was left. */
export interface ClaimedWork {
  readonly batch: BatchRow | null;
  readonly items: readonly ItemRow[];
}

/** The batch that the same request made. */
export interface MadeBefore {
  readonly madeBefore: BatchRow;
}

/** The next members, in rank order, of the cities that are given with the place of their first member not yet handed out. */
export type NextMembers = (cursors: ReadonlyMap<string, number>, most: number) => readonly ClaimableMember[] | null;

/**
 * Claims work of a running list for a time: first those who are to be called back now, then numbers to be tried again, then members not
 * yet handed out, each by rank. No number is in two batches that are held. Where `next` gives null, as it has not read so far, nothing is
 * claimed, and the cursors that it was asked with are given back. With `into` the items join a batch of the list that the subject holds.
 * Where the same request made a batch before, that one is given, and nothing is claimed. Errors: CONFLICT for a list that is not running,
 * a batch that is not held (any more), or a key that was used for another claim.
 */
export const claimWork = (
  ledger: Ledger,
  claim: Claim,
  next: NextMembers,
  into: { readonly batch: string; readonly fence: string } | null = null,
): Promise<ClaimedWork | { readonly unread: ReadonlyMap<string, number> } | MadeBefore> =>
  ledger.transaction(async (transaction) => {
    if (into === null && claim.request) {
      await lockKey(transaction, 'work_batch', claim.request);
      const known = await madeBefore(transaction, 'work_batch', claim.request);
      if (known) return { madeBefore: known };
    }
    await lockList(transaction, claim.listId, ['RUNNING']);
    const joined = into === null ? null : await lockHeldBatch(transaction, { ...claim, ...into });
    await endLeases(transaction, claim.listId, claim.now, claim.mostAttempts);
    if (claim.cities?.length === 0) return { batch: joined, items: [] };
    const due = await dueItems(transaction, claim);
    const cursors = await cursorsOf(transaction, claim);
    const most = claim.size - due.length;
    const fresh = most > 0 && cursors.size > 0 ? next(cursors, most) : [];
    if (fresh === null) return { unread: cursors };
    if (due.length + fresh.length === 0) return { batch: joined, items: [] };
    const batch = joined ?? (await addBatch(transaction, claim));
    const items = [...(await takeAgain(transaction, batch, due)), ...(await takeFirst(transaction, batch, fresh))];
    return { batch, items };
  });

/** Items to be tried again now: those of an appointment by its time, then the others by rank. Two questions, as each has its index. */
async function dueItems(
  transaction: Transaction<LedgerTables>,
  { listId, cities, size, now }: Claim,
): Promise<readonly ItemRow[]> {
  const due = transaction
    .selectFrom('work_item')
    .selectAll()
    .where('list_id', '=', listId)
    .where('state', '=', 'OPEN')
    .where(({ eb }) => eb('not_before', 'is', null).or('not_before', '<=', now))
    .$if(cities !== null, (query) => query.where('city', 'in', cities!));
  const agreed = await due.where('call_back_at', 'is not', null).orderBy('call_back_at').orderBy('rank').limit(size).execute();
  if (agreed.length === size) return agreed;
  const others = due.where('call_back_at', 'is', null).orderBy('rank');
  return [...agreed, ...(await others.limit(size - agreed.length).execute())];
}

/** Where the cities are that still have members to hand out. */
async function cursorsOf(
  transaction: Transaction<LedgerTables>,
  { listId, cities }: Claim,
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction
    .selectFrom('work_cursor')
    .select(['city', 'next'])
    .where('list_id', '=', listId)
    .whereRef('next', '<=', 'size')
    .$if(cities !== null, (query) => query.where('city', 'in', cities!))
    .execute();
  return new Map(rows.map(({ city, next }) => [city, next]));
}

const unreleased = { released_at: null, taken_back_by: null, taken_back_reason: null } as const;

async function addBatch(
  transaction: Transaction<LedgerTables>,
  { listId, subject, now, leaseUntil, request }: Claim,
): Promise<BatchRow> {
  const { last } = await transaction
    .selectFrom('work_batch')
    .select(({ fn }) => fn.max<number | null>('fence').as('last'))
    .where('list_id', '=', listId)
    .executeTakeFirstOrThrow();
  const held = { list_id: listId, subject, fence: (last ?? 0) + 1, lease_until: leaseUntil };
  const asked = { idempotency_key: request?.key ?? null, request_hash: request?.hash ?? null };
  const batch = Object.freeze<BatchRow>({ id: randomUUID(), ...held, created_at: now, ...unreleased, ...asked });
  await transaction.insertInto('work_batch').values(batch).execute();
  return batch;
}

async function takeAgain(transaction: Transaction<LedgerTables>, batch: BatchRow, due: readonly ItemRow[]): Promise<ItemRow[]> {
  const held = { state: 'CLAIMED', batch_id: batch.id, not_before: null } as const;
  const numbers = due.map(({ number_id }) => number_id);
  for (const chunk of chunksOf(numbers))
    await transaction
      .updateTable('work_item')
      .set(({ eb }) => ({ ...held, attempts: eb('attempts', '+', 1) }))
      .where('list_id', '=', batch.list_id)
      .where('number_id', 'in', chunk)
      .execute();
  return due.map((item) => ({ ...item, ...held, attempts: item.attempts + 1 }));
}

async function takeFirst(
  transaction: Transaction<LedgerTables>,
  batch: BatchRow,
  members: readonly ClaimableMember[],
): Promise<ItemRow[]> {
  const nothing = { not_before: null, call_back_at: null, outcome: null, reason: null } as const;
  const state = { state: 'CLAIMED', attempts: 1, batch_id: batch.id, ...nothing } as const;
  const items = members.map(({ numberId, city, place, rank, offer }) => ({
    list_id: batch.list_id,
    number_id: numberId,
    ...{ city, place, rank, offer },
    ...state,
  }));
  for (const chunk of chunksOf(items)) await transaction.insertInto('work_item').values(chunk).execute();
  // The ranks of a city's members are in the order of their places: the last one is the farthest.
  const next = new Map(members.map(({ city, place }) => [city, place + 1]));
  for (const [city, place] of next)
    await transaction
      .updateTable('work_cursor')
      .set({ next: place })
      .where('list_id', '=', batch.list_id)
      .where('city', '=', city)
      .execute();
  return items;
}
