import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue } from '../catalogue/types.js';
import type { Attached } from '../contract/read/attach.js';
import type { Contract } from '../contract/types.js';
import { lastDay } from '../lib/months.js';
import { text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import { hashFiles, listFiles } from '../warehouse/generations/files.js';
import type { Check, Manifest, ManifestFile } from '../warehouse/generations.js';
import { coverageByMart, type Fingerprints } from './fingerprint.js';
import { martFile } from './mart-files.js';
import type { Reuse } from './reuse.js';

/** What a finished generation says of itself beside its base marts. */
export interface ManifestContent {
  readonly id: string;
  readonly builtAt: Date;
  readonly contract: Pick<Contract, 'hash'>;
  readonly catalogue: Pick<Catalogue, 'hash'>;
  readonly keyVersion: string;
  readonly martsHash: string;
  readonly prints: Fingerprints;
  readonly checks: readonly Check[];
  readonly files: readonly ManifestFile[];
  readonly incomplete: NonNullable<Manifest['incomplete']>;
}

/** The manifest of a generation of these base marts. */
export function manifestOf(attached: Attached, content: ManifestContent): Manifest {
  const { id, builtAt, contract, catalogue, keyVersion, martsHash, prints, checks, files, incomplete } = content;
  const newest = attached.months.at(-1)!;
  return {
    version: 1,
    id,
    builtAt: builtAt.toISOString(),
    dataDate: lastDay(newest),
    months: [...attached.months],
    numbers: files.find(({ path }) => path === martFile('number_state', newest))?.rows ?? 0,
    idType: attached.idType,
    contractHash: contract.hash,
    catalogueHash: catalogue.hash,
    keyVersion,
    martsHash,
    inputsHash: prints.inputs,
    fingerprints: { ...prints.months },
    rollups: { ...prints.rollups },
    base: { ...prints.base },
    coverage: coverageByMart(attached),
    standIns: standInsByColumn(attached),
    incomplete,
    checks: [...checks],
    files: [...files],
  };
}

const standInsByColumn = ({ marts }: Attached): Record<string, string> =>
  Object.fromEntries(
    [...marts].flatMap(([mart, { standIns }]) =>
      [...standIns].map(([name, by]) => [`${mart}.${name}`, `${by.mart}.${by.column}`] as const),
    ),
  );

/** All files of a generation. Hashes what was made here; what is shared was hashed when it was shared. */
export async function filesOf(builder: Builder, dir: string, reuse: Reuse): Promise<readonly ManifestFile[]> {
  const paths = await listFiles(dir);
  const fresh = paths.filter((path) => !reuse.known(path));
  const hashes = await hashFiles(fresh.map((path) => join(dir, path)));
  const rows = await rowsOf(
    builder,
    dir,
    fresh.filter((path) => path.endsWith('.parquet')),
  );
  const made = new Map<string, ManifestFile>();
  for (const [at, path] of fresh.entries()) {
    const { size } = await stat(join(dir, path));
    made.set(path, { path, bytes: size, sha256: hashes[at]!, rows: rows.get(path) ?? 0 });
  }
  return paths.map((path) => (reuse.known(path) ?? made.get(path))!);
}

async function rowsOf(builder: Builder, dir: string, paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (paths.length === 0) return new Map();
  const list = paths.map((path) => text(join(dir, path))).join(', ');
  const rows = await builder.query(`SELECT file_name, num_rows FROM parquet_file_metadata([${list}])`);
  const counts = new Map(rows.map((row) => [String(row.file_name), Number(row.num_rows)]));
  return new Map(paths.map((path) => [path, counts.get(join(dir, path)) ?? 0]));
}
