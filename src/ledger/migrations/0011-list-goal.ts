import type { Kysely, Migration } from 'kysely';

/** What a list was made for; the lists of a measure are found by it: see ../list-tables.ts. */
export const listGoal: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('target_list').addColumn('goal_measure', 'text').execute();
    await db.schema.alterTable('target_list').addColumn('goal', 'text').execute();
    await db.schema.createIndex('target_list_goal').on('target_list').columns(['goal_measure', 'created_at', 'id']).execute();
  },
};
