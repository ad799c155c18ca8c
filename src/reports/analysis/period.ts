import { badInput } from '../../errors.js';
import { type Baseline, baselineMonths } from '../../figures/baseline.js';
import { daysOfWeek } from '../../lib/days.js';
import { groupedBy } from '../../lib/grouped-by.js';
import { monthsUpTo, shiftMonth } from '../../lib/months.js';

export type TimeGrain = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'TOTAL';

/** A row's time: "2026-10", "2026-Q4", "2026", "2026-08..2026-10" (TOTAL), "2026-10-03", "2026-W41". */
export interface Period {
  readonly code: string;
  /** Its months that are asked for; the month of a day, the one or two of a week. */
  readonly months: readonly string[];
  /** Months of its baseline; none where there is none. */
  readonly before: readonly string[];
  /** What its baseline is called: "2026-09", "2026-07..2026-09", a day or week; null where there is none. */
  readonly beforeCode: string | null;
  /** Some of it lies outside what is asked for. */
  readonly isPartial: boolean;
}

/** Periods of whole months, oldest first. `months`: those asked for, without a gap. Errors: BAD_USER_INPUT for a baseline they do not have. */
export function periodsOf(
  months: readonly string[],
  grain: 'MONTH' | 'QUARTER' | 'YEAR' | 'TOTAL',
  against: Baseline,
): readonly Period[] {
  const length = { MONTH: 1, QUARTER: 3, YEAR: 12, TOTAL: 0 }[grain];
  return [...groupedBy(months, (month) => codeOf(month, grain, months))].map(([code, own]) => {
    const before = baselineOf(own, against);
    return { code, months: own, before, beforeCode: codeOfMonths(before), isPartial: length > 0 && own.length < length };
  });
}

function codeOf(month: string, grain: TimeGrain, months: readonly string[]): string {
  const year = month.slice(0, 4);
  if (grain === 'QUARTER') return `${year}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
  if (grain === 'YEAR') return year;
  return grain === 'TOTAL' ? spanOf(months) : month;
}

const spanOf = (months: readonly string[]): string => `${months[0]}..${months.at(-1)}`;

/** The first day of a period by its code: "2026-10-01" of "2026-Q4", of a week its Monday, of several months that of the first. */
export function firstDayOf(code: string): string {
  const [first] = code.split('..') as [string];
  if (first.includes('W')) return daysOfWeek(first)[0]!;
  const [year, rest = '01'] = first.split(/-(.*)/s);
  if (rest.startsWith('Q')) return `${year}-${String(Number(rest[1]) * 3 - 2).padStart(2, '0')}-01`;
  return rest.includes('-') ? first : `${year}-${rest}-01`;
}

/** What months together are called: "2026-09", "2026-07..2026-09"; null of none. */
export const codeOfMonths = (months: readonly string[]): string | null =>
  months.length > 1 ? spanOf(months) : (months[0] ?? null);

/** What a period is compared with; of several months the period as long before it, or its months a year before. */
function baselineOf(months: readonly string[], against: Baseline): readonly string[] {
  const [first] = months as [string];
  if (months.length === 1) return baselineMonths(first, against);
  if (against === 'PREVIOUS_MONTH') return monthsUpTo(shiftMonth(first, -1), months.length);
  if (against === 'SAME_MONTH_LAST_YEAR') return months.map((month) => shiftMonth(month, -12));
  // The plan's figures are no months'.
  if (against === 'NONE' || against === 'TARGET') return [];
  throw badInput(
    `analysis(against: ${against}): only months have this baseline; take grain: MONTH, or PREVIOUS_MONTH or SAME_MONTH_LAST_YEAR.`,
  );
}
