import { ident, text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { Row } from '../../warehouse/engine.js';
import type { Problem } from '../problem.js';
import { maskSample } from '../problem.js';
import type { FoundMart } from '../read/found.js';
import { amountColumns, type ColumnValues } from './amounts.js';
import type { Probe } from './probes.js';

/** What the passes over one mart have found so far. */
export interface ScanFindings {
  /** Rows by month; under null for a mart without months. */
  readonly rows: Map<string | null, number>;
  /** What a column holds in those months, by column. */
  readonly columns: Map<string, Map<string | null, ColumnValues>>;
  readonly hits: Map<Probe, Hit>;
  /** Months (null: all of it) whose pass failed: nothing is known of their rows. */
  readonly failed: Set<string | null>;
}

interface Hit {
  count: number;
  months: string[];
  sample: string;
}

/** What one pass looks at. */
export interface Scanned {
  readonly probes: readonly Probe[];
  /** Are the amounts of months held against each other? */
  readonly amounts: boolean;
}

export const noFindings = (): ScanFindings => ({ rows: new Map(), columns: new Map(), hits: new Map(), failed: new Set() });

/** The column that a mart's rows are counted by, if it has one. */
export const monthOf = ({ mart, columns }: FoundMart): string | null =>
  mart.partition && columns.get(mart.partition)?.usable ? mart.partition : null;

const usableOf = ({ columns }: FoundMart): readonly string[] =>
  [...columns].filter(([, column]) => column.usable).map(([name]) => name);

/** What a pass looks at: some months, or (null) all that there is. */
export type Months = readonly string[] | null;

/** The rows of those months, for a WHERE. */
export const inMonths = (found: FoundMart, months: Months): string =>
  months ? `${ident(found.mart.partition!)} IN (${months.map(text).join(', ')})` : 'TRUE';

/** The one statement that counts everything (a mapping reads its files anew in each pass, so that all its months are looked at in one). */
function scanSql(found: FoundMart, { probes, amounts }: Scanned, months: Months): string {
  const by = monthOf(found);
  const flags = probes.map((probe, at) => `(${probe.bad}) AS bad_${at}, (${probe.sample}) AS sample_${at}`);
  const counts = [
    ...usableOf(found).map((name, at) => `count(${ident(name)}) AS filled_${at}`),
    ...(amounts ? amountColumns(found) : []).map(
      (name, at) =>
        `count_if(${ident(name)} <> 0) AS some_${at}, CAST(sum(abs(${ident(name)})) AS DOUBLE) AS total_${at}, ` +
        `CAST(min(${ident(name)}) AS VARCHAR) AS least_${at}, CAST(max(${ident(name)}) AS VARCHAR) AS greatest_${at}`,
    ),
    ...probes.map(
      (_, at) =>
        `count(*) FILTER (WHERE bad_${at}) AS count_${at}, concat_ws(', ', min(sample_${at}) FILTER (WHERE bad_${at}), ` +
        `nullif(max(sample_${at}) FILTER (WHERE bad_${at}), min(sample_${at}) FILTER (WHERE bad_${at}))) AS sample_${at}`,
    ),
  ];
  const rows = `SELECT ${['*', ...flags].join(', ')} FROM checked.${ident(found.mart.name)}`;
  return `SELECT ${by ? ident(by) : 'NULL'} AS by_month, count(*) AS all_rows, ${counts.join(', ')} FROM (${rows} WHERE ${inMonths(found, months)}) GROUP BY 1 ORDER BY 1`;
}

/** Runs the statement and adds what it counts to the findings; problems are made of them when all months are in (`hitProblems`). */
export async function scan(
  builder: Builder,
  found: FoundMart,
  scanned: Scanned,
  months: Months,
  findings: ScanFindings,
): Promise<readonly Problem[]> {
  const amounts = scanned.amounts ? amountColumns(found) : [];
  for (const row of await builder.query(scanSql(found, scanned, months))) {
    const of = row.by_month === null ? null : String(row.by_month);
    findings.rows.set(of, Number(row.all_rows));
    for (const [at, name] of usableOf(found).entries()) {
      const values = { filled: Number(row[`filled_${at}`]), amounts: amountsIn(row, amounts.indexOf(name)) };
      findings.columns.set(name, (findings.columns.get(name) ?? new Map()).set(of, values));
    }
    for (const [at, probe] of scanned.probes.entries()) addHit(findings, probe, row, at, of);
  }
  return [];
}

const amountsIn = (row: Row, at: number): ColumnValues['amounts'] =>
  at < 0
    ? null
    : {
        some: Number(row[`some_${at}`]),
        total: Number(row[`total_${at}`]),
        least: row[`least_${at}`] as string | null,
        greatest: row[`greatest_${at}`] as string | null,
      };

function addHit(findings: ScanFindings, probe: Probe, row: Row, at: number, month: string | null): void {
  const count = Number(row[`count_${at}`]);
  if (count === 0 || probe.matters?.(count, Number(row.all_rows)) === false) return;
  const hit = findings.hits.get(probe) ?? { count: 0, months: [], sample: maskSample(String(row[`sample_${at}`] ?? '')) };
  findings.hits.set(probe, { ...hit, count: hit.count + count, months: month === null ? hit.months : [...hit.months, month] });
}

/** One problem a probe, over all months. */
export const hitProblems = (mart: string, findings: ScanFindings): Problem[] =>
  [...findings.hits].map(([probe, { count, months, sample }]) => ({
    mart,
    ...(probe.column ? { column: probe.column } : {}),
    ...(months[0] ? { month: months[0] } : {}),
    kind: probe.kind,
    severity: probe.severity,
    message: `${mart}.${probe.say(count, sample)}${months.length > 0 ? `, in ${monthsText(months)}` : ''}.`,
    count,
    ...(sample ? { sample } : {}),
  }));

/** "2026-10", "2026-06, 2026-10", or of many "4 months between 2026-01 and 2026-10". */
export const monthsText = (months: readonly string[]): string =>
  months.length < 4 ? months.join(', ') : `${months.length} months between ${months[0]} and ${months.at(-1)}`;
