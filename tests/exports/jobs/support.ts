import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ExportRequest, Exports, type ExportsOptions } from '../../../src/exports/jobs/exports.js';
import { type ExportJob, isFinal } from '../../../src/exports/jobs/job.js';
import type { ExportWork } from '../../../src/exports/jobs/runner.js';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.js';
import { usualLimits } from '../../../src/security/limits.js';
import { openDuckdb } from '../../../src/warehouse/duckdb.js';
import type { WarehouseEngine } from '../../../src/warehouse/engine.js';
import { statement } from '../../../src/warehouse/statement.js';

/** Does not end within a test, and writes all the while. */
export const endless = "select range as i, 'x' || hash(range) as text from range(100000000000)";

export const asker = { subject: 'li.wei', rights: 'all' } as const;

export const requestOf = (own: Partial<ExportRequest> = {}): ExportRequest => ({
  ...asker,
  limits: { ...usualLimits, exportsRunning: 1000, exportsPerDay: 1000, exportRows: 1000 },
  kind: 'NUMBERS',
  format: 'csv',
  fileName: 'numbers-2026-10.csv',
  generation: 'g',
  purpose: null,
  idempotencyKey: null,
  body: {},
  ...own,
});

/** A place with a ledger and an engine that exports into it. */
export interface Place {
  readonly home: string;
  readonly dir: string;
  readonly ledger: Ledger;
  readonly engine: WarehouseEngine;
  readonly jobs: Exports;
  /** What was logged as a fault of ours. */
  readonly logged: readonly unknown[];
  /** Leases that are held. */
  readonly held: () => number;
  work(sql: string): () => Promise<ExportWork>;
  files(): readonly string[];
  /** Another gateway on the same ledger and files. */
  another(options?: Partial<ExportsOptions>): Promise<Exports>;
  close(): Promise<void>;
}

export async function newPlace(options: Partial<ExportsOptions> & { readonly home?: string } = {}): Promise<Place> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'martlet-jobs-'));
  const dir = options.dir ?? join(home, 'exports');
  const ledger = await openLedger({ home, databaseUrl: null });
  const engine = await openDuckdb({ exportDirectories: [dir], threads: 2 });
  const logged: unknown[] = [];
  const open: Exports[] = [];
  let held = 0;
  const another = async (other: Partial<ExportsOptions> = {}): Promise<Exports> => {
    const log = { error: (fields: object) => void logged.push(fields) };
    const jobs = await Exports.open({ ledger, dir, log, ...options, ...other });
    open.push(jobs);
    return jobs;
  };
  return {
    home,
    dir,
    ledger,
    engine,
    logged,
    jobs: await another(),
    another,
    held: () => held,
    work: (sql) => async () => {
      held++;
      return { engine, statement: statement('test', sql), target: {}, release: () => held-- };
    },
    files: () => readdirSync(dir),
    close: async () => {
      for (const jobs of open) await jobs.close();
      await engine.close();
      await ledger.close();
      if (!options.home) rmSync(home, { recursive: true });
    },
  };
}

/** The job when it is at an end. */
export async function ended(jobs: Exports, { id }: ExportJob, who = asker): Promise<ExportJob> {
  await expect.poll(async () => isFinal((await jobs.find(id, who))!), { interval: 20 }).toBe(true);
  return (await jobs.find(id, who))!;
}

/** The job as soon as it runs. */
export const running = (jobs: Exports, { id }: ExportJob): Promise<void> =>
  expect.poll(async () => (await jobs.find(id, asker))!.status, { interval: 5 }).toBe('RUNNING');

/** The directory has no more files than these: an engine that was interrupted needs a moment. */
export const onlyFiles = (place: Pick<Place, 'files'>, names: readonly string[]): Promise<void> =>
  expect.poll(() => [...place.files()].sort(), { interval: 20 }).toEqual([...names].sort());

/** No job holds a generation any more. */
export const free = ({ held }: Pick<Place, 'held'>): Promise<void> => expect.poll(held, { interval: 20 }).toBe(0);
