import type { Builder } from '../../warehouse/duckdb.js';
import type { Problem } from '../problem.js';
import type { FoundMart, Survey } from '../read/found.js';
import type { CheckOptions } from '../report/check-report.js';
import { duplicateKeys, hasKey, repeatedRows } from './keys.js';
import { probesOf } from './probes.js';
import { roundedSums } from './rounded-sums.js';
import { monthOf, type ScanFindings, scan } from './scan.js';
import { monthMismatch, overflows, unreadable } from './values.js';

/** One pass over a mart or a month of it. */
export interface CheckStep {
  readonly mart: string;
  readonly month: string | null;
  run(): Promise<readonly Problem[]>;
}

/** The passes over one mart: all probes together once a month, its keys, and what only the files themselves can tell. */
export function checkSteps(
  builder: Builder,
  found: FoundMart,
  survey: Survey,
  findings: ScanFindings,
  options: CheckOptions,
): CheckStep[] {
  const { thresholds } = options;
  const scanned = { probes: probesOf(found, survey, options.measures), amounts: thresholds !== undefined };
  const parts = found.kind === 'parquet' && monthOf(found) ? [...new Set(found.files.map((file) => file.month))].sort() : [null];
  const keyed = hasKey(found) ? (found.mart.key.includes(monthOf(found) ?? '') ? parts : [null]) : [];
  // A mapping whose columns cannot be computed fails all passes alike, and is searched for them once.
  const isBroken = (): boolean => found.kind === 'mapping' && findings.failed.size > 0;
  const step = (month: string | null, work: () => Promise<readonly Problem[]>): CheckStep => stepOf(builder, found, month, work);
  return [
    ...parts.map((month) =>
      step(month, () =>
        scan(builder, found, scanned, month, findings).catch((error: unknown) => {
          findings.failed.add(month);
          throw error;
        }),
      ),
    ),
    ...keyed.map((month) => step(month, async () => (isBroken() ? [] : duplicateKeys(builder, found, month)))),
    ...(thresholds && monthOf(found) && found.mart.key.length === 0 ? parts : []).map((month) =>
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
