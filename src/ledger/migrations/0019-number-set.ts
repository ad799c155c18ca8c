import { type Kysely, type Migration, sql } from 'kysely';

/** Sets of numbers that were sent in: see ../set-tables.ts. */
export const numberSet: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('number_set')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('expires_on', 'text', (column) => column.notNull())
      .addColumn('has_scores', 'integer', (column) => column.notNull())
      .addColumn('numbers', 'bigint', (column) => column.notNull())
      .addColumn('unmatched', 'bigint', (column) => column.notNull())
      .addColumn('content_hash', 'text', (column) => column.notNull())
      .addColumn('cities', 'text')
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('removed_at', 'text')
      .addColumn('idempotency_key', 'text')
      .addColumn('request_hash', 'text')
      .execute();
    await db.schema
      .createIndex('number_set_idempotency')
      .unique()
      .on('number_set')
      .columns(['created_by', 'idempotency_key'])
      .where(sql.ref('idempotency_key'), 'is not', null)
      .execute();
  },
};
