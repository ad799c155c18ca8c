import type { ExpressionBuilder, Transaction } from 'kysely';
import { MartletError } from '../../errors.js';
import type { TimePlace } from '../../lib/cursor.js';
import { lockName, lockRow } from '../dialect.js';
import { insertOnce } from '../keyed-tables.js';
import type { Ledger } from '../ledger.js';
import { listBody } from '../outbox/bodies.js';
import { addEvent } from '../outbox/events.js';
import type { LedgerTables, ListStatus, TargetListRow } from '../tables.js';

/** Adds a list unless its author has made one by its key: then that one is given. */
export const insertTargetList = (ledger: Ledger, row: TargetListRow): Promise<TargetListRow> =>
  ledger.transaction((transaction) => insertOnce(transaction, 'target_list', row));

export const targetListById = ({ db }: Ledger, id: string): Promise<TargetListRow | undefined> =>
  db.selectFrom('target_list').selectAll().where('id', '=', id).executeTakeFirst();

/** Those with a goal of one of these measures, the newest first. */
export const targetListsFor = ({ db }: Ledger, measures: readonly string[]): Promise<readonly TargetListRow[]> =>
  db
    .selectFrom('target_list')
    .selectAll()
    .where('goal_measure', 'in', measures)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();

/** All there ever were. */
export const namesOfTargetLists = ({ db }: Ledger): Promise<readonly Pick<TargetListRow, 'id' | 'name'>[]> =>
  db.selectFrom('target_list').select(['id', 'name']).execute();

export interface TargetListPage {
  /** Only those of this status; null for all. */
  readonly status: ListStatus | null;
  /** Only those of this standing list; null for all. */
  readonly standing: string | null;
  readonly first: number;
  /** The last one of the page before. */
  readonly after: TimePlace | null;
}

/** A page of the target lists, the newest first. */
export function targetLists(
  { db }: Ledger,
  { status, standing, first, after }: TargetListPage,
): Promise<readonly TargetListRow[]> {
  let query = db.selectFrom('target_list').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(first);
  if (status !== null) query = query.where('status', '=', status);
  if (standing !== null) query = query.where('standing_id', '=', standing);
  if (after !== null)
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(after.createdAt, after.id)));
  return query.execute();
}

/** Changes a list that is in one of the states `from`; false where it no longer is: somebody else was quicker. */
export const changeTargetList = (
  ledger: Ledger,
  id: string,
  from: readonly ListStatus[],
  change: Partial<TargetListRow>,
): Promise<boolean> =>
  ledger.transaction(async (transaction) => {
    const changed = await transaction
      .updateTable('target_list')
      .set(change)
      .where('id', '=', id)
      .where('status', 'in', from)
      .returningAll()
      .executeTakeFirst();
    if (changed) await tellOfList(transaction, changed);
    return changed !== undefined;
  });

/** Whoever is told of lists is told what this one has come to. */
export async function tellOfList(transaction: Transaction<LedgerTables>, list: TargetListRow): Promise<void> {
  const event = listBody(list);
  if (event) await addEvent(transaction, event);
}

const activeStatuses: readonly ListStatus[] = ['FROZEN', 'APPROVED', 'RUNNING'];

/** Are its members settled, and its time not over? */
export const isActive = ({ status }: Pick<TargetListRow, 'status'>): boolean => activeStatuses.includes(status);

/** Lists whose members are settled and whose time is not over. */
export const activeTargetLists = ({ db }: Ledger): Promise<readonly TargetListRow[]> =>
  db.selectFrom('target_list').selectAll().where('status', 'in', activeStatuses).orderBy('created_at').orderBy('id').execute();

/** Those that were ever frozen and keep customers out, whatever has become of them. */
export const targetListsWithHoldOut = ({ db }: Ledger): Promise<readonly TargetListRow[]> =>
  db
    .selectFrom('target_list')
    .selectAll()
    .where('content_hash', 'is not', null)
    .where('held_out', '>', 0)
    .orderBy('id')
    .execute();

/** Ends the lists whose last day is before `today`, and gives their ids. */
export async function expireTargetLists(ledger: Ledger, today: string): Promise<readonly string[]> {
  const isOver = ({ eb, and }: ExpressionBuilder<LedgerTables, 'target_list'>) =>
    and([eb('expires_on', '<', today), eb('status', 'in', ['DRAFT', ...activeStatuses])]);
  // It is asked before every look at lists, and nearly always there is none.
  if (!(await ledger.db.selectFrom('target_list').select('id').where(isOver).limit(1).executeTakeFirst())) return [];
  return ledger.transaction(async (transaction) => {
    await lockName(transaction, 'expire target lists');
    const lists = await transaction.updateTable('target_list').set({ status: 'EXPIRED' }).where(isOver).returningAll().execute();
    for (const list of lists) await tellOfList(transaction, list);
    return lists.map(({ id }) => id);
  });
}

/** The list's status; nobody else changes it, or claims work of it, until the transaction ends. Errors: CONFLICT for no expected one. */
export async function lockList(
  transaction: Transaction<LedgerTables>,
  id: string,
  expected: readonly ListStatus[],
): Promise<ListStatus> {
  await lockRow(transaction, 'target_list', id);
  const list = await transaction.selectFrom('target_list').select('status').where('id', '=', id).executeTakeFirst();
  if (list !== undefined && expected.includes(list.status)) return list.status;
  const found = list === undefined ? 'there is none' : `it is ${list.status}`;
  throw new MartletError('CONFLICT', `Target list ${id}: expected it to be ${expected.join(' or ')}, but ${found}.`);
}

/** Codes of the list's offers, in the catalogue's order. */
export const offersOfList = ({ offers }: Pick<TargetListRow, 'offers'>): readonly string[] => JSON.parse(offers) as string[];

/** Errors: CONFLICT where the list is in none of these states; `todo` says what to do. */
export function requireStatus({ id, status }: TargetListRow, expected: readonly ListStatus[], todo: string): void {
  if (expected.includes(status)) return;
  throw new MartletError('CONFLICT', `Target list ${id}: expected it to be ${expected.join(' or ')}, found ${status}. ${todo}`);
}
