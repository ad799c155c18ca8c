import { badInput } from '../../errors.js';
import type { AskedBaseline } from '../../figures/baseline.js';
import { daysOfWeek, shiftDay, shiftDayByMonths, weekOf } from '../../lib/days.js';
import { groupedBy } from '../../lib/grouped-by.js';
import { daysOf } from '../../lib/months.js';
import type { Period, TimeGrain } from './period.js';

export type DayGrain = 'DAY' | 'WEEK';

export const isOfDays = <T extends { readonly grain: TimeGrain }>(asked: T): asked is T & { readonly grain: DayGrain } =>
  asked.grain === 'DAY' || asked.grain === 'WEEK';

/** The day of the same date in another month; null where that month is shorter. */
const sameDate = (day: string, months: number): string | null => {
  const shifted = shiftDayByMonths(day, months);
  return shifted.slice(8) === day.slice(8) ? shifted : null;
};

/** Which day each day is compared with. Of a week they are its seven days', so that a week that is cut off is compared with as many days. */
const baselines: Readonly<Record<DayGrain, Readonly<Partial<Record<AskedBaseline, (day: string) => string | null>>>>> = {
  DAY: {
    PREVIOUS_PERIOD: (day) => shiftDay(day, -1),
    SAME_WEEKDAY: (day) => shiftDay(day, -7),
    PREVIOUS_MONTH: (day) => sameDate(day, -1),
    SAME_MONTH_LAST_YEAR: (day) => sameDate(day, -12),
    NONE: () => null,
  },
  WEEK: {
    PREVIOUS_PERIOD: (day) => shiftDay(day, -7),
    SAME_MONTH_LAST_YEAR: (day) => shiftDay(day, -7 * 52),
    NONE: () => null,
  },
};

/** Errors: BAD_USER_INPUT with the baselines that the grain has. */
export function requireDayBaseline(grain: DayGrain, against: AskedBaseline): void {
  const known = Object.keys(baselines[grain]);
  if (!known.includes(against))
    throw badInput(`analysis(grain: ${grain}, against: ${against}): a ${grain.toLowerCase()} has ${known.join(', ')}.`);
}

/** A day or an ISO week with its days that are asked for, and the days that these are compared with. */
export interface DayPeriod extends Period {
  readonly days: readonly string[];
  readonly daysBefore: readonly string[];
}

/** The days or weeks of months that are asked for, oldest first. */
export function dayPeriods(months: readonly string[], grain: DayGrain, against: AskedBaseline): readonly DayPeriod[] {
  const codeOf = grain === 'DAY' ? (day: string) => day : weekOf;
  return [...groupedBy(months.flatMap(daysOf), codeOf)].map(([code, days]) => {
    const daysBefore = days.map(baselines[grain][against]!).filter((day) => day !== null);
    return {
      code,
      days,
      daysBefore,
      months: monthsOf(days),
      before: monthsOf(daysBefore),
      beforeCode: daysBefore.length > 0 ? codeOf(daysBefore[0]!) : null,
      isPartial: grain === 'WEEK' && days.length < daysOfWeek(code).length,
    };
  });
}

const monthsOf = (days: readonly string[]): readonly string[] => [...new Set(days.map((day) => day.slice(0, 7)))];
