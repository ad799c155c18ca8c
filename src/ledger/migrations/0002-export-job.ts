import type { Kysely, Migration } from 'kysely';

/** Export jobs: see ExportJobRow in ../tables.ts. */
export const exportJob: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('export_job')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('rights', 'text', (column) => column.notNull())
      .addColumn('idempotency_key', 'text')
      .addColumn('request_hash', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('format', 'text', (column) => column.notNull())
      .addColumn('file_name', 'text', (column) => column.notNull())
      .addColumn('generation', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('progress', 'double precision', (column) => column.notNull())
      .addColumn('rows', 'bigint')
      .addColumn('bytes', 'bigint')
      .addColumn('sha256', 'text')
      .addColumn('error', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('started_at', 'text')
      .addColumn('finished_at', 'text')
      .addColumn('expires_at', 'text')
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('heartbeat_at', 'text', (column) => column.notNull())
      .execute();
    // Where there is no key there is nothing to be unique: nulls differ from each other.
    await db.schema
      .createIndex('export_job_idempotency')
      .unique()
      .on('export_job')
      .columns(['subject', 'idempotency_key'])
      .execute();
    await db.schema.createIndex('export_job_status').on('export_job').columns(['status', 'expires_at']).execute();
    await db.schema.createIndex('export_job_subject').on('export_job').columns(['subject', 'created_at']).execute();
  },
};
