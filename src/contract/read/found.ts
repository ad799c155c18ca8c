import type { IdType } from '../engine-type.js';
import type { Problem } from '../problem.js';
import type { ContractMart } from '../types.js';
import type { SourceFile } from './folder.js';

/** Where the base marts are. */
export interface Warehouse {
  /** A folder a mart (`<mart>/…/*.parquet`), or `<mart>.sql` in its place. */
  readonly dir: string;
  /** What the mappings read: `getvariable('data')`. */
  readonly data?: string;
  /** The operator's, by its IANA name: the day of an instant in mappings and in advice. Default: China's. */
  readonly timeZone?: string;
  /** May number_id be the phone number, which is then shown in clear wherever numbers are? */
  readonly phoneIds?: boolean;
}

export interface MartFile extends SourceFile {
  /** From the folder month=YYYY-MM; null where the mart is not foldered by month. */
  readonly month: string | null;
  /** From the footer; 0 for what a mapping reads. */
  readonly rows: number;
  /** Does it carry the month as a column, besides its folder? */
  readonly repeatsMonth: boolean;
}

/** A contract column as the warehouse has it. */
export interface FoundColumn {
  /** The engine's types, one a kind of file; the first is the usual. */
  readonly types: readonly string[];
  /** False where its type was refused. */
  readonly usable: boolean;
}

/** A contract mart as the warehouse has it. */
export interface FoundMart {
  readonly mart: ContractMart;
  readonly kind: 'parquet' | 'mapping' | 'absent';
  /** The relation in SQL; null: nothing to read. */
  readonly relation: string | null;
  readonly columns: ReadonlyMap<string, FoundColumn>;
  /** Columns that the contract does not know. */
  readonly extra: readonly string[];
  /** Parquet files read; for a mapping the files under `data`. */
  readonly files: readonly MartFile[];
  /** The mapping's text. */
  readonly sql: string | null;
}

/** What a folder holds, seen from the contract, with everything wrong with its form; no row has been read yet. */
export interface Survey {
  readonly dir: string;
  readonly data: string | null;
  readonly idType: IdType;
  readonly phoneIds: boolean;
  readonly marts: ReadonlyMap<string, FoundMart>;
  readonly problems: readonly Problem[];
}
