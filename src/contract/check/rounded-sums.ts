import { thresholdValue } from '../../catalogue/thresholds.js';
import type { Threshold } from '../../catalogue/types.js';
import { ident } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { counted, type Problem } from '../problem.js';
import type { FoundMart } from '../read/found.js';

/** What casts to DECIMAL are widened to: decimals enough to see what they round, and not so many that those of DOUBLEs count. */
const WIDE = { width: 18, scale: 6 };

const DECIMAL_CAST = /("cast_type":\{"id":"DECIMAL","type_info":\{[^{}]*)"width":\d+,"scale":\d+/g;

/** A mapping's DECIMAL columns that add up (shares do not), with the decimals that the contract has for them. */
const summedOf = ({ mart, columns }: FoundMart): readonly (readonly [name: string, scale: number])[] =>
  [...mart.columns.values()].flatMap(({ name, type, unit }) => {
    const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
    return scale && unit !== 'share' && columns.get(name)?.usable ? [[name, Number(scale)] as const] : [];
  });

/** The same SELECT with all of its casts to DECIMAL widened; null where there is none. */
async function widened(builder: Builder, sql: string): Promise<string | null> {
  const [row] = await builder.query('SELECT json_serialize_sql(CAST($1 AS VARCHAR))::VARCHAR AS ast', [sql]);
  const ast = String(row?.ast);
  // In its text: it has integers that JavaScript would round.
  const wide = ast.replaceAll(DECIMAL_CAST, `$1"width":${WIDE.width},"scale":${WIDE.scale}`);
  if (wide === ast) return null;
  const [written] = await builder.query('SELECT json_deserialize_sql(CAST($1 AS JSON)) AS sql', [wide]);
  return String(written?.sql);
}

/** Columns whose cast rounds row by row so that their sum becomes another. ROUND in the mapping says that it is meant. */
export async function roundedSums(
  builder: Builder,
  found: FoundMart,
  thresholds: ReadonlyMap<string, Threshold>,
): Promise<readonly Problem[]> {
  const columns = summedOf(found);
  const sql = columns.length > 0 ? await widened(builder, found.sql!) : null;
  if (sql === null) return [];
  const sums = columns.map(([name, scale], at) => {
    const value = `CAST(${ident(name)} AS DECIMAL(${WIDE.width},${WIDE.scale}))`;
    return `count_if(${value} <> round(${value}, ${scale})) AS n_${at}, sum(${value})::DOUBLE AS exact_${at}, sum(round(${value}, ${scale}))::DOUBLE AS rounded_${at}`;
  });
  const [row = {}] = await builder.query(`SELECT ${sums.join(', ')} FROM (${sql})`);
  return columns.flatMap(([column, scale], at): readonly Problem[] => {
    const [count, exact, rounded] = [`n_${at}`, `exact_${at}`, `rounded_${at}`].map((name) => Number(row[name]));
    if (Math.abs(exact! - rounded!) <= Math.abs(exact!) * thresholdValue('check_rounded', thresholds)) return [];
    const message = `${found.mart.name}.${column}: expected values of at most ${scale} decimals, found more in ${counted(count!, 'row')}, and the CAST rounds each: their sum is ${figure(rounded!)} instead of ${figure(exact!)}. Where that is meant, write ROUND(…, ${scale}) within the CAST.`;
    const place = { mart: found.mart.name, column, file: `${found.mart.name}.sql` };
    return [{ ...place, kind: 'rounded-value', severity: 'warning', message, count: count! }];
  });
}

const figure = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: WIDE.scale });
