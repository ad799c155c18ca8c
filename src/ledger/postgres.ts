import { CompiledQuery, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import { ledgerSchema } from './dialect.js';

const connectMs = 10_000;

/** A pool of connections to the database of this URL; it connects when first used. */
export function openPostgres(url: string): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    application_name: 'martlet',
    // BIGINT as a number, as in SQLite: nothing that the ledger counts goes beyond 2^53.
    types: { getTypeParser: (type, format) => (type === types.builtins.INT8 ? Number : types.getTypeParser(type, format)) },
  });
  // A connection lost while idle: the pool opens another, and a statement that cannot be run says so to its caller.
  pool.on('error', () => {});
  return new PostgresDialect({
    pool,
    onCreateConnection: async (connection) => {
      await connection.executeQuery(CompiledQuery.raw(`set search_path to ${ledgerSchema}`));
    },
  });
}
