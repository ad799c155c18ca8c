import type { Kysely, Migration } from 'kysely';
import { makeAppendOnly } from '../dialect.js';

/** Decisions, contacts and closed scenes: see ../contact-tables.ts. */
export const contacts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('decision')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('number_id', 'text', (column) => column.notNull())
      .addColumn('scene', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('generation', 'text', (column) => column.notNull())
      .addColumn('data_date', 'text', (column) => column.notNull())
      .addColumn('rule_version', 'text', (column) => column.notNull())
      .addColumn('personalised', 'bigint', (column) => column.notNull())
      .addColumn('degraded', 'bigint', (column) => column.notNull())
      .addColumn('held_out', 'bigint', (column) => column.notNull())
      .addColumn('shown', 'text', (column) => column.notNull())
      .addColumn('considered', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('decision_number').on('decision').columns(['number_id', 'at']).execute();
    await makeAppendOnly(db, 'decision', ['id']);

    await db.schema
      .createTable('contact')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('idempotency_key', 'text', (column) => column.notNull())
      .addColumn('request_hash', 'text', (column) => column.notNull())
      .addColumn('number_id', 'text', (column) => column.notNull())
      .addColumn('offer', 'text', (column) => column.notNull())
      .addColumn('scene', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('month', 'text', (column) => column.notNull())
      .addColumn('recorded_at', 'text', (column) => column.notNull())
      .addColumn('list_id', 'text')
      .addColumn('decision_id', 'text')
      .addColumn('batch_id', 'text')
      .addColumn('note', 'text')
      .addColumn('cost', 'double precision', (column) => column.notNull())
      .addColumn('margin', 'double precision')
      .addColumn('generation', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('contact_idempotency').unique().on('contact').columns(['subject', 'idempotency_key']).execute();
    await db.schema.createIndex('contact_number').on('contact').columns(['number_id', 'day']).execute();
    await db.schema.createIndex('contact_list').on('contact').columns(['list_id', 'id']).execute();
    await db.schema.createIndex('contact_day').on('contact').columns(['day', 'id']).execute();
    await db.schema.createIndex('contact_month').on('contact').columns(['month', 'recorded_at', 'id']).execute();
    await db.schema.createIndex('contact_outcome').on('contact').columns(['outcome', 'day', 'offer', 'id']).execute();
    await makeAppendOnly(db, 'contact', ['id'], ['subject', 'idempotency_key']);

    await db.schema
      .createTable('do_not_contact')
      .addColumn('number_id', 'text', (column) => column.notNull())
      .addColumn('scene', 'text', (column) => column.notNull())
      .addColumn('until', 'text')
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('contact_id', 'text')
      .addPrimaryKeyConstraint('do_not_contact_key', ['number_id', 'scene'])
      .execute();
    await db.schema.createIndex('do_not_contact_scene').on('do_not_contact').columns(['scene', 'number_id']).execute();
  },
};
