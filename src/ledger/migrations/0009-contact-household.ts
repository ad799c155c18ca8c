import type { Kysely, Migration } from 'kysely';

/** Contacts of a household are found together: see ../contact-tables.ts. */
export const contactHousehold: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('contact').addColumn('household', 'text').execute();
    await db.schema.createIndex('contact_household').on('contact').columns(['household', 'day']).execute();
  },
};
