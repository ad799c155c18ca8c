import { lastDay, shiftMonth } from './months.js';

const dayMs = 86_400_000;

const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayAt = (midnight: number): string => new Date(midnight).toISOString().slice(0, 10);

/** "2026-10-31" shifted by a number of days, back where it is negative. */
export const shiftDay = (day: string, by: number): string => dayAt(midnight(day) + by * dayMs);

/** "2026-10-31" shifted by a number of months: the same day of the month, or its last where it has none such. */
export function shiftDayByMonths(day: string, by: number): string {
  const month = shiftMonth(day.slice(0, 7), by);
  const [earlier] = [`${month}-${day.slice(8)}`, lastDay(month)].sort();
  return earlier!;
}

/** 0 of a Monday, 6 of a Sunday. */
const weekdayOf = (day: string): number => (new Date(midnight(day)).getUTCDay() + 6) % 7;

/** "2026-W41" of a day. ISO 8601: a week is of the year that its Thursday is in. */
export function weekOf(day: string): string {
  const thursday = shiftDay(day, 3 - weekdayOf(day));
  const year = thursday.slice(0, 4);
  const week = Math.floor((midnight(thursday) - midnight(`${year}-01-01`)) / dayMs / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** Monday to Sunday of "2026-W41". ISO 8601: week 1 has January 4th. */
export function daysOfWeek(week: string): readonly string[] {
  const [year, number] = week.split('-W') as [string, string];
  const fourth = `${year}-01-04`;
  const monday = shiftDay(fourth, (Number(number) - 1) * 7 - weekdayOf(fourth));
  return Array.from({ length: 7 }, (_, day) => shiftDay(monday, day));
}
