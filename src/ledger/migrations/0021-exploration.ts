import type { Kysely, Migration } from 'kysely';

/** Which share of a list's seats is drawn: see ../list-tables.ts. Lists of before tell nothing of it, and their files lack its column. */
export const exploration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of ['target_list', 'standing_list'])
      await db.schema.alterTable(table).addColumn('exploration', 'double precision').execute();
  },
};
