import type { Ledger } from '../../src/ledger/ledger.js';
import type { BatchRow, ItemRow } from '../../src/ledger/tables.js';
import { type Claim, claimWork, type NextMembers } from '../../src/ledger/work/work.js';

const now = '2026-10-31T02:00:00.000Z';
const leaseUntil = '2026-10-31T02:15:00.000Z';

export const claimOf = (said: Partial<Claim> & Pick<Claim, 'listId'>): Claim => ({
  cities: null,
  size: 10,
  subject: 'li.wei',
  now,
  leaseUntil,
  mostAttempts: 3,
  ...said,
});

/** Claims work that is there. */
export async function claimed(
  ledger: Ledger,
  said: Partial<Claim> & Pick<Claim, 'listId'>,
  next: NextMembers,
): Promise<{ readonly batch: BatchRow; readonly items: readonly ItemRow[] }> {
  const found = await claimWork(ledger, claimOf(said), next);
  if (!('items' in found) || found.batch === null) throw new Error('nothing was claimed');
  return { batch: found.batch, items: found.items };
}

/** The work of a batch, as its holder tells it with an outcome. */
export const held = ({ id, fence }: Pick<BatchRow, 'id' | 'fence'>) =>
  ({ batch: id, fence: `${fence}`, now, mostAttempts: 3, notBefore: '2026-10-31T03:00:00.000Z' }) as const;

/** Rows as text, in one order, whatever the order of the engine and of the columns. */
export const listed = (rows: readonly object[]): readonly string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();

export async function all<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
