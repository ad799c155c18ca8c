import type { Migration } from 'kysely';
import { audit } from './0001-audit.js';
import { exportJob } from './0002-export-job.js';

/**
 * The ledger's migrations in their order, by the name that a ledger remembers. A published one is never changed; a new one comes last
 * and runs on both engines (see ../dialect.ts).
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-audit': audit,
  '0002-export-job': exportJob,
};
