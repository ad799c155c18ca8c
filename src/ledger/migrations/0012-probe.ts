import type { Kysely, Migration } from 'kysely';

/** What readiness writes and takes away again, to see whether there is room. */
export const probe: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('probe')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('filler', 'text', (column) => column.notNull())
      .execute();
  },
};
