import type { Kysely, Migration } from 'kysely';
import { makeAppendOnly } from '../dialect.js';

/** The audit: see AuditLine in ../tables.ts. */
export const audit: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('audit_line')
      .addColumn('seq', 'bigint', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text')
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('operation', 'text')
      .addColumn('rows', 'bigint')
      .addColumn('generation', 'text')
      .addColumn('decision', 'text', (column) => column.notNull())
      .addColumn('detail', 'text')
      .addColumn('previous', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('audit_line_subject').on('audit_line').columns(['subject', 'seq']).execute();
    await makeAppendOnly(db, 'audit_line', ['seq']);
  },
};
