import { daysIn, firstDay, type MonthNumber, monthName } from './calendar.js';
import { cityNo } from './geography.js';
import { STORIES } from './stories.js';

/** The network's outage of the stories: in which city, and from which to which day of its month. */
export interface Outage {
  readonly cityNo: number;
  readonly from: number;
  readonly until: number;
}

/** The outage in a month; null in the others. */
export function outageIn(month: MonthNumber, last: MonthNumber): Outage | null {
  const { city, month: ago, from, days } = STORIES.outage;
  return last - month === ago ? { cityNo: cityNo(city), from, until: from + days - 1 } : null;
}

/** The first and last day of the outage in data up to a month, e.g. 2026-09-08. */
export function outageDays(last: MonthNumber): readonly [from: string, until: string] {
  const month = last - STORIES.outage.month;
  const { from, until } = outageIn(month, last)!;
  return [from, until].map((day) => `${monthName(month)}-${String(day).padStart(2, '0')}`) as [string, string];
}

/** SQL for the part of a number's use in a month that the outage leaves: less by the days of it on which the number was in service. */
export function usedInOutage(month: MonthNumber, last: MonthNumber): string {
  const outage = outageIn(month, last);
  if (!outage) return '1';
  const hit = `greatest(least(to_day, ${outage.until}) - greatest(from_day, ${outage.from}) + 1, 0)`;
  return `CASE WHEN city_no = ${outage.cityNo} AND to_day > 0 THEN 1 - ${1 - STORIES.outage.left} * ${hit}::DOUBLE / (to_day - from_day + 1) ELSE 1 END`;
}

/** SQL for the days of a month, as dates, on which a number may complain: from the outage on and in the week after it, where there is one. */
export function daysOfComplaint(month: MonthNumber, last: MonthNumber): readonly [from: string, until: string] {
  const outage = outageIn(month, last);
  if (!outage) return ['from_day', 'to_day'];
  const within = (day: number) => `greatest(least(${Math.min(day, daysIn(month))}, to_day), from_day)`;
  const there = (day: number, usual: string) => `CASE WHEN city_no = ${outage.cityNo} THEN ${within(day)} ELSE ${usual} END`;
  return [there(outage.from, 'from_day'), there(outage.until + 7, 'to_day')];
}

/** SQL, true of a complaint (`city`, `opened_on`) that is about the outage. */
export const ofOutage = (month: MonthNumber, last: MonthNumber): string | null => {
  const outage = outageIn(month, last);
  return outage && `city = '${STORIES.outage.city}' AND opened_on >= ${firstDay(month)} + ${outage.from - 1}`;
};
