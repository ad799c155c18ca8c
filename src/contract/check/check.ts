import { chinaTime } from '../../lib/time-zone.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { Problem } from '../problem.js';
import type { Warehouse } from '../read/found.js';
import { surveyWarehouse } from '../read/survey.js';
import { createViews } from '../read/views.js';
import type { CheckOptions, CheckReport } from '../report/check-report.js';
import type { Contract } from '../types.js';
import { consecutive, continuity } from './continuity.js';
import { columnCoverage, emptyColumns, notesOf } from './coverage.js';
import { daySteps } from './days.js';
import { addJoiningDays, comparedMonths, type JoiningDays, joiningDayProblems } from './joining-days.js';
import { emptyMonths, monthGaps, monthsOf, oddRowCounts } from './months.js';
import { outlierSteps } from './outliers.js';
import { hitProblems, noFindings } from './scan.js';
import { checkSteps, runAll, stepOf } from './steps.js';
import { withUnknownCodes } from './unknown-codes.js';
import { unusualMonths } from './unusual.js';
import { soundReferences } from './values.js';

export type { CheckReport } from '../report/check-report.js';

/**
 * Everything that is wrong with a warehouse, at once: its form (as attachWarehouse refuses it) and its rows. Rows are read once
 * a month for all probes together, and once more for the keys. Throws BAD_USER_INPUT only where there is no warehouse at all.
 * No problem's text or sample holds a personal value.
 */
export async function checkWarehouse(
  builder: Builder,
  contract: Contract,
  warehouse: Warehouse,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const { thresholds } = options;
  const survey = await soundReferences(builder, await surveyWarehouse(builder, contract, warehouse));
  // Values that do not fit are null here and counted apart, so that one bad value does not end the pass.
  await createViews(builder, survey, 'checked', 'TRY_CAST');
  try {
    const readable = [...survey.marts.values()].filter((found) => found.relation !== null);
    const findings = new Map(readable.map((found) => [found.mart.name, noFindings()]));
    const steps = readable.flatMap((found) => checkSteps(builder, found, survey, findings.get(found.mart.name)!, options));
    const pairsAhead = new Set(survey.marts.get('number_month')?.files.map((file) => file.month)).size - 1;
    const problems = [...survey.problems, ...(await runAll(steps, 0, steps.length + Math.max(0, pairsAhead), options))];
    // What compares months waits until they are known.
    const months = monthsOf(findings.get('number_month') ?? noFindings());
    for (const found of readable) {
      const own = findings.get(found.mart.name)!;
      problems.push(
        ...(await withUnknownCodes(builder, found, hitProblems(found.mart.name, own))),
        ...emptyMonths(found, own),
        ...monthGaps(found, own, months),
      );
      problems.push(...emptyColumns(found, own));
      const further = consecutive(found, months).map((month) =>
        stepOf(builder, found, month, () => continuity(builder, found, month, thresholds)),
      );
      if (thresholds) {
        problems.push(...oddRowCounts(found, own, thresholds), ...unusualMonths(found, own, thresholds));
        further.push(...outlierSteps(builder, found, own, thresholds));
      }
      problems.push(...(await runAll(further, steps.length, steps.length + further.length, options)));
    }
    const joins: JoiningDays = new Map();
    const compared = comparedMonths(survey, months).map((month) =>
      stepOf(builder, survey.marts.get('number_event')!, month, () => addJoiningDays(builder, month, joins)),
    );
    const last = [...compared, ...daySteps(builder, survey, months)];
    problems.push(...(await runAll(last, steps.length, steps.length + last.length, options)));
    problems.push(...joiningDayProblems(joins, warehouse.timeZone ?? chinaTime));
    return {
      problems: inOrder(problems, [...survey.marts.keys()]),
      coverage: columnCoverage(survey, findings, options.neededBy),
      months,
      rows: [...findings].flatMap(([mart, { rows }]) => [...rows].map(([month, n]) => ({ mart, month, rows: n }))),
      idType: survey.idType,
      notes: notesOf(survey),
    };
  } finally {
    await builder.execute('DROP SCHEMA IF EXISTS checked CASCADE');
  }
}

/** By mart, errors first. */
const inOrder = (problems: readonly Problem[], marts: readonly string[]): Problem[] =>
  [...problems].sort((a, b) => marts.indexOf(a.mart) - marts.indexOf(b.mart) || a.severity.localeCompare(b.severity));
