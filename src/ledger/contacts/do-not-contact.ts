import type { Kysely } from 'kysely';
import type { Ledger } from '../ledger.js';
import { chunksOf, pageSize, rowsOfPages } from '../pages.js';
import type { DoNotContactRow, LedgerTables } from '../tables.js';

/** Scenes that are closed for a number, to the last day `until` (null: until lifted). */
export interface DoNotContact {
  readonly numberId: string;
  readonly scenes: readonly string[];
  readonly until: string | null;
  readonly reason: string;
  readonly subject: string;
  readonly at: string;
  /** The contact in which the customer said so. */
  readonly contactId: string | null;
}

/** Closes scenes, or changes until when they are. The last word counts. */
export const setDoNotContact = ({ db }: Ledger, said: DoNotContact): Promise<void> => closeScenes(db, said);

/** The same, within a transaction. */
export async function closeScenes(db: Kysely<LedgerTables>, said: DoNotContact): Promise<void> {
  const { numberId, scenes, until, reason, subject, at, contactId } = said;
  if (scenes.length === 0) return;
  // In one order: two transactions that want the same rows wait for each other, and do not cross.
  const rows = [...new Set(scenes)]
    .sort()
    .map((scene) => ({ number_id: numberId, scene, until, reason, subject, at, contact_id: contactId }));
  await db
    .insertInto('do_not_contact')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['number_id', 'scene']).doUpdateSet(({ ref }) => ({
        until: ref('excluded.until'),
        reason: ref('excluded.reason'),
        subject: ref('excluded.subject'),
        at: ref('excluded.at'),
        contact_id: ref('excluded.contact_id'),
      })),
    )
    .execute();
}

/** What is closed for these numbers, or was until a day that may be over. */
export async function doNotContactOf({ db }: Ledger, numberIds: readonly string[]): Promise<readonly DoNotContactRow[]> {
  const found: DoNotContactRow[] = [];
  for (const chunk of chunksOf(numberIds))
    found.push(...(await db.selectFrom('do_not_contact').selectAll().where('number_id', 'in', chunk).execute()));
  return found;
}

/** All numbers for which a scene is closed, or was until a day that may be over. */
export const eachDoNotContact = ({ db }: Ledger, scene: string): AsyncGenerator<DoNotContactRow> =>
  rowsOfPages((after) => {
    const all = db.selectFrom('do_not_contact').selectAll().where('scene', '=', scene).orderBy('number_id').limit(pageSize);
    return (after === null ? all : all.where('number_id', '>', after.number_id)).execute();
  });
