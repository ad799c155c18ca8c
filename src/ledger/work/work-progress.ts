import { sql } from 'kysely';
import type { Ledger } from '../ledger.js';
import type { ItemState } from '../tables.js';

/** How many members of a list are in which state. */
export interface WorkProgress {
  /** Not handed out yet, to be tried again, or with a lease that is over. */
  readonly open: number;
  readonly claimed: number;
  readonly done: number;
  /** Tried often enough, or dropped. */
  readonly exhausted: number;
}

/** How far the work on a list is, as of one moment; all zero before it begins. */
export async function progressOf({ db }: Ledger, listId: string, now: string): Promise<WorkProgress> {
  const items = db.selectFrom('work_item').where('work_item.list_id', '=', listId);
  const claimed = items.innerJoin('work_batch', 'work_batch.id', 'work_item.batch_id').where('state', '=', 'CLAIMED');
  const untouched = db.selectFrom('work_cursor').where('list_id', '=', listId);
  const as = (state: ItemState) => sql.lit(state).as('state');
  const count = sql<number | string | null>`count(*)`.as('count');
  const counts = await items
    .where('state', '!=', 'CLAIMED')
    .groupBy('state')
    .select(['state', count])
    .unionAll(claimed.where('lease_until', '>', now).select([as('CLAIMED'), count]))
    .unionAll(claimed.where('lease_until', '<=', now).select([as('OPEN'), count]))
    .unionAll(untouched.select([as('OPEN'), sql<number | string | null>`sum(size - next + 1)`.as('count')]))
    .execute();
  const total = (...states: readonly ItemState[]) =>
    counts.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + Number(count), 0);
  return { open: total('OPEN'), claimed: total('CLAIMED'), done: total('DONE'), exhausted: total('EXHAUSTED', 'DROPPED') };
}

export type ProgressBy = 'AGENT' | 'OUTCOME' | 'DAY' | 'HOUR';

/** The members of a list that have something in common. */
export interface ProgressPart extends WorkProgress {
  /** Empty for those who have none. */
  readonly key: string;
  /** Of those that are done. */
  readonly accepted: number;
}

/** SQL over a member that was handed out (i), its batch (b) and its contacts that finished or put off the work (c). */
const keys: Readonly<Record<ProgressBy, string>> = {
  AGENT: `case when state in ('CLAIMED', 'DONE', 'DROPPED') then b.subject end`,
  OUTCOME: 'outcome',
  DAY: 'c.day',
  // To the minute: which hour of the clock it belongs to depends on the time zone.
  HOUR: 'substr(c.at, 1, 16)',
};

/**
 * `progressOf` by who holds, finished or dropped a member; by the last outcome; by the day, or the minute in UTC ("2026-11-02T02:15"), of
 * the last contact that was told with its batch. In the keys' order, as of one moment.
 */
export async function progressBy(
  { db }: Ledger,
  listId: string,
  what: ProgressBy,
  now: string,
): Promise<readonly ProgressPart[]> {
  const contacts = sql`left join (
    select number_id, max(day) as day, max(at) as at from contact where list_id = ${listId} and batch_id is not null group by number_id
  ) c on c.number_id = i.number_id`;
  const { rows } = await sql<Readonly<Record<keyof ProgressPart, string | number | null>>>`
    select coalesce(${sql.raw(keys[what])}, '') as key,
      sum(case when state = 'OPEN' then 1 else 0 end) as open,
      sum(case when state = 'CLAIMED' then 1 else 0 end) as claimed,
      sum(case when state = 'DONE' then 1 else 0 end) as done,
      sum(case when state in ('EXHAUSTED', 'DROPPED') then 1 else 0 end) as exhausted,
      sum(case when state = 'DONE' and outcome = 'ACCEPTED' then 1 else 0 end) as accepted
    from (
      select number_id, batch_id, outcome, case when state = 'CLAIMED' and not exists (
        select 1 from work_batch where work_batch.id = batch_id and lease_until > ${now}
      ) then 'OPEN' else state end as state
      from work_item where list_id = ${listId}
    ) i
    left join work_batch b on b.id = i.batch_id
    ${what === 'DAY' || what === 'HOUR' ? contacts : sql``}
    group by 1
    union all
    select '', sum(size - next + 1), 0, 0, 0, 0 from work_cursor where list_id = ${listId} having sum(size - next + 1) > 0
    order by 1`.execute(db);
  const parts = rows.map(({ key, ...counts }) => ({ key: key as string, ...numbersOf(counts) }));
  return mergedParts(parts);
}

const numbersOf = (counts: Readonly<Record<keyof WorkProgress | 'accepted', string | number | null>>) => ({
  open: Number(counts.open),
  claimed: Number(counts.claimed),
  done: Number(counts.done),
  exhausted: Number(counts.exhausted),
  accepted: Number(counts.accepted),
});

/** Parts of the same key become one; in the order in which the keys come. */
export function mergedParts(parts: readonly ProgressPart[]): readonly ProgressPart[] {
  const merged = new Map<string, ProgressPart>();
  for (const part of parts) {
    const known = merged.get(part.key);
    const sum = (name: Exclude<keyof ProgressPart, 'key'>) => part[name] + (known?.[name] ?? 0);
    const sums = { open: sum('open'), claimed: sum('claimed'), done: sum('done'), exhausted: sum('exhausted') };
    merged.set(part.key, { key: part.key, ...sums, accepted: sum('accepted') });
  }
  return [...merged.values()];
}

/** A batch of a list that an agent holds. */
export interface HeldBatch {
  readonly id: string;
  readonly agent: string;
  readonly claimedAt: string;
  readonly leaseUntil: string;
  /** Numbers that it still holds. */
  readonly claimed: number;
}

/** What is held of a list now, the oldest first. */
export async function batchesOfList({ db }: Ledger, listId: string, now: string): Promise<readonly HeldBatch[]> {
  const rows = await db
    .selectFrom('work_batch')
    .innerJoin('work_item', 'work_item.batch_id', 'work_batch.id')
    .where('work_batch.list_id', '=', listId)
    .where('released_at', 'is', null)
    .where('lease_until', '>', now)
    .where('state', '=', 'CLAIMED')
    .groupBy(['work_batch.id', 'subject', 'created_at', 'lease_until', 'fence'])
    .orderBy('fence')
    .select(({ fn }) => ['work_batch.id', 'subject', 'created_at', 'lease_until', fn.countAll<number>().as('claimed')])
    .execute();
  return rows.map(({ id, subject, created_at, lease_until, claimed }) => ({
    id,
    agent: subject,
    claimedAt: created_at,
    leaseUntil: lease_until,
    claimed: Number(claimed),
  }));
}
