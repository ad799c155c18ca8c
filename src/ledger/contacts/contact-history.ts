import type { Ledger } from '../ledger.js';
import { chunksOf, pageSize, rowsOfPages } from '../pages.js';
import type { ContactRow, Outcome } from '../tables.js';

/** A contact by the names that the mart `contact` has. */
export const martContact = ({ id, number_id, day, scene, offer, outcome }: ContactRow) => ({
  contact_id: id,
  number_id,
  on: day,
  scene,
  offer_id: offer,
  outcome,
});

/** Contacts of these numbers and households from this day on, and older ones with these outcomes; a number's oldest first. */
export async function contactsOfNumbers(
  { db }: Ledger,
  { ids, households = [] }: { readonly ids: readonly string[]; readonly households?: readonly string[] },
  fromDay: string,
  lasting: readonly Outcome[] = [],
): Promise<readonly ContactRow[]> {
  const found = new Map<string, ContactRow>();
  for (const [column, keys] of [
    ['number_id', ids],
    ['household', households],
  ] as const)
    for (const chunk of chunksOf([...new Set(keys)])) {
      const own = db
        .selectFrom('contact')
        .selectAll()
        .where(column, 'in', chunk)
        .where(({ eb, or }) => or([eb('day', '>=', fromDay), ...lasting.map((outcome) => eb('outcome', '=', outcome))]));
      for (const row of await own.orderBy('number_id').orderBy('at').orderBy('id').execute()) found.set(row.id, row);
    }
  return [...found.values()];
}

/** When numbers were last tried in vain in a scene, of those that were after this time; by number. */
export async function lastTries(
  { db }: Ledger,
  ids: readonly string[],
  scene: string,
  after: string,
): Promise<ReadonlyMap<string, string>> {
  const tries = new Map<string, string>();
  for (const chunk of chunksOf(ids)) {
    const found = await db
      .selectFrom('contact')
      .select(({ fn }) => ['number_id', fn.max('at').as('at')])
      .where('number_id', 'in', chunk)
      .where('scene', '=', scene)
      .where('outcome', '=', 'NOT_REACHED')
      .where('at', '>', after)
      .groupBy('number_id')
      .execute();
    for (const { number_id, at } of found) tries.set(number_id, at);
  }
  return tries;
}

/** All contacts from this day on, day by day. Of those recorded meanwhile some may be missing. */
export const eachContact = ({ db }: Ledger, fromDay: string): AsyncGenerator<ContactRow> =>
  rowsOfPages((after) => {
    const all = db.selectFrom('contact').selectAll().orderBy('day').orderBy('id').limit(pageSize);
    return (
      after === null
        ? all.where('day', '>=', fromDay)
        : all.where(({ eb, refTuple, tuple }) => eb(refTuple('day', 'id'), '>', tuple(after.day, after.id)))
    ).execute();
  });

/** All contacts of before this day that came out so, day by day. */
export const contactsBefore = ({ db }: Ledger, outcome: Outcome, day: string): AsyncGenerator<ContactRow> =>
  rowsOfPages((after) => {
    const all = db.selectFrom('contact').selectAll().where('outcome', '=', outcome).where('day', '<', day);
    const page = all.orderBy('day').orderBy('offer').orderBy('id').limit(pageSize);
    return (
      after === null
        ? page
        : page.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('day', 'offer', 'id'), '>', tuple(after.day, after.offer, after.id)),
          )
    ).execute();
  });

/** The contacts of a month, e.g. "2026-10", in the order in which they were recorded. */
export const contactsOfMonth = ({ db }: Ledger, month: string): AsyncGenerator<ContactRow> =>
  rowsOfPages((after) => {
    const all = db.selectFrom('contact').selectAll().where('month', '=', month);
    const page = all.orderBy('recorded_at').orderBy('id').limit(pageSize);
    return (
      after === null
        ? page
        : page.where(({ eb, refTuple, tuple }) => eb(refTuple('recorded_at', 'id'), '>', tuple(after.recorded_at, after.id)))
    ).execute();
  });

/** All contacts made for a target list. */
export const contactsOfList = ({ db }: Ledger, listId: string): AsyncGenerator<ContactRow> =>
  rowsOfPages((after) => {
    const all = db.selectFrom('contact').selectAll().where('list_id', '=', listId).orderBy('id').limit(pageSize);
    return (after === null ? all : all.where('id', '>', after.id)).execute();
  });

/** Orders of these offers from day to day, both included; day by day. */
export const acceptedOf = (
  { db }: Ledger,
  offers: readonly string[],
  fromDay: string,
  toDay: string,
): AsyncGenerator<ContactRow> =>
  rowsOfPages(async (after) => {
    if (offers.length === 0) return [];
    const all = db.selectFrom('contact').selectAll().where('outcome', '=', 'ACCEPTED').where('offer', 'in', offers);
    const page = all.where('day', '<=', toDay).orderBy('day').orderBy('offer').orderBy('id').limit(pageSize);
    return (
      after === null
        ? page.where('day', '>=', fromDay)
        : page.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('day', 'offer', 'id'), '>', tuple(after.day, after.offer, after.id)),
          )
    ).execute();
  });

export interface MonthOfContacts {
  readonly month: string;
  readonly count: number;
  /** When the last of them was recorded. */
  readonly last: string;
}

/** The months that have contacts, the first one first. */
export const monthsWithContacts = ({ db }: Ledger): Promise<readonly MonthOfContacts[]> =>
  db
    .selectFrom('contact')
    .select(({ fn }) => ['month', fn.countAll<number>().as('count'), fn.max('recorded_at').as('last')])
    .groupBy('month')
    .orderBy('month')
    .execute();

/** How often each offer was ordered in a month; those without an order are not in it. */
export async function ordersOfMonth({ db }: Ledger, month: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('contact')
    .select(({ fn }) => ['offer', fn.countAll<number>().as('count')])
    .where('outcome', '=', 'ACCEPTED')
    .where('day', '>=', `${month}-01`)
    .where('day', '<=', `${month}-31`)
    .groupBy('offer')
    .execute();
  return new Map(rows.map(({ offer, count }) => [offer, count]));
}
