import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ident, text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import { type ColumnTypes, jsonRows } from '../warehouse/spelled.js';
import { STATE } from './graph.js';
import { martFile, parquet, parquetFormat } from './mart-files.js';
import type { KeptMart, MartStore } from './mart-store.js';
import type { MonthFacts } from './months.js';

/** A store on DuckDB: a file of Parquet a month below a folder, beside tables and views in memory. */
export class FileStore implements MartStore {
  /** Of many rows a table would take the memory. */
  readonly smallMonth = 500_000;

  constructor(
    readonly builder: Builder,
    readonly dir: string,
  ) {}

  rows(mart: string, months: readonly string[]): string {
    return parquet(months.map((month) => join(this.dir, martFile(mart, month))));
  }

  /** A small month has smaller row groups in number_state, so that they use all threads; those of large months are as DuckDB reads them best. */
  async keep({ name, order }: KeptMart, { month, rows }: Pick<MonthFacts, 'month' | 'rows'>, select: string): Promise<void> {
    const by = order[0] === 'all columns' ? 'ALL' : order.map(ident).join(', ');
    const rowGroup = name === STATE && rows < this.smallMonth ? 30_720 : undefined;
    await this.write(`SELECT * FROM (${select}\n) ORDER BY ${by}`, martFile(name, month), rowGroup);
  }

  /** Writes a SELECT as Parquet below the folder. */
  async write(select: string, file: string, rowGroup?: number): Promise<void> {
    const path = join(this.dir, file);
    await mkdir(dirname(path), { recursive: true });
    await this.builder.execute(`COPY (${select}\n) TO ${text(path)} (${parquetFormat(rowGroup)})`);
  }

  columns(relation: string) {
    return this.builder.describe(`SELECT * FROM ${relation}`);
  }

  async table(name: string, select: string): Promise<void> {
    await this.builder.execute(`CREATE OR REPLACE TEMP TABLE ${name} AS ${select}`);
  }

  /** As one parameter: a statement of a thousand rows of literals takes DuckDB ten times as long to read. */
  async fill(name: string, columns: ColumnTypes, rows: readonly object[]): Promise<void> {
    await this.builder.query(`CREATE OR REPLACE TEMP TABLE ${name} AS ${jsonRows('$1', columns)}`, [JSON.stringify(rows)]);
  }

  async view(name: string, select: string): Promise<void> {
    await this.builder.execute(`CREATE OR REPLACE TEMP VIEW ${name} AS ${select}`);
  }
}
