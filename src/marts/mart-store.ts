import type { Builder } from '../warehouse/duckdb.js';
import type { ColumnInfo } from '../warehouse/engine.js';
import type { ColumnTypes } from '../warehouse/spelled.js';
import type { Mart } from './mart.js';
import type { MonthFacts } from './months.js';

/** A mart as it is kept: its rows are in this order, where what keeps them has one. */
export type KeptMart = Pick<Mart, 'name' | 'order'>;

/** Where an engine makes the marts of a build, and keeps them. All SQL is portable; what `keep` was given stays, tables and views are the build's alone. */
export interface MartStore {
  readonly builder: Builder;
  /** A month of fewer rows is a small one: its view that several marts read is made a table. */
  readonly smallMonth: number;
  /** The rows that a mart has in months, as a relation of SQL. */
  rows(mart: string, months: readonly string[]): string;
  /** Keeps the rows of a SELECT as a mart's month, in place of those that it had. */
  keep(mart: KeptMart, facts: Pick<MonthFacts, 'month' | 'rows'>, select: string): Promise<void>;
  /** What a relation of rows has, with types as headers write them: "DECIMAL(18,2)", "VARCHAR[]". */
  columns(relation: string): Promise<readonly ColumnInfo[]>;
  /** Makes a table of a SELECT, in place of one of this name. */
  table(name: string, select: string): Promise<void>;
  /** The same of rows by their columns' names. */
  fill(name: string, columns: ColumnTypes, rows: readonly object[]): Promise<void>;
  /** Gives a SELECT a name, which may have been another's. */
  view(name: string, select: string): Promise<void>;
}
