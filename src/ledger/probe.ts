import { randomBytes, randomUUID } from 'node:crypto';
import type { Ledger } from './ledger.js';

/** 64 kB that cannot be compressed: a disk that has no more room than for some rows counts as full, so that readiness does not come and go. */
const filler = randomBytes(32_768).toString('hex');

/** Writes to the ledger and takes it away again: what is then acknowledged can be stored. Errors: UNAVAILABLE. */
export const probeLedger = ({ transaction }: Ledger): Promise<void> =>
  transaction(async (probing) => {
    const id = randomUUID();
    await probing.insertInto('probe').values({ id, filler }).execute();
    await probing.deleteFrom('probe').where('id', '=', id).execute();
  });
