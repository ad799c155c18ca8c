import type { Kysely, Migration } from 'kysely';
import { makeAppendOnly, refuseReplacing } from '../dialect.js';

/** Keys of the asker's own for decisions, target lists and claims, see ../keyed-tables.ts; and what customers were shown, see ../contact-tables.ts. */
export const idempotency: Migration = {
  async up(db: Kysely<unknown>) {
    for (const [table, asker] of [
      ['decision', 'subject'],
      ['target_list', 'created_by'],
      ['work_batch', 'subject'],
    ] as const) {
      await db.schema.alterTable(table).addColumn('idempotency_key', 'text').execute();
      await db.schema.alterTable(table).addColumn('request_hash', 'text').execute();
      // Of the rows with a key only: most decisions have none, and are not to pay for it.
      await db.schema
        .createIndex(`${table}_idempotency`)
        .unique()
        .on(table)
        .columns([asker, 'idempotency_key'])
        .where('idempotency_key', 'is not', null)
        .execute();
    }
    await refuseReplacing(db, 'decision', ['id'], ['subject', 'idempotency_key']);
    await db.schema.createIndex('work_batch_subject').on('work_batch').columns(['subject', 'released_at']).execute();

    await db.schema
      .createTable('impression')
      .addColumn('decision_id', 'text', (column) => column.notNull())
      .addColumn('offer', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('impression_key', ['decision_id', 'offer'])
      .execute();
    await makeAppendOnly(db, 'impression', ['decision_id', 'offer']);
  },
};
