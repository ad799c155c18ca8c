import { thresholdValue } from '../../catalogue/thresholds.js';
import type { Threshold } from '../../catalogue/types.js';
import { isMonth, monthsBetween } from '../../lib/months.js';
import { counted, type Problem } from '../problem.js';
import type { FoundMart } from '../read/found.js';
import type { ScanFindings } from './scan.js';

/** Months with rows, ascending. */
export const monthsOf = (findings: ScanFindings): readonly string[] =>
  [...findings.rows].flatMap(([month, rows]) => (month !== null && rows > 0 ? [month] : [])).sort();

/** Months between the first and the last that have no rows; of other marts, months that number_month has and they have not, but those before one begins that may. */
export function monthGaps(found: FoundMart, findings: ScanFindings, base: readonly string[]): Problem[] {
  const own = monthsOf(findings).filter(isMonth);
  const isBase = found.mart.name === 'number_month';
  if (own.length === 0) return [];
  const since = found.mart.beginsLate ? own[0]! : '';
  const asked = isBase ? monthsBetween(own[0]!, own.at(-1)!).slice(0, 1200) : base.filter((month) => month >= since);
  const missing = asked.filter((month) => !own.includes(month) && !findings.failed.has(month) && !findings.failed.has(null));
  if (missing.length === 0) return [];
  const shown = `${missing.slice(0, 6).join(', ')}${missing.length > 6 ? ', …' : ''}`;
  return [
    {
      mart: found.mart.name,
      month: missing[0]!,
      kind: 'month-gap',
      severity: isBase ? 'error' : 'warning',
      message: `${found.mart.name}: expected every month ${isBase ? `from ${own[0]} to ${own.at(-1)}` : `that number_month has${since && ` from ${since}`}`}, found no rows of ${shown}.`,
      count: missing.length,
    },
  ];
}

/** Files of a month, but no rows in it. */
export function emptyMonths(found: FoundMart, findings: ScanFindings): Problem[] {
  const severity = found.mart.required ? 'error' : 'warning';
  const empty = [...new Set(found.files.flatMap((file) => file.month ?? []))].filter(
    (month) => !findings.rows.get(month) && !findings.failed.has(month),
  );
  const problems = empty.map((month): Problem => {
    const file = found.files.find((each) => each.month === month)!.name;
    const message = `${found.mart.name}: expected rows in ${month}, found ${counted(found.files.filter((each) => each.month === month).length, 'file')} without any.`;
    return { mart: found.mart.name, file, month, kind: 'empty-month', severity, message };
  });
  if (problems.length === 0 && findings.failed.size === 0 && [...findings.rows.values()].every((rows) => rows === 0))
    problems.push({
      mart: found.mart.name,
      kind: 'empty-month',
      severity,
      message: `${found.mart.name}: expected rows, found none.`,
    });
  return problems;
}

/**
 * Months whose number of rows is far off both of their neighbours (at either end: off the two months nearest): a load cut
 * short, or done twice. Only for marts with the month in their key: events and contacts may well come and go.
 */
export function oddRowCounts(found: FoundMart, findings: ScanFindings, thresholds: ReadonlyMap<string, Threshold>): Problem[] {
  const off = thresholdValue('check_rows', thresholds);
  const months = monthsOf(findings).filter(isMonth);
  if (!found.mart.partition || !found.mart.key.includes(found.mart.partition) || months.length < 2) return [];
  const rows = months.map((month) => findings.rows.get(month)!);
  const last = months.length - 1;
  return months.flatMap((month, at): Problem[] => {
    const near = (at === 0 ? [1, 2] : at === last ? [last - 1, last - 2] : [at - 1, at + 1]).flatMap(
      (index) => rows[index] ?? [],
    );
    const own = rows[at]!;
    // Of two months nobody can say which is odd: the later is named.
    if ((months.length === 2 && at === 0) || !near.every((other) => Math.abs(own - other) > other * off)) return [];
    const message = `${found.mart.name}: expected about ${near.map((n) => n.toLocaleString('en-US')).join(' or ')} rows in ${month} as in the months beside it, found ${own.toLocaleString('en-US')}.`;
    return [{ mart: found.mart.name, month, kind: 'row-count', severity: 'warning', message, count: own }];
  });
}
