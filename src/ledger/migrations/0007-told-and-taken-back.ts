import type { Kysely, Migration } from 'kysely';

/** Why a contact came out so and when to call back, who took a batch back, and where a list's members live: see ../tables.ts. */
export const toldAndTakenBack: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('contact').addColumn('reason', 'text').execute();
    await db.schema.alterTable('contact').addColumn('call_back_at', 'text').execute();
    await db.schema.alterTable('work_item').addColumn('call_back_at', 'text').execute();
    await db.schema
      .createIndex('work_item_call_back')
      .on('work_item')
      .columns(['list_id', 'call_back_at'])
      .where('call_back_at' as never, 'is not', null)
      .execute();
    await db.schema.alterTable('work_batch').addColumn('taken_back_by', 'text').execute();
    await db.schema.alterTable('work_batch').addColumn('taken_back_reason', 'text').execute();
    await db.schema.alterTable('target_list').addColumn('member_cities', 'text').execute();
  },
};
