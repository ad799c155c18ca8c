import type { Kysely, Migration } from 'kysely';

/** The work on target lists: see ../list-tables.ts. */
export const work: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('work_cursor')
      .addColumn('list_id', 'text', (column) => column.notNull())
      .addColumn('city', 'text', (column) => column.notNull())
      .addColumn('next', 'bigint', (column) => column.notNull())
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('work_cursor_key', ['list_id', 'city'])
      .execute();
    await db.schema
      .createTable('work_batch')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('list_id', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('fence', 'bigint', (column) => column.notNull())
      .addColumn('lease_until', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('released_at', 'text')
      .execute();
    await db.schema.createIndex('work_batch_fence').unique().on('work_batch').columns(['list_id', 'fence']).execute();
    await db.schema.createIndex('work_batch_lease').on('work_batch').columns(['list_id', 'released_at', 'lease_until']).execute();
    await db.schema
      .createTable('work_item')
      .addColumn('list_id', 'text', (column) => column.notNull())
      .addColumn('number_id', 'text', (column) => column.notNull())
      .addColumn('city', 'text', (column) => column.notNull())
      .addColumn('place', 'bigint', (column) => column.notNull())
      .addColumn('rank', 'bigint', (column) => column.notNull())
      .addColumn('offer', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'bigint', (column) => column.notNull())
      .addColumn('batch_id', 'text')
      .addColumn('not_before', 'text')
      .addColumn('outcome', 'text')
      .addColumn('reason', 'text')
      .addPrimaryKeyConstraint('work_item_key', ['list_id', 'number_id'])
      .execute();
    await db.schema
      .createIndex('work_item_state')
      .on('work_item')
      .columns(['list_id', 'state', 'rank', 'not_before', 'attempts'])
      .execute();
    await db.schema.createIndex('work_item_batch').on('work_item').columns(['batch_id']).execute();
  },
};
