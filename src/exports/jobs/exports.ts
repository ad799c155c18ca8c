import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MartletError } from '../../errors.js';
import {
  addExportJob,
  changeExportJob,
  exportJobById,
  exportJobs,
  exportLoad,
  openStatuses,
} from '../../ledger/exports/export-jobs.js';
import { type KeyedRequest, madeBefore } from '../../ledger/keyed-tables.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ExportJobRow } from '../../ledger/tables.js';
import type { TimePlace } from '../../lib/cursor.js';
import { makeDirectory } from '../../lib/files.js';
import type { Limits } from '../../security/limits.js';
import { keyedRequest, requestHash } from '../../session/keyed-request.js';
import type { ExportFormat } from '../../warehouse/engine.js';
import { fileOf, tablePath } from './files.js';
import { type Asker, type ExportJob, isFinal, isJobId, jobOf, mayBeSeenBy } from './job.js';
import { owner } from './owner.js';
import { checkQuota, quotaSince } from './quota.js';
import { type ExportWork, Runner } from './runner.js';
import { Sweeper } from './sweeper.js';

export interface ExportRequest extends Asker {
  readonly limits: Limits;
  readonly kind: string;
  readonly format: ExportFormat;
  /** As the file is called when it is downloaded, e.g. "numbers-2026-10.parquet". */
  readonly fileName: string;
  readonly generation: string;
  readonly purpose: string | null;
  readonly idempotencyKey: string | null;
  /** All that was asked for, as JSON can hold it. */
  readonly body: unknown;
}

export interface ExportsOptions {
  readonly ledger: Ledger;
  /** Where the files are written. */
  readonly dir: string;
  readonly log: { error(fields: object, message: string): void };
  /** How long a finished file is kept. */
  readonly keepMs?: number;
  /** Exports that run at one time; the others wait. */
  readonly concurrency?: number;
}

const watchMs = 250;
const sweepMs = 60_000;
const day = 86_400_000;

/** Export jobs: begun, run one after the other, seen and cancelled by who asked, and cleared away. */
export class Exports {
  readonly #runner: Runner;
  /** Requests of one subject and key take turns, so that a hundred at once do the work of one. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #sweeping: NodeJS.Timeout;
  #closed = false;

  private constructor(
    private readonly options: ExportsOptions,
    private readonly sweeper: Sweeper,
  ) {
    const { ledger, dir, log, keepMs = day, concurrency = 2 } = options;
    this.#runner = new Runner({ ledger, dir, log, keepMs, concurrency });
    this.#sweeping = setInterval(() => void this.#sweep(), sweepMs);
    this.#sweeping.unref();
  }

  /** Ends what an earlier process left behind, and begins to take requests. */
  static async open(options: ExportsOptions): Promise<Exports> {
    await makeDirectory(options.dir);
    const sweeper = new Sweeper(options);
    await sweeper.sweep();
    return new Exports(options, sweeper);
  }

  /**
   * Begins an export, or gives the one that was begun with this key. `prepare` makes the work, only if there is any to do; the job takes
   * it over. Errors: TOO_BUSY, TOO_COSTLY (quota), CONFLICT (key), those of `prepare`.
   */
  async start(request: ExportRequest, prepare: () => Promise<ExportWork>): Promise<ExportJob> {
    const keyed = keyedRequest(request.idempotencyKey, askedOf(request), request);
    if (keyed === null) return this.#start(request, null, prepare);
    const turn = JSON.stringify([keyed.subject, keyed.key]);
    const mine = (this.#turns.get(turn) ?? Promise.resolve()).then(() => this.#start(request, keyed, prepare));
    const settled = mine.catch(() => undefined);
    this.#turns.set(turn, settled);
    return mine.finally(() => {
      if (this.#turns.get(turn) === settled) this.#turns.delete(turn);
    });
  }

  async #start(request: ExportRequest, keyed: KeyedRequest | null, prepare: () => Promise<ExportWork>): Promise<ExportJob> {
    const { ledger } = this.options;
    const { subject, limits } = request;
    const known = await madeBefore(ledger.db, 'export_job', keyed);
    if (known) return this.#seen(known);
    const now = new Date();
    // Before work is prepared for nothing; and again when the job is added.
    checkQuota(await exportLoad(ledger.db, subject, quotaSince(now)), limits);
    const work = await prepare();
    let isTaken = false;
    try {
      if (this.#closed) throw new MartletError('TOO_BUSY', 'The gateway is stopping. Try again.', { retryAfterMs: 1000 });
      const row = newJob(request, now.toISOString());
      const added = await addExportJob(ledger, row, keyed, quotaSince(now), (load) => checkQuota(load, limits));
      if (added.id !== row.id) return this.#seen(added);
      this.#runner.add(row, work);
      isTaken = true;
      return this.#seen(row);
    } finally {
      if (!isTaken) work.release();
    }
  }

  /** A job of the asker; null where there is none of that id, or it is not theirs. */
  async find(id: string, asker: Asker): Promise<ExportJob | null> {
    const row = isJobId(id) ? await exportJobById(this.options.ledger, id) : undefined;
    return row && mayBeSeenBy(asker, row) ? this.#seen(row) : null;
  }

  /** A page of the asker's jobs, the newest first. */
  async page(asker: Asker, first: number, after: TimePlace | null): Promise<readonly ExportJob[]> {
    return (await exportJobs(this.options.ledger, asker, first, after)).map((row) => this.#seen(row));
  }

  /** Where to write a table that is sent at once, and removed by who sends it. */
  tablePath(): string {
    return tablePath(this.options.dir);
  }

  /** Where the file of a finished job is. */
  fileOf({ id }: ExportJob): string {
    return fileOf(this.options.dir, id);
  }

  /** Cancels a job that is not at an end; one that is stays as it is. null as for `find`. */
  async cancel(id: string, asker: Asker): Promise<ExportJob | null> {
    const job = await this.find(id, asker);
    if (!job || isFinal(job)) return job;
    const change = { status: 'CANCELLED', finished_at: new Date().toISOString() } as const;
    await changeExportJob(this.options.ledger, id, openStatuses, change);
    // Of another gateway's job: that one hears of it at its next heartbeat.
    this.#runner.abort(id);
    return this.find(id, asker);
  }

  /** The job now and whenever it has changed, until it is at an end. Nothing for one that is not the asker's. */
  async *watch(id: string, asker: Asker): AsyncGenerator<ExportJob> {
    let shown = '';
    while (!this.#closed) {
      const job = await this.find(id, asker);
      if (!job) return;
      const now = JSON.stringify(job);
      if (now !== shown) yield job;
      if (isFinal(job)) return;
      shown = now;
      await sleep(watchMs);
    }
  }

  /** Ends what runs (as failed) and takes no more. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweeping);
    await this.#runner.close();
  }

  #seen(row: ExportJobRow): ExportJob {
    return jobOf(row, new Date().toISOString(), this.#runner.progressOf(row.id));
  }

  async #sweep(): Promise<void> {
    await this.sweeper.sweep().catch((error: unknown) => this.options.log.error({ err: error }, 'clearing exports away failed'));
  }
}

/** With other rights something else is asked. */
const askedOf = ({ rights, kind, body }: ExportRequest): unknown => [rights, kind, body];

const newJob = (request: ExportRequest, now: string): ExportJobRow => ({
  id: randomUUID(),
  subject: request.subject,
  rights: request.rights,
  idempotency_key: request.idempotencyKey,
  request_hash: requestHash(askedOf(request)),
  kind: request.kind,
  format: request.format,
  file_name: request.fileName,
  generation: request.generation,
  purpose: request.purpose,
  status: 'QUEUED',
  progress: 0,
  rows: null,
  bytes: null,
  sha256: null,
  error: null,
  created_at: now,
  started_at: null,
  finished_at: null,
  expires_at: null,
  owner,
  heartbeat_at: now,
});
