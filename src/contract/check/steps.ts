import type { Builder } from '../../warehouse/duckdb.js';
import type { Problem } from '../problem.js';
import type { FoundMart, Survey } from '../read/found.js';
import type { CheckOptions } from '../report/check-report.js';
import { duplicateKeys, hasKey, repeatedRows } from './keys.js';
import { probesOf } from './probes.js';
import { roundedSums } from './rounded-sums.js';
import { type Months, monthOf, type ScanFindings, scan } from './scan.js';
import { monthMismatch, overflows, unreadable } from './values.js';

/** One pass over a mart or a month of it. */
export interface CheckStep {
  readonly mart: string;
  readonly month: string | null;
  run(): Promise<readonly Problem[]>;
}

/** Rows of months that are looked at in one pass: of few rows, most of a pass's time is its planning. A larger month has a pass of its own. */
const ROWS_AT_ONCE = 50_000;

/** The months of a mart in lots for one pass each, oldest first; what has no folders by month, and what a mapping reads, is one. */
function lotsOf(found: FoundMart, only?: ReadonlySet<string>): readonly Months[] {
  const rows = new Map<string, number>();
  for (const { month, rows: own } of found.files) if (month !== null) rows.set(month, (rows.get(month) ?? 0) + own);
  if (found.kind !== 'parquet' || !monthOf(found) || rows.size === 0) return [null];
  const lots: { rows: number; months: string[] }[] = [];
  for (const [month, own] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (only && !only.has(month)) continue;
    const last = lots.at(-1);
    if (last && last.rows + own <= ROWS_AT_ONCE) Object.assign(last, { rows: last.rows + own, months: [...last.months, month] });
    else lots.push({ rows: own, months: [month] });
  }
  return lots.map(({ months }) => months);
}

/**
 * The passes over one mart: all probes together once a month, its keys, and what only the files themselves can tell. `only`: of these
 * months, and of a mart without months or a mapping all.
 */
export function checkSteps(
  builder: Builder,
  found: FoundMart,
  survey: Survey,
  findings: ScanFindings,
  options: CheckOptions,
  only?: ReadonlySet<string>,
): CheckStep[] {
  const { thresholds } = options;
  const scanned = { probes: probesOf(found, survey, options.measures), amounts: thresholds !== undefined };
  const lots = lotsOf(found, only);
  const keyed = hasKey(found) ? (found.mart.key.includes(monthOf(found) ?? '') ? lots : [null]) : [];
  // A mapping whose columns cannot be computed fails all passes alike, and is searched for them once.
  const isBroken = (): boolean => found.kind === 'mapping' && findings.failed.size > 0;
  const step = (month: string | null, work: () => Promise<readonly Problem[]>): CheckStep => stepOf(builder, found, month, work);
  const inLot = (months: Months, work: (months: Months) => Promise<readonly Problem[]>): CheckStep =>
    step(months?.[0] ?? null, async () => {
      if (!months || months.length === 1) return work(months);
      // Which of the months it is that cannot be read shows when each is looked at alone.
      return work(months).catch(async () => {
        const alone = months.map((month) => step(month, () => work([month])).run());
        return (await Promise.all(alone)).flat();
      });
    });
  const look = (months: Months): Promise<readonly Problem[]> =>
    scan(builder, found, scanned, months, findings).catch((error: unknown) => {
      if (!months || months.length === 1) findings.failed.add(months?.[0] ?? null);
      throw error;
    });
  const singles = lots.flatMap((lot): readonly (string | null)[] => lot ?? [null]);
  return [
    ...lots.map((lot) => inLot(lot, look)),
    ...keyed.map((lot) => inLot(lot, async (months) => (isBroken() ? [] : duplicateKeys(builder, found, months)))),
    ...(thresholds && monthOf(found) && found.mart.key.length === 0 ? singles : []).map((month) =>
      step(month, () => repeatedRows(builder, found, month, thresholds!)),
    ),
    ...(thresholds && found.kind === 'mapping' ? [thresholds] : []).map((limits) =>
      // What it cannot compute with more decimals it does not judge.
      step(null, async () => (isBroken() ? [] : roundedSums(builder, found, limits).catch(() => []))),
    ),
    step(null, async () =>
      isBroken() ? [] : [...(await overflows(builder, found, survey)), ...(await monthMismatch(builder, found))],
    ),
  ];
}

/** A pass that fails becomes a problem too, and the others go on. */
export const stepOf = (
  builder: Builder,
  found: FoundMart,
  month: string | null,
  work: () => Promise<readonly Problem[]>,
): CheckStep => ({
  mart: found.mart.name,
  month,
  run: () => work().catch((error: unknown) => unreadable(builder, found, month, error)),
});

/** Runs the passes one after the other, telling progress. */
export async function runAll(
  steps: readonly CheckStep[],
  done: number,
  total: number,
  options: CheckOptions,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const said = new Set<string>();
  for (const [at, { mart, month, run }] of steps.entries()) {
    options.onProgress?.({ mart, month, done: done + at, total });
    for (const problem of await run()) {
      // A file that cannot be read fails every pass over it: once is enough.
      if (!said.has(problem.message)) problems.push(problem);
      said.add(problem.message);
    }
  }
  return problems;
}
