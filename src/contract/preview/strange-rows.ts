import { ident, text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { Value } from '../../warehouse/engine.js';
import type { ContractColumn, ContractMart } from '../types.js';

/** A row whose value lies far from those of its month. */
export interface StrangeRow {
  /** What tells it from others: its key. */
  readonly key: Readonly<Record<string, Value>>;
  readonly column: string;
  readonly value: Value;
  /** The median of the month. */
  readonly usual: Value;
  /** How often the span of the month's middle half the value is away from the median. */
  readonly times: number;
}

/** The rows of the table previewed_rows that lie farthest from their month's median in some column, the farthest first. */
export async function strangeRows(
  builder: Builder,
  mart: ContractMart,
  columns: readonly ContractColumn[],
  by: string | null,
  count: number,
): Promise<readonly StrangeRow[]> {
  const numeric = columns.filter(({ type }) => type === 'INTEGER' || type === 'BIGINT' || type.startsWith('DECIMAL'));
  if (numeric.length === 0) return [];
  // Where the middle half is all the same the spread is that of all: few are anything but 0.
  const spread = numeric.map(({ name }, at) => {
    const column = ident(name);
    const half = `quantile_cont(${column}, 0.75) - quantile_cont(${column}, 0.25)`;
    return `median(${column}) AS usual_${at}, coalesce(nullif(CAST(${half} AS DOUBLE), 0), nullif(stddev_pop(${column}), 0)) AS spread_${at}`;
  });
  const away = numeric.map(
    ({ name }, at) =>
      `{'column': ${text(name)}, 'value': CAST(${ident(name)} AS VARCHAR), 'usual': CAST(usual_${at} AS VARCHAR), 'times': coalesce(abs(CAST(${ident(name)} AS DOUBLE) - CAST(usual_${at} AS DOUBLE)) / spread_${at}, 0)}`,
  );
  const keys = mart.key.filter((name) => columns.some((column) => column.name === name));
  const rows = await builder.query(
    `WITH spread AS (SELECT ${by ? ident(by) : 'NULL'} AS of_month, ${spread.join(', ')} FROM previewed_rows GROUP BY 1),
      placed AS (SELECT ${[...keys.map((name, at) => `${ident(name)} AS key_${at}`), `unnest([${away.join(', ')}]) AS place`].join(', ')}
        FROM previewed_rows JOIN spread ON of_month IS NOT DISTINCT FROM ${by ? ident(by) : 'NULL'})
     SELECT ${[...keys.map((_, at) => `key_${at}`), 'place.column AS name, place.value AS value, place.usual AS usual, place.times AS times'].join(', ')}
     FROM placed WHERE place.times > 0 ORDER BY place.times DESC, 1, 2 LIMIT ${count}`,
  );
  return rows.map((row) => ({
    key: Object.fromEntries(keys.map((name, at) => [name, row[`key_${at}`] ?? null])),
    column: String(row.name),
    value: row.value ?? null,
    usual: row.usual ?? null,
    times: Number(row.times),
  }));
}
