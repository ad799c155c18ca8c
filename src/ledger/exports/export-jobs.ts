import type { Kysely } from 'kysely';
import type { TimePlace } from '../../lib/cursor.js';
import { lockTable } from '../dialect.js';
import { type KeyedRequest, madeBefore } from '../keyed-tables.js';
import type { Ledger } from '../ledger.js';
import { exportBody } from '../outbox/bodies.js';
import { addEvent } from '../outbox/events.js';
import type { ExportJobRow, ExportStatus, LedgerTables } from '../tables.js';

/** What a subject has under way, and has begun since a moment. */
export interface ExportLoad {
  readonly running: number;
  readonly begun: number;
}

/** Not at an end yet. */
export const openStatuses: readonly ExportStatus[] = ['QUEUED', 'RUNNING'];

/**
 * Adds a job unless the same request made one before: then that one is given back, and nothing is added. `check` may refuse by throwing;
 * no other job is added meanwhile. Errors: CONFLICT where the key was used for something else.
 */
export async function addExportJob(
  ledger: Ledger,
  job: ExportJobRow,
  request: KeyedRequest | null,
  since: string,
  check: (load: ExportLoad) => void,
): Promise<ExportJobRow> {
  return ledger.transaction(async (transaction) => {
    await lockTable(transaction, 'export_job');
    const known = await madeBefore(transaction, 'export_job', request);
    if (known) return known;
    check(await exportLoad(transaction, job.subject, since));
    await transaction.insertInto('export_job').values(job).execute();
    return job;
  });
}

export const exportJobById = ({ db }: Ledger, id: string): Promise<ExportJobRow | undefined> =>
  db.selectFrom('export_job').selectAll().where('id', '=', id).executeTakeFirst();

export async function exportLoad(db: Kysely<LedgerTables>, subject: string, since: string): Promise<ExportLoad> {
  const own = db.selectFrom('export_job').where('subject', '=', subject);
  const count = (query: typeof own) => query.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const running = await count(own.where('status', 'in', openStatuses));
  const begun = await count(own.where('created_at', '>=', since));
  return { running: Number(running.count), begun: Number(begun.count) };
}

/** A page of a subject's jobs that were made with these rights, the newest first. */
export function exportJobs(
  { db }: Ledger,
  { subject, rights }: Pick<ExportJobRow, 'subject' | 'rights'>,
  first: number,
  after: TimePlace | null,
): Promise<readonly ExportJobRow[]> {
  const own = db.selectFrom('export_job').selectAll().where('subject', '=', subject).where('rights', '=', rights);
  const page = own.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(first);
  return (
    after === null
      ? page
      : page.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(after.createdAt, after.id)))
  ).execute();
}

/** Changes a job that is in one of the states `from`; false where it no longer is: somebody else was quicker. */
export async function changeExportJob(
  { db }: Ledger,
  id: string,
  from: readonly ExportStatus[],
  change: Partial<ExportJobRow>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('export_job')
    .set(change)
    .where('id', '=', id)
    .where('status', 'in', from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** The same of one that is done: whoever is told of it is told. */
export const finishExportJob = (ledger: Ledger, id: string, change: Partial<ExportJobRow>): Promise<boolean> =>
  ledger.transaction(async (transaction) => {
    const done = await transaction
      .updateTable('export_job')
      .set({ ...change, status: 'DONE' })
      .where('id', '=', id)
      .where('status', '=', 'RUNNING')
      .returningAll()
      .executeTakeFirst();
    if (done) await addEvent(transaction, exportBody(done));
    return done !== undefined;
  });

/** Jobs that are not at an end. */
export const openExportJobs = ({ db }: Ledger): Promise<readonly ExportJobRow[]> =>
  db.selectFrom('export_job').selectAll().where('status', 'in', openStatuses).execute();

/** Finished jobs whose time is over. */
export const expiredExportJobs = ({ db }: Ledger, now: string): Promise<readonly ExportJobRow[]> =>
  db.selectFrom('export_job').selectAll().where('status', '=', 'DONE').where('expires_at', '<=', now).execute();

/** Those of the jobs that have a file, or are writing one. */
export async function exportJobsWithFile({ db }: Ledger, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('export_job')
    .select('id')
    .where('id', 'in', ids)
    .where('status', 'in', ['RUNNING', 'DONE'])
    .execute();
  return new Set(rows.map(({ id }) => id));
}
