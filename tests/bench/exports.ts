import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Exports } from '../../src/exports/jobs/exports.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { usualLimits } from '../../src/security/limits.js';
import { openBuilder, openDuckdb } from '../../src/warehouse/duckdb.js';
import type { ExportFormat } from '../../src/warehouse/engine.js';
import { statement } from '../../src/warehouse/statement.js';
import { digits, median, report } from './figures.js';

// npm run bench:exports [-- rows rounds]: an export job, from its start to DONE with its sha256, against a bare COPY of the same rows, each
// in a process of its own so that the memory is its own; median of interleaved rounds. The ratio and the growth are the figures.

const columns = [
  ...['i as number_id', "'2026-10' as month"],
  ...Array.from({ length: 20 }, (_, k) => `'CODE_' || hash(i + ${k}) % ${[5, 20, 200, 3][k % 4]} as code_${k}`),
  ...Array.from({ length: 20 }, (_, k) => `nullif(hash(i * 7 + ${k}) % 100000, 0) / 100.0::decimal(12,2) as money_${k}`),
  ...Array.from({ length: 8 }, (_, k) => `(hash(i * 11 + ${k}) % ${[12, 60, 1000, 5][k % 4]})::integer as count_${k}`),
  ...Array.from({ length: 6 }, (_, k) => `hash(i, ${k}) % 3 = 0 as flag_${k}`),
  ...Array.from({ length: 4 }, (_, k) => `date '2015-01-01' + (hash(i, ${k} + 100) % 4000)::integer as day_${k}`),
];

const bare: Readonly<Record<ExportFormat, string>> = {
  parquet: 'format parquet, compression zstd',
  csv: 'format csv, header',
  ndjson: 'format json',
};

interface Measured {
  readonly seconds: number;
  /** Growth of the resident memory at its highest. */
  readonly megabytes: number;
  readonly bytes: number;
}

const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;

async function measured(work: () => Promise<string>): Promise<Measured> {
  const before = peak();
  const start = performance.now();
  const path = await work();
  return { seconds: (performance.now() - start) / 1000, megabytes: peak() - before, bytes: statSync(path).size };
}

async function copied(home: string, format: ExportFormat): Promise<Measured> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '4GB', temp_directory: join(home, 'spill') });
  const connection = await instance.connect();
  const path = join(home, 'bare');
  return measured(async () => {
    await connection.run(`copy (from read_parquet('${home}/marts/rows.parquet')) to '${path}' (${bare[format]})`);
    return path;
  });
}

async function job(home: string, format: ExportFormat): Promise<Measured> {
  const dir = join(home, 'exports');
  const ledger = await openLedger({ home, databaseUrl: null });
  const options = { memoryLimit: '4GB', tempDirectory: join(home, 'spill'), allowedDirectories: [join(home, 'marts')] };
  const engine = await openDuckdb({ ...options, exportDirectories: [dir] });
  const jobs = await Exports.open({ ledger, dir, log: console });
  const asker = { subject: 'bench', rights: '' };
  const limits = { ...usualLimits, exportsRunning: 10, exportsPerDay: 1000, exportRows: 1e9 };
  const request = {
    ...asker,
    limits,
    kind: 'NUMBERS',
    format,
    fileName: 'x',
    generation: 'g',
    purpose: null,
    idempotencyKey: null,
  };
  const rows = statement('bench', `from read_parquet('${home}/marts/rows.parquet')`);
  return measured(async () => {
    const begun = await jobs.start({ ...request, body: {} }, async () => ({
      engine,
      statement: rows,
      target: {},
      release: () => {},
    }));
    for await (const { status, error } of jobs.watch(begun.id, asker)) if (status === 'FAILED') throw new Error(error ?? '');
    return jobs.fileOf(begun);
  });
}

const inProcess = (...args: string[]): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, args, { execArgv: ['--import', 'tsx'] });
    child.once('message', (message) => resolve(message as Measured));
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });

async function main(rows: number, rounds: number): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'martlet-bench-exports-'));
  mkdirSync(join(home, 'marts'));
  const builder = await openBuilder({ memoryLimit: '4GB', tempDirectory: join(home, 'spill') });
  await builder.execute(
    `copy (select ${columns.join(', ')} from range(${rows}) t(i)) to '${home}/marts/rows.parquet' (format parquet, compression zstd)`,
  );
  await builder.close();
  console.log(`${rows.toLocaleString('en')} rows × ${columns.length} columns, ${rounds} rounds\n`);
  for (const format of ['parquet', 'csv', 'ndjson'] as const) {
    const [copies, jobs]: [Measured[], Measured[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      copies.push(await inProcess('copy', home, format));
      jobs.push(await inProcess('job', home, format));
    }
    const [copy, own] = [copies, jobs].map((all) => median(all.map(({ seconds }) => seconds)));
    const most = (all: readonly Measured[]) => Math.max(...all.map(({ megabytes }) => megabytes)).toFixed(0);
    const beside = `${own!.toFixed(2)} and ${copy!.toFixed(2)} s, ${most(jobs)} and ${most(copies)} MB more memory, a file of ${digits(jobs[0]!.bytes / 1e6)} MB`;
    report({
      name: `export of ${rows.toLocaleString('en')} rows × ${columns.length} columns, ${format}`,
      value: own! / copy!,
      unit: '×',
      beside,
      wanted: 1.2,
    });
  }
  rmSync(home, { recursive: true });
}

const [first = '5000000', second = '3', third] = process.argv.slice(2);
if (first === 'copy' || first === 'job') {
  const result = await (first === 'copy' ? copied : job)(second, third as ExportFormat);
  process.send!(result, () => process.exit(0));
} else await main(Number(first), Number(second));
