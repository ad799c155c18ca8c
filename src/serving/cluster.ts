import { clusterTables } from '../marts/cluster-tables.js';
import { padsOf, type Secret } from '../security/secret.js';
import type { WarehouseEngine } from '../warehouse/engine.js';
import type { Manifest } from '../warehouse/generations.js';
import type { Helpers } from '../warehouse/spelled.js';
import type { Statement } from '../warehouse/statement.js';
import { schemaOf, type TrinoSettings, trinoOptions } from '../warehouse/trino/settings.js';
import { openTrino } from '../warehouse/trino.js';

/** The cluster that holds a generation's marts, and what is for it. */
export interface Cluster {
  readonly engine: WarehouseEngine;
  readonly isFar: (statement: Statement) => boolean;
}

export interface ClusterOptions {
  readonly settings: TrinoSettings;
  readonly manifest: Manifest;
  /** What statements call by name of this generation. */
  readonly helpers: Helpers;
  readonly exportDirectories: readonly string[];
  readonly timeZone: string;
  /** It must never be in a statement. */
  readonly secret: Secret;
}

/** Opens the cluster for a generation's questions; nothing is asked of it yet, so that a gateway begins while it does not answer. */
export function openCluster({ settings, manifest, helpers, exportDirectories, timeZone, secret }: ClusterOptions): Cluster {
  const engine = openTrino({
    ...trinoOptions(settings),
    schema: schemaOf(settings, manifest.id),
    timeZone,
    exportDirectories,
    secrets: [secret.key.export().toString('hex'), ...padsOf(secret)],
    helpers,
    ownSchema: 'serving',
    lanes,
  });
  const there = new Set(clusterTables(manifest));
  return {
    engine,
    isFar: ({ sql, reads, isNative }) =>
      !isNative &&
      !ofHere.test(sql) &&
      reads.every(({ source }) => there.has(source.replace(/^serving\./, ''))) &&
      reads.some(({ source }) => !source.startsWith('serving.')),
  };
}

/** A statement that a cluster works on takes nothing here but its place, and a quarter of a second at least: more of them go at a time than cores would bear, and longer. */
const lanes = {
  dashboards: { concurrency: 16, queue: 256, deadlineMs: 60_000 },
  slices: { concurrency: 8, queue: 64, deadlineMs: 300_000 },
  exports: { concurrency: 4, queue: 16, deadlineMs: 3_600_000 },
} as const;

/** What the gateway's own DuckDB alone has: pseudonyms are made with a key, and sets that were sent in lie beside the gateway. */
const ofHere = /\b(pseudonym|number_set)\(/;
