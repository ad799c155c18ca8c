import type { Kysely, Migration } from 'kysely';

/** Target lists: see TargetListRow in ../list-tables.ts. */
export const targetLists: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('target_list')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('scene', 'text', (column) => column.notNull())
      .addColumn('offers', 'text', (column) => column.notNull())
      .addColumn('slice', 'text')
      .addColumn('filter', 'text')
      .addColumn('month', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('max_size', 'bigint')
      .addColumn('budget', 'double precision')
      .addColumn('hold_out', 'double precision', (column) => column.notNull())
      .addColumn('rank_by', 'text', (column) => column.notNull())
      .addColumn('expires_on', 'text')
      .addColumn('cities', 'text')
      .addColumn('salt', 'text', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('generation', 'text', (column) => column.notNull())
      .addColumn('frozen_at', 'text')
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('held_out', 'bigint', (column) => column.notNull())
      .addColumn('suppressed', 'text', (column) => column.notNull())
      .addColumn('slice_count', 'bigint', (column) => column.notNull())
      .addColumn('treated_units', 'bigint', (column) => column.notNull())
      .addColumn('control_units', 'bigint', (column) => column.notNull())
      .addColumn('content_hash', 'text')
      .addColumn('rule_version', 'text', (column) => column.notNull())
      .addColumn('expected_net_benefit', 'double precision')
      .addColumn('expected_cost', 'double precision')
      .addColumn('approved_by', 'text')
      .addColumn('approved_at', 'text')
      .addColumn('started_at', 'text')
      .addColumn('closed_at', 'text')
      .execute();
    await db.schema.createIndex('target_list_status').on('target_list').columns(['status', 'created_at']).execute();
  },
};
