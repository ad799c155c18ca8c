import { ident, text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import type { ColumnInfo } from '../warehouse/engine.js';
import { type ColumnTypes, jsonRows } from '../warehouse/spelled.js';
import type { KeptMart, MartStore } from './mart-store.js';
import type { MonthFacts } from './months.js';

/** Rows of a statement: Trino takes one of a million characters. */
const MOST_ROWS = 1000;

/**
 * A store on Trino: a table a mart, by month, in a schema of Hive's connector; the build's own tables and views lie in the schema that the
 * builder works in, which is no other build's. base.<mart> is another schema of the same catalog.
 */
export class TableStore implements MartStore {
  /** Tables lie on disks. */
  readonly smallMonth = Number.POSITIVE_INFINITY;

  constructor(
    readonly builder: Builder,
    private readonly schema: string,
  ) {}

  rows(mart: string, months: readonly string[]): string {
    return `(SELECT * FROM ${this.kept(mart)} WHERE month IN (${months.map(text).join(', ')}))`;
  }

  /** By month, which Hive has as a table's last column. */
  async keep({ name }: KeptMart, { month }: Pick<MonthFacts, 'month'>, select: string): Promise<void> {
    const own = (await this.builder.describe(select)).filter((column) => column.name !== 'month');
    const types = own.map((column) => `${ident(column.name)} ${anyLength(column.type)}`);
    await this.builder.execute(
      `CREATE TABLE IF NOT EXISTS ${this.kept(name)} (${[...types, 'month VARCHAR'].join(', ')}) WITH (partitioned_by = ARRAY['month'])`,
    );
    await this.builder.execute(`DELETE FROM ${this.kept(name)} WHERE month = ${text(month)}`);
    const columns = [...own.map((column) => ident(column.name)), 'month'].join(', ');
    await this.builder.execute(`INSERT INTO ${this.kept(name)} (${columns}) SELECT ${columns} FROM (${select}\n)`);
  }

  async columns(relation: string): Promise<readonly ColumnInfo[]> {
    const found = await this.builder.describe(`SELECT * FROM ${relation}`);
    return found.map(({ name, type }) => ({ name, type: anyLength(type).replace(/^ARRAY\((.+)\)$/, '$1[]') }));
  }

  async table(name: string, select: string): Promise<void> {
    await this.builder.execute(`DROP TABLE IF EXISTS ${name}`);
    await this.builder.execute(`CREATE TABLE ${name} AS ${select}`);
  }

  async fill(name: string, columns: ColumnTypes, rows: readonly object[]): Promise<void> {
    await this.builder.execute(`DROP TABLE IF EXISTS ${name}`);
    let into = `CREATE TABLE ${name} AS`;
    for (let at = 0; at === 0 || at < rows.length; at += MOST_ROWS) {
      await this.builder.query(`${into} ${jsonRows('$1', columns)}`, [JSON.stringify(rows.slice(at, at + MOST_ROWS))]);
      into = `INSERT INTO ${name}`;
    }
  }

  async view(name: string, select: string): Promise<void> {
    await this.builder.execute(`CREATE OR REPLACE VIEW ${name} AS ${select}`);
  }

  private kept(mart: string): string {
    return `${this.schema}.${mart}`;
  }
}

/** A text of a SELECT has the length of the longest that it can be in this month. */
const anyLength = (type: string): string => type.replaceAll(/VARCHAR\(\d+\)/g, 'VARCHAR');
