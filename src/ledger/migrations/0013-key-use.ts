import type { Kysely, Migration } from 'kysely';

/** When an API key was last used, to the minute. */
export const keyUse: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('key_use')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('used_at', 'text', (column) => column.notNull())
      .execute();
  },
};
