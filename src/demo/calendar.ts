import { badInput } from '../errors.js';
import { isMonth, lastDay, monthAt, monthIndex } from '../lib/months.js';

/** A month is counted from January 2000, which is 0: so that months add and compare as numbers. */
export type MonthNumber = number;

const first = '2000-01';

export function monthNumber(name: string): MonthNumber {
  if (!isMonth(name) || name < first) throw badInput(`A month must look like 2026-10, but is "${name}".`);
  return monthIndex(name) - monthIndex(first);
}

export const monthName = (month: MonthNumber): string => monthAt(monthIndex(first) + month);

/** The month's place in the year, 1 to 12. */
export const monthOfYear = (month: MonthNumber): number => (month % 12) + 1;

export const daysIn = (month: MonthNumber): number => Number(lastDay(monthName(month)).slice(8));

/** SQL for the month's first day. */
export const firstDay = (month: MonthNumber): string => `DATE '${monthName(month)}-01'`;

/** SQL that gives the month number of a date. */
export const monthNumberOf = (date: string): string => `((year(${date}) - 2000) * 12 + month(${date}) - 1)`;

/** Use of the year: the Spring Festival dips February, March makes up for it. January first. */
const DATA_SEASON = [0.98, 0.91, 1.07, 1.0, 1.01, 1.0, 1.03, 1.03, 0.99, 1.01, 0.98, 0.99];
const VOICE_SEASON = [1.02, 0.94, 1.03, 1.0, 1.01, 1.0, 0.99, 0.99, 1.0, 0.99, 1.0, 1.01];
const JOIN_SEASON = [0.92, 0.85, 1.12, 1.02, 1.0, 1.0, 1.02, 1.08, 1.15, 1.0, 0.96, 0.94];

export const dataSeason = (month: MonthNumber): number => DATA_SEASON[month % 12]!;
export const voiceSeason = (month: MonthNumber): number => VOICE_SEASON[month % 12]!;
export const joinSeason = (month: MonthNumber): number => JOIN_SEASON[month % 12]!;
