import { join } from 'node:path';
import { hasBegun } from '../catalogue/provided.js';
import type { Attached } from '../contract/read/attach.js';
import type { Contract } from '../contract/types.js';
import { text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import { type Check, emptyByMonth, type Manifest } from '../warehouse/generations.js';
import { martFile } from './mart-files.js';

/** Marts of a generation that hold a base mart's columns as they came, by the base mart. */
const HELD_BY = {
  number_month: 'number_state',
  contact: 'number_contact',
  lead: 'lead_state',
  number_day: 'number_day',
} as const;

/** Days have names of their own beside the month's. */
const ofDays = /^daily_/;

/**
 * By month, the columns of the warehouse that should have a value in every row and have not, with the rows that have one. Read from the
 * footers of the months' own files, so it costs nothing and is the same for a month that is shared.
 */
export async function incompleteColumns(
  builder: Builder,
  dir: string,
  contract: Contract,
  { months, provides }: Pick<Attached, 'months' | 'provides'>,
): Promise<NonNullable<Manifest['incomplete']>> {
  const found = await Promise.all(
    months.map(async (month) => [month, await incompleteIn(builder, dir, contract, month)] as const),
  );
  const isExpected = (mart: string, column: string): boolean =>
    provides(mart, column) && contract.marts.get(mart)?.columns.get(column)?.sparse === false;
  return Object.fromEntries(
    found.map(([month, columns]) => [
      month,
      Object.fromEntries(
        columns
          .filter(({ mart, column }) => isExpected(mart, column))
          .map(({ mart, column, filled }) => [`${mart}.${column}`, filled]),
      ),
    ]),
  );
}

/** Told with the generation's checks, as it is no reason not to build: an extract that did not come, by month; not the months before a mart begins. */
export function emptyColumnsCheck(incomplete: NonNullable<Manifest['incomplete']>, { marts }: Pick<Contract, 'marts'>): Check {
  const empty = emptyByMonth({ incomplete });
  const months = Object.keys(incomplete).sort();
  const isExpected = (name: string, month: string): boolean =>
    !marts.get(name.split('.')[0]!)?.beginsLate || hasBegun(name, month, months, empty);
  const found = [...empty].flatMap(([month, columns]) => {
    const missing = [...columns].filter((name) => isExpected(name, month));
    return missing.length > 0 ? [`${month}: no value in ${missing.join(', ')}`] : [];
  });
  return {
    name: 'columns have values in every month',
    ok: true,
    detail:
      found.length === 0
        ? 'holds in all months'
        : `${found.join('; ')}. What rests on them is NOT_PROVIDED there; load them again.`,
  };
}

async function incompleteIn(builder: Builder, dir: string, contract: Contract, month: string) {
  const marts = Object.entries(HELD_BY).map(async ([mart, held]) => {
    const file = join(dir, martFile(held, month));
    const { beginsLate, columns } = contract.marts.get(mart)!;
    if (beginsLate && (await isWithoutRows(builder, file)))
      return [...columns.keys()].map((column) => ({ mart, column, filled: 0 }));
    const rows = await builder.query(
      `SELECT path_in_schema AS name, sum(num_values - stats_null_count) AS filled FROM parquet_metadata(${text(file)})
       GROUP BY name HAVING sum(stats_null_count) > 0 ORDER BY name`,
    );
    return rows.map(({ name, filled }) => ({ mart, column: String(name).replace(ofDays, ''), filled: Number(filled) }));
  });
  return (await Promise.all(marts)).flat();
}

const isWithoutRows = async (builder: Builder, file: string): Promise<boolean> =>
  Number((await builder.query(`SELECT sum(num_rows) AS n FROM parquet_file_metadata(${text(file)})`))[0]?.n) === 0;
