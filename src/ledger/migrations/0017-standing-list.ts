import { type Kysely, type Migration, sql } from 'kysely';

/** Rules of which each generation makes a target list: see ../standing-tables.ts. */
export const standingList: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('standing_list')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('scene', 'text', (column) => column.notNull())
      .addColumn('offers', 'text', (column) => column.notNull())
      .addColumn('slice', 'text')
      .addColumn('filter', 'text')
      .addColumn('max_size', 'bigint')
      .addColumn('budget', 'double precision')
      .addColumn('hold_out', 'double precision', (column) => column.notNull())
      .addColumn('rank_by', 'text', (column) => column.notNull())
      .addColumn('only_new', 'bigint', (column) => column.notNull())
      .addColumn('expires_after_days', 'bigint', (column) => column.notNull())
      .addColumn('approve_size', 'bigint')
      .addColumn('approve_budget', 'double precision')
      .addColumn('goal_measure', 'text')
      .addColumn('goal', 'text')
      .addColumn('cities', 'text')
      .addColumn('minimum_group', 'bigint', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('generation', 'text', (column) => column.notNull())
      .addColumn('leased_until', 'text')
      .addColumn('fault', 'text')
      .addColumn('approved_by', 'text')
      .addColumn('approved_at', 'text')
      .addColumn('paused_by', 'text')
      .addColumn('paused_at', 'text')
      .addColumn('idempotency_key', 'text')
      .addColumn('request_hash', 'text')
      .execute();
    await db.schema
      .createIndex('standing_list_idempotency')
      .unique()
      .on('standing_list')
      .columns(['created_by', 'idempotency_key'])
      .where(sql.ref('idempotency_key'), 'is not', null)
      .execute();
    await db.schema.alterTable('target_list').addColumn('standing_id', 'text').execute();
    // Of a generation there is one, whichever gateways make it.
    await db.schema
      .createIndex('target_list_standing')
      .unique()
      .on('target_list')
      .columns(['standing_id', 'generation'])
      .where(sql.ref('standing_id'), 'is not', null)
      .execute();
  },
};
