import type { Threshold } from '../../catalogue/types.js';
import type { IdType } from '../engine-type.js';
import type { Problem } from '../problem.js';

export interface ColumnCoverage {
  readonly mart: string;
  readonly column: string;
  readonly provided: boolean;
  /** What stands in for it where it is not there, "plan.fee". */
  readonly standIn: string | null;
  /** Share of rows with a value, 0 to 1; null where there are no rows or no column. */
  readonly filled: number | null;
  /** Codes of what is null without it. */
  readonly neededBy: readonly string[];
}

export interface CheckReport {
  readonly problems: readonly Problem[];
  /** Every column of the contract, in its order. */
  readonly coverage: readonly ColumnCoverage[];
  /** Months of number_month that have rows, ascending. */
  readonly months: readonly string[];
  /** Month null: a mart without months. */
  readonly rows: readonly { readonly mart: string; readonly month: string | null; readonly rows: number }[];
  readonly idType: IdType;
  /** Columns that the contract does not know, and what could not be looked at. */
  readonly notes: readonly string[];
}

export interface CheckProgress {
  readonly mart: string;
  readonly month: string | null;
  readonly done: number;
  readonly total: number;
}

export interface CheckOptions {
  /** Codes of the measures, dimensions and reports that need a column. */
  readonly neededBy?: (mart: string, column: string) => readonly string[];
  /** What `target.measure` may hold; not looked at when absent. */
  readonly measures?: readonly string[];
  /** From when on something is strange (`check_…`); months are not held against each other when absent. */
  readonly thresholds?: ReadonlyMap<string, Threshold>;
  readonly onProgress?: (progress: CheckProgress) => void;
}
