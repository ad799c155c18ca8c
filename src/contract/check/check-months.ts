import { shiftMonth } from '../../lib/months.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { Problem } from '../problem.js';
import type { Warehouse } from '../read/found.js';
import { surveyWarehouse } from '../read/survey.js';
import { createViews } from '../read/views.js';
import type { CheckOptions } from '../report/check-report.js';
import type { Contract } from '../types.js';
import { consecutive, continuity } from './continuity.js';
import { daySteps } from './days.js';
import { hitProblems, noFindings } from './scan.js';
import { checkSteps, runAll, stepOf } from './steps.js';
import { withUnknownCodes } from './unknown-codes.js';
import { soundReferences } from './values.js';

/** By mart. */
export type MonthsOfMarts = ReadonlyMap<string, readonly string[]>;

/**
 * The errors in the rows of some months, as `checkWarehouse` tells them of all: what a build asks before it makes those months,
 * so that a new month costs a month; `further`: of some marts in other months as well. Marts without months are looked at as a whole.
 */
export async function checkMonths(
  builder: Builder,
  contract: Contract,
  warehouse: Warehouse,
  months: readonly string[],
  { further = new Map(), ...options }: CheckOptions & { readonly further?: MonthsOfMarts } = {},
): Promise<readonly Problem[]> {
  const survey = await soundReferences(builder, await surveyWarehouse(builder, contract, warehouse));
  await createViews(builder, survey, 'checked', 'TRY_CAST');
  const problems: Problem[] = [...survey.problems];
  try {
    for (const found of survey.marts.values()) {
      if (found.relation === null) continue;
      const findings = noFindings();
      const all = [...new Set(found.files.map(({ month }) => month))].filter((month) => month !== null).sort();
      const wanted = new Set([...months, ...(further.get(found.mart.name) ?? [])]);
      const pairs = consecutive(found, all).filter((month) => wanted.has(month) || wanted.has(shiftMonth(month, 1)));
      const steps = [
        ...checkSteps(builder, found, survey, findings, options, wanted),
        ...pairs.map((month) => stepOf(builder, found, month, () => continuity(builder, found, month))),
      ];
      problems.push(...(await runAll(steps, 0, steps.length, options)));
      problems.push(...(await withUnknownCodes(builder, found, hitProblems(found.mart.name, findings))));
    }
    const days = daySteps(builder, survey, months);
    problems.push(...(await runAll(days, 0, days.length, options)));
  } finally {
    await builder.execute('DROP SCHEMA IF EXISTS checked CASCADE');
  }
  return problems.filter(({ severity }) => severity === 'error');
}
