import { unknownName } from '../../catalogue/suggestions.js';
import { ident, text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { Row, Value } from '../../warehouse/engine.js';
import { maskValue, type Problem } from '../problem.js';
import type { FoundMart, Warehouse } from '../read/found.js';
import { surveyWarehouse } from '../read/survey.js';
import { createViews } from '../read/views.js';
import type { Contract, ContractColumn } from '../types.js';
import { type StrangeRow, strangeRows } from './strange-rows.js';

/** A mart as its mapping gives it; values of personal columns are masked. */
export interface MartPreview {
  readonly mart: string;
  /** Ascending; [null] of a mart without months. */
  readonly months: readonly (string | null)[];
  readonly columns: readonly ColumnPreview[];
  /** Ten rows of the newest month. */
  readonly rows: readonly Row[];
  readonly strangest: readonly StrangeRow[];
}

export interface ColumnPreview {
  readonly name: string;
  readonly type: string;
  /** By month. */
  readonly found: readonly { readonly nullShare: number; readonly distinct: number }[];
}

export interface Preview {
  readonly marts: readonly MartPreview[];
  /** What is wrong with the form of the warehouse: what it concerns is not shown. */
  readonly problems: readonly Problem[];
}

/** Shows the marts that a warehouse has, or those that are named, as a build would read them. Errors: UNKNOWN_NAME; as `surveyWarehouse`. */
export async function previewWarehouse(
  builder: Builder,
  contract: Contract,
  warehouse: Warehouse,
  named: readonly string[],
  rows: number,
): Promise<Preview> {
  for (const name of named) if (!contract.marts.has(name)) throw unknownName('mart', name, contract.marts.keys());
  const survey = await surveyWarehouse(builder, contract, warehouse);
  // What does not fit is null here: its share shows.
  await createViews(builder, survey, 'previewed', 'TRY_CAST');
  const shown = [...survey.marts.values()].filter(
    ({ mart, relation }) => relation !== null && (named.length === 0 || named.includes(mart.name)),
  );
  const marts: MartPreview[] = [];
  for (const found of shown) marts.push(await previewMart(builder, found, rows));
  return { marts, problems: survey.problems.filter(({ severity }) => severity === 'error') };
}

async function previewMart(builder: Builder, found: FoundMart, count: number): Promise<MartPreview> {
  const { mart } = found;
  const columns = [...mart.columns.values()].filter(({ name }) => found.columns.get(name)?.usable);
  const by = mart.partition && found.columns.get(mart.partition)?.usable ? mart.partition : null;
  // Read once: a mapping reads its files anew in each statement.
  await builder.execute(
    `CREATE OR REPLACE TEMP TABLE previewed_rows AS SELECT ${columns.map(({ name }) => ident(name)).join(', ')} FROM previewed.${ident(mart.name)}`,
  );
  const counts = columns.map(
    ({ name }, at) => `count(${ident(name)}) AS filled_${at}, count(DISTINCT ${ident(name)}) AS distinct_${at}`,
  );
  const of = by ? ident(by) : 'NULL';
  const months = await builder.query(
    `SELECT ${of} AS by_month, count(*) AS n, ${counts.join(', ')} FROM previewed_rows GROUP BY 1 ORDER BY 1`,
  );
  const newest = months.at(-1)?.by_month ?? null;
  const where = by && newest !== null ? `WHERE ${ident(by)} = ${text(String(newest))}` : '';
  const rows = await builder.query(`SELECT * FROM previewed_rows ${where} LIMIT ${count}`);
  return {
    mart: mart.name,
    months: months.map((row) => (row.by_month === null ? null : String(row.by_month))),
    columns: columns.map(({ name, type }, at) => ({
      name,
      type,
      found: months.map((row) => ({
        nullShare: 1 - Number(row[`filled_${at}`]) / Number(row.n),
        distinct: Number(row[`distinct_${at}`]),
      })),
    })),
    rows: rows.map((row) => shown(row, columns)),
    strangest: await strangeRows(builder, mart, columns, by, count),
  };
}

const shown = (row: Row, columns: readonly ContractColumn[]): Row =>
  Object.fromEntries(columns.map(({ name, sensitivity }) => [name, valueShown(row[name] ?? null, sensitivity)]));

const valueShown = (value: Value, sensitivity: ContractColumn['sensitivity']): Value =>
  value === null || sensitivity !== 'personal' ? value : maskValue(String(value));
