import { join } from 'node:path';

/** Where the snapshots of target lists are kept, as long as the ledger knows the lists. */
export const listDirectory = (home: string): string => join(home, 'lists');

/** A list's file: what is frozen never changes, so its id names it. */
export const snapshotFile = (home: string, list: string): string => join(listDirectory(home), `${list}.parquet`);
