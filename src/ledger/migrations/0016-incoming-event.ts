import type { Kysely, Migration } from 'kysely';

/** What other systems tell as it happens: see ../incoming-tables.ts. */
export const incomingEvent: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('incoming_event')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('sender', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('event_id', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('received_at', 'text', (column) => column.notNull())
      .addColumn('channel', 'text')
      .addColumn('number_id', 'text')
      .addColumn('acted_on', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('incoming_event_once', ['sender', 'source', 'event_id'])
      .execute();
    await db.schema.createIndex('incoming_event_received').on('incoming_event').columns(['received_at', 'channel']).execute();
  },
};
