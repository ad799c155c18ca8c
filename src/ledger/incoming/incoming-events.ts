import type { Ledger } from '../ledger.js';
import { chunksOf } from '../pages.js';
import type { IncomingEventRow } from '../tables.js';

/** Keeps what was not told before, and gives the ids of those rows; when it returns they are on the disk. */
export const addIncomingEvents = (ledger: Ledger, rows: readonly IncomingEventRow[]): Promise<ReadonlySet<string>> =>
  ledger.transaction(async (transaction) => {
    const added = new Set<string>();
    for (const chunk of chunksOf(rows)) {
      const kept = await transaction
        .insertInto('incoming_event')
        .values(chunk)
        .onConflict((conflict) => conflict.columns(['sender', 'source', 'event_id']).doNothing())
        .returning('id')
        .execute();
      for (const { id } of kept) added.add(id);
    }
    return added;
  });

/** Those that somebody at these channels is to be told of, received from a moment on, in that order. */
export const incomingSince = ({ db }: Ledger, since: string, channels: readonly string[]): Promise<readonly IncomingEventRow[]> =>
  db
    .selectFrom('incoming_event')
    .selectAll()
    .where('received_at', '>=', since)
    .where('channel', 'in', channels)
    .where('acted_on', '=', 1)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
