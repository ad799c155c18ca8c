import { shiftMonth } from '../../lib/months.js';
import { atRiskOf, kaplanMeier, type LastSeen } from '../../methods/value/kaplan-meier.js';
import { camelCase } from '../../slices/columns.js';
import type { Row } from '../../warehouse/engine.js';
import { dimensionColumn } from '../column.js';
import type { ReportRequest, ReportTable } from '../report.js';
import { type CohortQuestion, survivalStatement } from './cohort-retention.queries.js';
import { monthDistance, numberColumn } from './common.js';

/** One survival curve of all cohorts by months since joining: who first went off the books when. Cohorts from before the data tell nothing. */
export async function cohortSurvivalTable(question: CohortQuestion, { context }: ReportRequest): Promise<ReportTable> {
  const { months, by } = question;
  const rows = await context.run(survivalStatement(question, context));
  const followed = rows.filter(({ cohort }) => context.coverage.months.includes(cohort as string));
  const codes = [...new Set(followed.map((row) => row.code as string | null))].sort();
  return {
    columns: [
      ...(by ? [dimensionColumn(by, camelCase(by.code))] : []),
      numberColumn('months', 'Months since joining', '入网后月数', 'months'),
      numberColumn('atRisk', 'Followed to then', '观察到该月的号码', 'numbers'),
      numberColumn('left', 'Left', '离网', 'numbers'),
      numberColumn('retention', 'Retention', '留存率', '%'),
    ],
    rows: codes.flatMap((code) => {
      const own = followed.filter((row) => row.code === code).map((row) => lastSeen(row, months.at(-1)!));
      return survivalCurve(own, months.length).map((cells) => ({
        cells: [...(by ? [code] : []), ...cells],
        slice: null,
        totalOf: [],
      }));
    }),
  };
}

/** Whoever has no row any more went off the books in the month after its last one. */
function lastSeen({ cohort, off, seen, numbers }: Row, last: string): LastSeen {
  const left = (off as string | null) ?? ((seen as string) < last ? shiftMonth(seen as string, 1) : null);
  const time = monthDistance(cohort as string, left ?? last);
  return left ? { time, left: Number(numbers), censored: 0 } : { time, left: 0, censored: Number(numbers) };
}

/** Months since joining, numbers at risk, leavers and survival in %, one row a month to which anyone was followed. */
export function survivalCurve(groups: readonly LastSeen[], months: number): readonly (readonly number[])[] {
  const times = atRiskOf(
    Array.from({ length: months }, (_, time) => {
      const same = groups.filter((group) => group.time === time);
      const sum = (of: 'left' | 'censored') => same.reduce((all, group) => all + group[of], 0);
      return { time, left: sum('left'), censored: sum('censored') };
    }),
  );
  const steps = kaplanMeier(times);
  return times
    .filter(({ atRisk }) => atRisk > 0)
    .map(({ time, atRisk, left }) => {
      const survival = steps.filter((step) => step.time <= time).at(-1)?.survival ?? 1;
      return [time, atRisk, left, survival * 100];
    });
}
