import { listColumns, newColumns } from '../decisions/list-statement.js';
import { MartletError } from '../errors.js';
import { requireStatus } from '../ledger/lists/target-lists.js';
import type { TargetListRow } from '../ledger/tables.js';
import { text } from '../lib/quote.js';
import { digestNow, snapshotFile } from '../lib/snapshot-files.js';
import { asItIs, type Source } from '../warehouse/statement.js';

/** What is in a list's snapshot, as relations of SQL with the columns of `listStatement`. */
export interface Snapshot {
  readonly list: string;
  /** Every number of the slice. */
  readonly everybody: string;
  readonly members: string;
  readonly heldOut: string;
  /** What statements over it read. */
  readonly reads: readonly Source[];
}

/**
 * The snapshot of a frozen list: the one way to read it. Its hash is computed when it is first used after the start, and when the file is
 * another one. Errors: CONFLICT for a list that is not frozen, INTERNAL for a file that is missing or not what was frozen.
 */
export async function snapshotOf(row: TargetListRow, home: string): Promise<Snapshot> {
  const { id, content_hash } = row;
  if (content_hash === null)
    requireStatus(row, ['FROZEN', 'APPROVED', 'RUNNING'], 'Its members are not settled: freeze it first.');
  const path = snapshotFile(home, id);
  const sha256 = await digestNow(path);
  if (sha256 === null) throw unreadable(id, 'is missing');
  if (sha256 !== content_hash) throw unreadable(id, 'is damaged: it is not what was frozen');
  return snapshotIn(path, row);
}

/** What a freeze has just written into a file that nobody else knows of yet. Files of lists of before there was exploration lack columns. */
export const snapshotIn = (path: string, { id: list, exploration }: Pick<TargetListRow, 'id' | 'exploration'>): Snapshot => {
  const added = exploration === null ? ['cast(null as varchar) as acceptance_basis', 'false as explored'] : newColumns;
  const part = (where: string): string =>
    `(select ${[...listColumns, ...added].join(', ')} from read_parquet(${text(path)})${where})`;
  return {
    list,
    everybody: part(''),
    members: part(` where arm = 'MEMBER'`),
    heldOut: part(` where arm = 'HELD_OUT'`),
    reads: [asItIs(`snapshot of list ${list}`)],
  };
};

const unreadable = (id: string, what: string): MartletError =>
  new MartletError(
    'INTERNAL',
    `The snapshot of the target list ${id} ${what}. Nothing is read from it. Restore lists/${id}.parquet below MARTLET_HOME from a backup, or close the list and make a new one.`,
  );
