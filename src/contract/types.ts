import type { Names, SourceLocation } from '../catalogue/names.js';
import type { Leaving } from '../catalogue/types.js';

export type Board = 'identity' | 'market' | 'network' | 'finance' | 'service';

/** A column of another mart, in the row whose key the column `by` of this mart holds. */
export interface StandIn {
  readonly mart: string;
  readonly column: string;
  readonly by: string;
}

/** A column as the contract asks for it. */
export interface ContractColumn {
  readonly name: string;
  /** BIGINT · INTEGER · DECIMAL(p,s) · DATE · BOOLEAN · VARCHAR · MONTH (VARCHAR "2026-10") · ID (BIGINT or VARCHAR). */
  readonly type: string;
  /** "CNY", "GB", "1-5"; null for what has no unit. */
  readonly unit: string | null;
  readonly names: Names;
  readonly sensitivity: 'none' | 'identifying' | 'personal';
  readonly required: boolean;
  readonly board: Board | null;
  /** The only values allowed. */
  readonly codes: readonly string[] | null;
  /** Mart whose (one-column) key holds the values. */
  readonly references: string | null;
  /** Empty where it does not apply (no reason for leaving of who stays): a month without any value is no accident. */
  readonly sparse: boolean;
  /** Of one number it is the same in all months: the day that it joined on. */
  readonly unchanging: boolean;
  /** What leaving does to it; null: nothing. */
  readonly leaving: Leaving | null;
  /** What has its values where a warehouse has no such column; null: nothing. */
  readonly standIn: StandIn | null;
  /** The operator's, added to the contract. */
  readonly isOwn: boolean;
  readonly source: SourceLocation;
}

/** A predicate over one row that holds or is null. */
export interface ContractCheck {
  readonly names: Names;
  readonly sql: string;
  readonly source: SourceLocation;
}

export interface ContractMart {
  readonly name: string;
  readonly names: Names;
  /** Columns that identify a row; empty where nothing does. */
  readonly key: readonly string[];
  /** Column by whose values the Parquet files are foldered; null: one folder. */
  readonly partition: string | null;
  /** Is a warehouse without it refused? */
  readonly required: boolean;
  /** May it lack months, before its first as well as those that number_month has? What came of no row of a month is not known, and not 0. */
  readonly beginsLate: boolean;
  /** By name, in the order of the base views. */
  readonly columns: ReadonlyMap<string, ContractColumn>;
  readonly checks: readonly ContractCheck[];
  readonly source: SourceLocation;
}

/** What the operator's warehouse is asked to provide. */
export interface Contract {
  readonly marts: ReadonlyMap<string, ContractMart>;
  /** sha256 of the definitions (not of comments or layout); part of a generation's identity. */
  readonly hash: string;
}
