import type { Names } from '../../catalogue/types.js';
import type { Scope } from '../../figures/question.js';
import type { Slice } from '../../slices/slice.js';
import type { RequestContext } from '../context.js';
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
  readonly make: (request: ReportRequest) => Promise<ReportTable>;
}

export interface ReportOptionDefinition {
  readonly name: string;
  readonly type: 'INTEGER' | 'NUMBER' | 'BOOLEAN' | 'DIMENSION' | 'MEASURE' | 'MONTH' | 'CODE';
  readonly description: Names;
  /** As text, as it would be given; null: it must be given. */
  readonly default: string | null;
  /** CODE: what may be given. INTEGER and NUMBER: least and most. */
  readonly allowed?: readonly string[];
  readonly least?: number;
  readonly most?: number;
}

/** How a client may draw it: column names. `kind`: LINE, BAR, STACKED_BAR, HEATMAP, SCATTER, SANKEY, TABLE. */
export interface ChartHint {
  readonly kind: 'LINE' | 'BAR' | 'STACKED_BAR' | 'HEATMAP' | 'SCATTER' | 'SANKEY' | 'TABLE';
  readonly x: string | null;
  readonly y: readonly string[];
  readonly series: string | null;
}

/** A report that is asked for, with its names resolved and its options checked and filled in. */
export interface ReportRequest {
  readonly context: RequestContext;
  readonly scope: Scope;
  /** Oldest first, without a gap; the last is the month asked for. */
  readonly months: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

export type CellValue = string | number | boolean | null;

export interface ReportRowValue {
  /** One a column. */
  readonly cells: readonly CellValue[];
  /** The numbers behind the row; null where it is of no numbers. */
  readonly slice: Slice | null;
  /** Names of the columns that are summed over; empty on a detail row. */
  readonly totalOf: readonly string[];
}

/** All rows; pages are cut from it afterwards. */
export interface ReportTable {
  readonly columns: readonly ColumnValue[];
  readonly rows: readonly ReportRowValue[];
}
