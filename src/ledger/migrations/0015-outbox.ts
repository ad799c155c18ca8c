import { type Kysely, type Migration, sql } from 'kysely';

/** What others are told of as it happens, who they are, and how far it has got to each: see ../outbox-tables.ts. */
export const outbox: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('outbox_event')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('seq', 'bigint', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addUniqueConstraint('outbox_event_order', ['subject', 'seq'])
      .execute();
    await db.schema.createIndex('outbox_event_at').on('outbox_event').column('at').execute();
    await db.schema
      .createTable('webhook')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('key_id', 'text')
      .addColumn('callback', 'text', (column) => column.notNull())
      .addColumn('types', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('ended_at', 'text')
      .execute();
    // A callback is told once, whatever two requests at once ask for.
    await db.schema
      .createIndex('webhook_callback')
      .unique()
      .on('webhook')
      .columns(['subject', 'callback'])
      .where(sql.ref('ended_at'), 'is', null)
      .execute();
    await db.schema
      .createTable('webhook_delivery')
      .addColumn('webhook_id', 'text', (column) => column.notNull())
      .addColumn('event_id', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('seq', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'bigint', (column) => column.notNull())
      .addColumn('since', 'text', (column) => column.notNull())
      .addColumn('due_at', 'text', (column) => column.notNull())
      .addColumn('fault', 'text')
      .addColumn('ended_at', 'text')
      .addPrimaryKeyConstraint('webhook_delivery_key', ['webhook_id', 'event_id'])
      .execute();
    // Of what waits only: it is looked for every second, and nearly all is told already.
    await db.schema
      .createIndex('webhook_delivery_waiting')
      .on('webhook_delivery')
      .columns(['webhook_id', 'subject', 'seq', 'due_at'])
      .where(sql.ref('state'), '=', sql.lit('WAITING'))
      .execute();
    await db.schema.createIndex('webhook_delivery_event').on('webhook_delivery').column('event_id').execute();
  },
};
