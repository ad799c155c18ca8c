import { sql } from 'kysely';
import type { Ledger } from '../ledger.js';

export interface ListCost {
  readonly contacts: number;
  /** CNY, of all of them. */
  readonly cost: number;
}

/** What the contacts made for a target list cost so far. Money is added up in fen. */
export async function costOfList({ db }: Ledger, listId: string): Promise<ListCost> {
  const { contacts, fen } = await db
    .selectFrom('contact')
    .select(({ fn }) => [fn.countAll<number>().as('contacts'), sql<number | null>`sum(round(cost * 100))`.as('fen')])
    .where('list_id', '=', listId)
    .executeTakeFirstOrThrow();
  return { contacts, cost: (fen ?? 0) / 100 };
}
