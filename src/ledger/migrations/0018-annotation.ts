import { type Kysely, type Migration, sql } from 'kysely';

/** What people say happened: see ../annotation-tables.ts. */
export const annotation: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('annotation')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('first_day', 'text', (column) => column.notNull())
      .addColumn('last_day', 'text', (column) => column.notNull())
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('text_en', 'text', (column) => column.notNull())
      .addColumn('text_zh', 'text', (column) => column.notNull())
      .addColumn('cities', 'text')
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('removed_by', 'text')
      .addColumn('removed_at', 'text')
      .addColumn('idempotency_key', 'text')
      .addColumn('request_hash', 'text')
      .execute();
    await db.schema
      .createIndex('annotation_idempotency')
      .unique()
      .on('annotation')
      .columns(['created_by', 'idempotency_key'])
      .where(sql.ref('idempotency_key'), 'is not', null)
      .execute();
    await db.schema.createIndex('annotation_days').on('annotation').columns(['first_day', 'last_day']).execute();
  },
};
