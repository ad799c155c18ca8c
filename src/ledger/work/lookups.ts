import type { Ledger } from '../ledger.js';
import type { ContactRow, ItemRow } from '../tables.js';

/** What a subject recorded by a key of its own. */
export const contactByKey = ({ db }: Ledger, subject: string, key: string): Promise<ContactRow | undefined> =>
  db.selectFrom('contact').selectAll().where('subject', '=', subject).where('idempotency_key', '=', key).executeTakeFirst();

/** A list's member as far as it was handed out. */
export const itemOf = ({ db }: Ledger, list: string, number: string): Promise<ItemRow | undefined> =>
  db.selectFrom('work_item').selectAll().where('list_id', '=', list).where('number_id', '=', number).executeTakeFirst();
