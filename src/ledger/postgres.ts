import { PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import { ledgerSchema } from './dialect.js';

const connectMs = 10_000;

/** How long a statement waits for what another transaction holds. The ledger's own are short: who waits longer waits for somebody else's. */
const lockMs = 10_000;

/** A pool of connections to the database of this URL; it connects when first used. */
export function openPostgres(url: string): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    application_name: 'martlet',
    // A server that is gone without a word is noticed where nothing is sent.
    keepAlive: true,
    // Here and not by kysely: its hook leaves a connection that is lost meanwhile in the pool for good, as one that is in use.
    onConnect: (client) => client.query(`set search_path to ${ledgerSchema}; set lock_timeout = ${lockMs}`) as never,
    // BIGINT as a number, as in SQLite: nothing that the ledger counts goes beyond 2^53.
    types: { getTypeParser: (type, format) => (type === types.builtins.INT8 ? Number : types.getTypeParser(type, format)) },
  });
  // A connection that is lost says so twice: to the statement that it cannot run, whose caller hears of it, and by an event that would end the
  // process if nobody listened. The pool opens another.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return new PostgresDialect({ pool });
}
