import { insertOnce } from './keyed-tables.js';
import type { Ledger } from './ledger.js';
import type { AnnotationRow } from './tables.js';

/** Adds one unless its author has made one by its key: then that one is given. */
export const insertAnnotation = (ledger: Ledger, row: AnnotationRow): Promise<AnnotationRow> =>
  ledger.transaction((transaction) => insertOnce(transaction, 'annotation', row));

export const annotationById = ({ db }: Ledger, id: string): Promise<AnnotationRow | undefined> =>
  db.selectFrom('annotation').selectAll().where('id', '=', id).executeTakeFirst();

/** Those that touch a day from `from` to `until`, both included, and were not taken away; the newest period first. */
export const annotationsBetween = ({ db }: Ledger, from: string, until: string): Promise<readonly AnnotationRow[]> =>
  db
    .selectFrom('annotation')
    .selectAll()
    .where('first_day', '<=', until)
    .where('last_day', '>=', from)
    .where('removed_at', 'is', null)
    .orderBy('first_day', 'desc')
    .orderBy('id', 'desc')
    .execute();

/** Takes one away: it is told to nobody any more, and stays in the ledger. False where it was away already. */
export async function markAnnotationRemoved(
  { db }: Ledger,
  id: string,
  removed: Pick<AnnotationRow, 'removed_by' | 'removed_at'>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('annotation')
    .set(removed)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
