import { insertOnce } from '../keyed-tables.js';
import type { Ledger } from '../ledger.js';
import { chunksOf } from '../pages.js';
import type { DecisionRow } from '../tables.js';

/**
 * Stores all of these decisions, or none: gathered ones share the one `fsync`. When this returns, they are on the disk. By their ids, those
 * that are kept: of one whose key has made one before it is that one, whatever it was asked for.
 */
export async function recordDecisions(ledger: Ledger, rows: readonly DecisionRow[]): Promise<ReadonlyMap<string, DecisionRow>> {
  const kept = new Map(rows.map((row) => [row.id, row]));
  await ledger.transaction(async (transaction) => {
    for (const row of withKeys(rows)) kept.set(row.id, await insertOnce(transaction, 'decision', row));
    const others = rows.filter(({ idempotency_key }) => idempotency_key === null);
    for (const chunk of chunksOf(others)) await transaction.insertInto('decision').values(chunk).execute();
  });
  return kept;
}

/** In one order: two transactions that have the same keys wait for each other, and do not cross. */
const withKeys = (rows: readonly DecisionRow[]): readonly DecisionRow[] =>
  rows.filter(({ idempotency_key }) => idempotency_key !== null).sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));

const keyOf = ({ subject, idempotency_key }: DecisionRow): string => JSON.stringify([subject, idempotency_key]);

export const decisionById = ({ db }: Ledger, id: string): Promise<DecisionRow | undefined> =>
  db.selectFrom('decision').selectAll().where('id', '=', id).executeTakeFirst();

/** Which decisions of a subject's own are asked for. */
export interface OwnDecisions {
  readonly subject: string;
  readonly number: string | null;
  readonly scene: string | null;
}

/** So many of a subject's decisions after the first `offset`, the newest first; and how many there are. */
export async function decisionsOfSubject(
  { db }: Ledger,
  { subject, number, scene }: OwnDecisions,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: readonly DecisionRow[]; readonly total: number }> {
  let own = db.selectFrom('decision').where('subject', '=', subject);
  if (number !== null) own = own.where('number_id', '=', number);
  if (scene !== null) own = own.where('scene', '=', scene);
  const [rows, { total }] = await Promise.all([
    own.selectAll().orderBy('at', 'desc').orderBy('id', 'desc').offset(offset).limit(limit).execute(),
    own.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { rows, total: Number(total) };
}
