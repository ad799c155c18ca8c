import { tableNames } from './dialect.js';
import type { Ledger } from './ledger.js';

/** Notes that an API key was used; of two gateways that tell it the later moment stays. */
export async function noteKeyUse({ db }: Ledger, id: string, at: Date): Promise<void> {
  const used_at = at.toISOString();
  await db
    .insertInto('key_use')
    .values({ id, used_at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ used_at }).where('key_use.used_at', '<', used_at))
    .execute();
}

/** When each key was last used, by its id, ISO 8601 in UTC; none of those that never were, or before a gateway noted it. */
export async function keyUses({ db }: Ledger): Promise<ReadonlyMap<string, string>> {
  if (!(await tableNames(db)).includes('key_use')) return new Map();
  const rows = await db.selectFrom('key_use').selectAll().execute();
  return new Map(rows.map(({ id, used_at }) => [id, used_at]));
}
