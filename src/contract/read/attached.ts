import type { IdType } from '../engine-type.js';
import type { Problem } from '../problem.js';
import type { StandIn } from '../types.js';
import type { MartFile } from './found.js';

/** What a month of a mart is made of: reading that month costs these bytes. */
export interface MonthSource {
  readonly files: readonly MartFile[];
  readonly rows: number;
  readonly bytes: number;
  /** sha256 over the files' names, sizes and times (and the mapping's text): as long as it stays, so does the month. */
  readonly fingerprint: string;
}

export interface MonthCost {
  readonly month: string;
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
}

export interface AttachedMart {
  readonly kind: 'parquet' | 'mapping' | 'absent';
  /** Contract columns that the warehouse has, or something that stands in for them; the others are null in the view. */
  readonly provided: ReadonlySet<string>;
  /** Of those, the ones that another mart's columns stand in for. */
  readonly standIns: ReadonlyMap<string, StandIn>;
  /** By month, ascending; empty for marts that are not foldered (or, mapped, not partitioned) by month. */
  readonly months: ReadonlyMap<string, MonthSource>;
  readonly whole: MonthSource;
  /** The mapping's text. */
  readonly sql: string | null;
}

export interface Attached {
  /** Months of number_month, ascending. */
  readonly months: readonly string[];
  readonly idType: IdType;
  readonly marts: ReadonlyMap<string, AttachedMart>;
  /** Does the warehouse have this column? */
  provides(mart: string, column: string): boolean;
  /** Real paths that the views read below: the allowed directories of a locked engine. */
  readonly directories: readonly string[];
  readonly warnings: readonly Problem[];
}

/** What each month of a mart costs to read: a view filtered by a literal month opens that month's files only. */
export const monthCosts = (attached: Attached, mart: string): readonly MonthCost[] =>
  [...(attached.marts.get(mart)?.months ?? [])].map(([month, { files, rows, bytes }]) => ({
    month,
    files: files.length,
    rows,
    bytes,
  }));
