import type { Kysely, Migration } from 'kysely';

/** What questions of figures needed, how often and for how long: see ../question-shapes.ts. */
export const questionShape: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('question_shape')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('mart', 'text', (column) => column.notNull())
      .addColumn('dimensions', 'text', (column) => column.notNull())
      .addColumn('trees', 'text', (column) => column.notNull())
      .addColumn('rollup', 'text')
      .addColumn('obstacle', 'text')
      .addColumn('asked', 'bigint', (column) => column.notNull())
      .addColumn('seconds', 'double precision', (column) => column.notNull())
      .addColumn('first_at', 'text', (column) => column.notNull())
      .addColumn('last_at', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('question_shape_last').on('question_shape').columns(['last_at', 'id']).execute();
  },
};
