import type { Catalogue } from '../catalogue/types.js';
import type { Contract } from '../contract/types.js';
import type { Coverage } from '../figures/figure.js';
import type { RollupRows } from '../figures/route.js';
import type { AuditEntry } from '../ledger/audit/audit.js';
import type { Ledger } from '../ledger/ledger.js';
import type { TimeZone } from '../lib/time-zone.js';
import type { Secret } from '../security/secret.js';
import type { Viewer } from '../security/viewer.js';
import type { Labels } from '../serving/labels.js';
import type { Read, Reading, Run } from '../serving/run.js';
import type { FilterColumn, NumberColumns } from '../slices/columns.js';
import type { Manifest } from '../warehouse/generations.js';
import type { SumsLoader } from './sums-loader.js';

/** What one question shares, whatever it is about: one viewer, one generation, one loader of sums. Each floor adds its own. */
export interface Session {
  readonly viewer: Viewer;
  readonly catalogue: Catalogue;
  readonly contract: Contract;
  /** What filters may name. */
  readonly columns: ReadonlyMap<string, FilterColumn>;
  /** What is known of a number's month. */
  readonly numberColumns: NumberColumns;
  readonly manifest: Manifest;
  /** Manifests of all generations that are kept, the newest first. */
  readonly kept: () => Promise<readonly Manifest[]>;
  /** The operator's, by its IANA name. */
  readonly timeZone: string;
  readonly coverage: Coverage;
  readonly labels: Labels;
  readonly rollupRows: RollupRows;
  readonly sums: SumsLoader;
  /** Runs a statement that is no sum of parts. */
  readonly run: Run;
  /** Reads what needs no statement, and notes it as one. */
  readonly read: Read;
  /** Writes a statement's rows into a file. */
  readonly write: Reading['write'];
  /** What phone numbers are hashed with. */
  readonly secret: Secret;
  /** Has a line written into the audit before anything more that is read is given out; what cannot be written fails the reading. */
  readonly note: (entry: AuditEntry) => void;
  /** Where sets of numbers are kept; null where no ledger is. */
  readonly sets: SetPlace | null;
  /** Writes a line of the audit: when it returns, the line is on the disk. null where no audit is kept. */
  readonly audit: ((entry: AuditEntry) => Promise<unknown>) | null;
}

/** What sets of numbers are found by. */
export interface SetPlace {
  readonly ledger: Ledger;
  /** MARTLET_HOME: their files are below it. */
  readonly home: string;
  readonly now: () => Date;
  /** The operator's: which day it is now. */
  readonly timeZone: TimeZone;
}
