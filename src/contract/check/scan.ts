import { ident, text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { Row } from '../../warehouse/engine.js';
import type { Problem } from '../problem.js';
import { maskSample } from '../problem.js';
import type { FoundMart } from '../read/found.js';
import type { Probe } from './probes.js';

/** What the passes over one mart have found so far. */
export interface ScanFindings {
  /** Rows by month; under null for a mart without months. */
  readonly rows: Map<string | null, number>;
  /** Values that are not null, by column. */
  readonly filled: Map<string, number>;
  /** Months in which a column has rows and no value, by column. */
  readonly empty: Map<string, string[]>;
  readonly hits: Map<Probe, Hit>;
  /** Months (null: all of it) whose pass failed: nothing is known of their rows. */
  readonly failed: Set<string | null>;
}

interface Hit {
  count: number;
  months: string[];
  sample: string;
}

export const noFindings = (): ScanFindings => ({
  rows: new Map(),
  filled: new Map(),
  empty: new Map(),
  hits: new Map(),
  failed: new Set(),
});

/** The column that a mart's rows are counted by, if it has one. */
export const monthOf = ({ mart, columns }: FoundMart): string | null =>
  mart.partition && columns.get(mart.partition)?.usable ? mart.partition : null;

/** The one statement that counts everything: `month` null: all months in one pass (a mapping reads its files anew in each). */
function scanSql(found: FoundMart, probes: readonly Probe[], month: string | null): string {
  const by = monthOf(found);
  const usable = [...found.columns].filter(([, column]) => column.usable).map(([name]) => name);
  const flags = probes.map((probe, at) => `(${probe.bad}) AS bad_${at}, (${probe.sample}) AS sample_${at}`);
  const counts = [
    ...usable.map((name, at) => `count(${ident(name)}) AS filled_${at}`),
    ...probes.map(
      (_, at) =>
        `count(*) FILTER (WHERE bad_${at}) AS count_${at}, concat_ws(', ', min(sample_${at}) FILTER (WHERE bad_${at}), ` +
        `nullif(max(sample_${at}) FILTER (WHERE bad_${at}), min(sample_${at}) FILTER (WHERE bad_${at}))) AS sample_${at}`,
    ),
  ];
  const rows = `SELECT ${['*', ...flags].join(', ')} FROM checked.${ident(found.mart.name)}`;
  const where = by && month ? ` WHERE ${ident(by)} = ${text(month)}` : '';
  return `SELECT ${by ? ident(by) : 'NULL'} AS by_month, count(*) AS all_rows, ${counts.join(', ')} FROM (${rows}${where}) GROUP BY 1 ORDER BY 1`;
}

/** Runs the statement and adds what it counts to the findings; problems are made of them when all months are in (`hitProblems`). */
export async function scan(
  builder: Builder,
  found: FoundMart,
  probes: readonly Probe[],
  month: string | null,
  findings: ScanFindings,
): Promise<readonly Problem[]> {
  const usable = [...found.columns].filter(([, column]) => column.usable).map(([name]) => name);
  for (const row of await builder.query(scanSql(found, probes, month))) {
    const of = row.by_month === null ? null : String(row.by_month);
    findings.rows.set(of, Number(row.all_rows));
    for (const [at, name] of usable.entries()) {
      const filled = Number(row[`filled_${at}`]);
      findings.filled.set(name, (findings.filled.get(name) ?? 0) + filled);
      if (filled === 0 && of !== null) findings.empty.set(name, [...(findings.empty.get(name) ?? []), of]);
    }
    for (const [at, probe] of probes.entries()) addHit(findings, probe, row, at, of);
  }
  return [];
}

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
