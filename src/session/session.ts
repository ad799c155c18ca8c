import type DataLoader from 'dataloader';
import type { Channels } from '../campaigns/channels.js';
import type { Catalogue } from '../catalogue/types.js';
import type { Contract } from '../contract/types.js';
import type { Decisions } from '../decisions/decisions.js';
import type { Exports } from '../exports/jobs/exports.js';
import type { RollupRows } from '../figures/route.js';
import type { Facts } from '../figures/value.js';
import type { TargetRow } from '../indicators/targets.js';
import type { AuditEntry } from '../ledger/audit/audit.js';
import type { NumberLoaders } from '../numbers/loaders.js';
import type { Secret } from '../security/secret.js';
import type { Viewer } from '../security/viewer.js';
import type { Labels } from '../serving/labels.js';
import type { Run } from '../serving/run.js';
import type { FilterColumn, NumberColumns } from '../slices/columns.js';
import type { WarehouseEngine } from '../warehouse/engine.js';
import type { Manifest } from '../warehouse/generations.js';
import type { SumsLoader } from './sums-loader.js';

/** What a running gateway does beyond answering. */
export interface RequestExports {
  readonly jobs: Exports;
  readonly engine: WarehouseEngine;
  /** Keeps the generation open beyond the request, until what it gives is called. */
  readonly hold: () => () => void;
}

/** What the resolvers of one request share: one viewer, one generation, one set of loaders. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly catalogue: Catalogue;
  readonly contract: Contract;
  /** What filters may name. */
  readonly columns: ReadonlyMap<string, FilterColumn>;
  /** What is known of a number's month. */
  readonly numberColumns: NumberColumns;
  readonly manifest: Manifest;
  readonly facts: Facts;
  readonly labels: Labels;
  readonly rollupRows: RollupRows;
  readonly sums: SumsLoader;
  /** Runs a statement that is no sum of parts. */
  readonly run: Run;
  readonly targets: DataLoader<string, readonly TargetRow[]>;
  readonly numbers: NumberLoaders;
  /** What decisions about offers are made with. */
  readonly decisions: Decisions;
  /** null where no ledger is kept. */
  readonly channels: Channels | null;
  /** What phone numbers are hashed with. */
  readonly secret: Secret;
  /** Writes a line of the audit: when it returns, the line is on the disk. null where no audit is kept. */
  readonly audit: ((entry: AuditEntry) => Promise<unknown>) | null;
  /** null where no gateway runs that could do the work later. */
  readonly exports: RequestExports | null;
  /** An answer for each generation that begins to serve from now on, in a context of it; null where none ever does. */
  readonly eachGeneration: EachGeneration | null;
}

export type EachGeneration = <T>(answer: (context: RequestContext) => Promise<T>) => AsyncIterable<T>;
