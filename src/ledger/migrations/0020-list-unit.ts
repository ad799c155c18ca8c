import type { Kysely, Migration } from 'kysely';

/** What a list has one entry of: see ../list-tables.ts. Those of before have one of each number. */
export const listUnit: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of ['target_list', 'standing_list'])
      await db.schema
        .alterTable(table)
        .addColumn('per', 'text', (column) => column.notNull().defaultTo('NUMBER'))
        .execute();
  },
};
