import type { Ledger } from '../ledger.js';
import { chunksOf } from '../pages.js';
import type { DecisionRow } from '../tables.js';

/** Stores all of these decisions, or none: gathered ones share the one `fsync`. When this returns, they are on the disk. */
export async function recordDecisions(ledger: Ledger, rows: readonly DecisionRow[]): Promise<void> {
  await ledger.transaction(async (transaction) => {
    for (const chunk of chunksOf(rows)) await transaction.insertInto('decision').values(chunk).execute();
  });
}

export const decisionById = ({ db }: Ledger, id: string): Promise<DecisionRow | undefined> =>
  db.selectFrom('decision').selectAll().where('id', '=', id).executeTakeFirst();
