import type { CampaignSession } from '../campaigns/session.js';
import type { Names } from '../catalogue/names.js';
import type { ReportOption } from '../catalogue/types.js';
import type { Scope } from '../figures/question.js';
import type { Slice } from '../slices/slice.js';
import type { ColumnValue } from './column.js';

/** A named report: what it is called, what may be chosen, and how its table is made. */
export interface ReportDefinition {
  readonly code: string;
  readonly names: Names;
  readonly description: Names;
  readonly options: readonly ReportOptionDefinition[];
  readonly chart: ChartHint | null;
  /** Months that it looks at unless asked otherwise, up to and with the month asked for; 1: that month. */
  readonly months: number;
  /** What its rows are of, where it counts numbers by statements of its own: figures of few are not told to everybody. */
  readonly counted?: readonly Counted[];
  readonly make: (request: ReportRequest) => Promise<ReportTable>;
}

/** A column that counts the numbers behind others of its row, itself among them. */
export interface Counted {
  readonly count: string;
  readonly tells: readonly string[];
}

export type ReportOptionDefinition = ReportOption;

/** How a client may draw it: column names. */
export interface ChartHint {
  readonly kind: 'LINE' | 'BAR' | 'STACKED_BAR' | 'HEATMAP' | 'SCATTER' | 'SANKEY' | 'FOREST' | 'LORENZ' | 'CALENDAR' | 'TABLE';
  readonly x: string | null;
  readonly y: readonly string[];
  readonly series: string | null;
  /** One picture each: x, series and facet together name one row. */
  readonly facet?: string | null;
}

/** A report that is asked for, with its names resolved and its options checked and filled in. */
export interface ReportRequest {
  readonly context: CampaignSession;
  readonly scope: Scope;
  /** Oldest first, without a gap; the last is the month asked for. */
  readonly months: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

/** A text in both languages is answered in the one asked for. */
export type CellValue = string | number | boolean | Names | null;

export interface ReportRowValue {
  /** One a column; a dimension's value is its code, its name is put beside it (`labelled`). */
  readonly cells: readonly CellValue[];
  /** The numbers behind the row; null where it is of no numbers. */
  readonly slice: Slice | null;
  /** Names of the columns that are summed over; empty on a detail row. */
  readonly totalOf: readonly string[];
  /** Name of the column whose values that have no row of their own are together in this one. */
  readonly otherOf?: string | null;
}

/** All rows; pages are cut from it afterwards. */
export interface ReportTable {
  readonly columns: readonly ColumnValue[];
  readonly rows: readonly ReportRowValue[];
  /** Where options change the columns; else the definition's holds. */
  readonly chart?: ChartHint | null;
}
