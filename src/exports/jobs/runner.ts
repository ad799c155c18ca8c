import { changeExportJob, finishExportJob, openStatuses } from '../../ledger/exports/export-jobs.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ExportJobRow } from '../../ledger/tables.js';
import { digestOf } from '../../lib/files.js';
import type { ExportFormat, ExportTarget, WarehouseEngine } from '../../warehouse/engine.js';
import type { Statement } from '../../warehouse/statement.js';
import { failureText, stoppedText } from './failure.js';
import { fileOf, removeFile } from './files.js';

/** What a job has to do. */
export interface ExportWork {
  readonly engine: Pick<WarehouseEngine, 'export'>;
  readonly statement: Statement;
  readonly target: Pick<ExportTarget, 'bom' | 'ordered' | 'metadata'>;
  /** Called once, when the engine is no longer needed. */
  release(): void;
}

interface Running {
  readonly row: ExportJobRow;
  readonly work: ExportWork;
  readonly stop: AbortController;
  progress: number;
}

export interface RunnerOptions {
  readonly ledger: Ledger;
  readonly dir: string;
  readonly log: { error(fields: object, message: string): void };
  readonly keepMs: number;
  readonly concurrency: number;
}

const heartbeatMs = 5000;

/**
 * Runs jobs of this process, a few at a time, in their order. The ledger decides: a job that it no longer has as running (it was
 * cancelled) is dropped, whatever came of it.
 */
export class Runner {
  readonly #jobs = new Map<string, Running>();
  readonly #waiting: Running[] = [];
  readonly #working = new Set<Promise<void>>();
  readonly #heart: NodeJS.Timeout;

  constructor(private readonly options: RunnerOptions) {
    this.#heart = setInterval(() => void this.#beat(), heartbeatMs);
    this.#heart.unref();
  }

  add(row: ExportJobRow, work: ExportWork): void {
    const job: Running = { row, work, stop: new AbortController(), progress: 0 };
    this.#jobs.set(row.id, job);
    this.#waiting.push(job);
    this.#next();
  }

  progressOf(id: string): number | undefined {
    return this.#jobs.get(id)?.progress;
  }

  abort(id: string): void {
    this.#jobs.get(id)?.stop.abort(new Error('cancelled'));
  }

  async close(): Promise<void> {
    clearInterval(this.#heart);
    for (const { stop } of this.#jobs.values()) stop.abort(new Error(stoppedText));
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  #next(): void {
    while (this.#working.size < this.options.concurrency) {
      const job = this.#waiting.shift();
      if (!job) return;
      const working: Promise<void> = this.#run(job).then(() => {
        this.#working.delete(working);
        this.#jobs.delete(job.row.id);
        this.#next();
      });
      this.#working.add(working);
    }
  }

  async #run(job: Running): Promise<void> {
    await this.#write(job)
      .catch((error: unknown) => this.#fail(job, error))
      .catch((error: unknown) =>
        this.options.log.error({ err: error, export: job.row.id }, 'a failed export could not be noted'),
      );
    job.work.release();
  }

  async #fail({ row: { id }, stop }: Running, error: unknown): Promise<void> {
    const { ledger, dir, log } = this.options;
    const told = error === stop.signal.reason ? stoppedText : failureText(error);
    if (told === null) log.error({ err: error, export: id }, 'an export failed');
    // First: where the disk is full the ledger needs the room as well.
    await removeFile(dir, id);
    await changeExportJob(ledger, id, openStatuses, {
      status: 'FAILED',
      error: told ?? `The gateway failed; its log has more about the export ${id}.`,
      finished_at: new Date().toISOString(),
    });
  }

  async #write(job: Running): Promise<void> {
    const { ledger, dir, keepMs } = this.options;
    const { row, work, stop } = job;
    const { signal } = stop;
    const started = new Date().toISOString();
    const begun = { status: 'RUNNING', started_at: started, heartbeat_at: started } as const;
    if (!(await changeExportJob(ledger, row.id, ['QUEUED'], begun))) return;
    const target = { ...work.target, path: fileOf(dir, row.id), format: row.format as ExportFormat };
    const onProgress = (share: number) => {
      job.progress = share;
    };
    const { rows } = await work.engine.export(work.statement, target, { lane: 'exports', signal, onProgress });
    const digest = await digestOf(target.path, signal);
    const now = Date.now();
    const [finished_at, expires_at] = [now, now + keepMs].map((ms) => new Date(ms).toISOString());
    const done = { ...digest, rows, progress: 1, finished_at, expires_at };
    if (!(await finishExportJob(ledger, row.id, done))) await removeFile(dir, row.id);
  }

  /** Says that the jobs are being worked on, and how far they are; hears of what was cancelled elsewhere. */
  async #beat(): Promise<void> {
    const { ledger, log } = this.options;
    for (const { row, progress } of this.#jobs.values()) {
      try {
        const alive = { heartbeat_at: new Date().toISOString(), progress };
        if (!(await changeExportJob(ledger, row.id, openStatuses, alive))) this.abort(row.id);
      } catch (error) {
        log.error({ err: error, export: row.id }, 'an export could not say how far it is');
      }
    }
  }
}
