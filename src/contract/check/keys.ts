import { thresholdValue } from '../../catalogue/thresholds.js';
import type { Threshold } from '../../catalogue/types.js';
import { ident, text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { counted, maskSample, type Problem } from '../problem.js';
import type { FoundMart } from '../read/found.js';
import { inMonths, type Months } from './scan.js';

/** Can the key be looked at? Only when its columns are of the right type; an optional one that is not there is empty in every row. */
export const hasKey = ({ mart, columns, relation }: FoundMart): boolean =>
  relation !== null &&
  mart.key.length > 0 &&
  mart.key.every((name) => columns.get(name)?.usable ?? !mart.columns.get(name)!.required);

/** Rows beyond the first of each key, by month or (`months` null) in the whole mart. */
export async function duplicateKeys(builder: Builder, found: FoundMart, months: Months): Promise<Problem[]> {
  const { mart, columns } = found;
  const names = mart.key.map(ident);
  const shown = mart.key.filter((name) => columns.has(name) && mart.columns.get(name)!.sensitivity !== 'personal');
  const required = mart.key.filter((name) => mart.columns.get(name)!.required);
  const sample =
    shown.map((name) => `'${name} ' || coalesce(CAST(${ident(name)} AS VARCHAR), 'none')`).join(` || ', ' || `) || "''";
  const where = [...required.map((name) => `${ident(name)} IS NOT NULL`), inMonths(found, months)];
  const rows = await builder.query(
    `SELECT by_month, count(*) AS keys, sum(n - 1) AS surplus, min(sample) AS sample FROM (
       SELECT ${months ? ident(mart.partition!) : 'NULL'} AS by_month, count(*) AS n, ${sample} AS sample FROM checked.${ident(mart.name)}
       WHERE ${where.join(' AND ')} GROUP BY ${names.join(', ')} HAVING count(*) > 1) GROUP BY by_month ORDER BY by_month`,
  );
  return rows.map((row) => {
    const [month, keys, surplus] = [row.by_month as string | null, Number(row.keys), Number(row.surplus)];
    return {
      mart: mart.name,
      column: shown.join(', '),
      ...(month ? { month } : {}),
      kind: 'duplicate-key',
      severity: 'error',
      message: `${mart.name}: expected one row for each ${shown.join(' and ')}, found ${counted(surplus, 'row')} too many for ${counted(keys, 'key')}${month ? `, in ${month}` : ''}.`,
      count: surplus,
      sample: maskSample(String(row.sample ?? '')),
    };
  });
}

/** Of a mart without a key a row may well stand twice; where so many do, a load was done twice. `month` null: in the whole mart. */
export async function repeatedRows(
  builder: Builder,
  { mart, columns }: FoundMart,
  month: string | null,
  thresholds: ReadonlyMap<string, Threshold>,
): Promise<Problem[]> {
  const usable = [...columns].filter(([, column]) => column.usable).map(([name]) => ident(name));
  const where = month ? ` WHERE ${ident(mart.partition!)} = ${text(month)}` : '';
  const [row] = await builder.query(
    `SELECT count(*) AS rows, count(DISTINCT hash(${usable.join(', ')})) AS different FROM checked.${ident(mart.name)}${where}`,
  );
  const [rows, different] = [Number(row?.rows), Number(row?.different)];
  if (rows < thresholdValue('check_enough', thresholds)) return [];
  if (rows - different < rows * thresholdValue('check_repeated', thresholds)) return [];
  const message = `${mart.name}: expected rows that differ, found ${different.toLocaleString('en-US')} different ones among ${counted(rows, 'row')}${month ? ` in ${month}` : ''}: see whether it was loaded twice.`;
  return [
    {
      mart: mart.name,
      ...(month ? { month } : {}),
      kind: 'repeated-rows',
      severity: 'warning',
      message,
      count: rows - different,
    },
  ];
}
