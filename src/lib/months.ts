/**
 * Months are texts like "2026-10", which sort as they follow each other; days are texts like "2026-10-31" (`days.ts`). Both are of the
 * operator's calendar, never instants: `time-zone.ts` has what turns one into the other.
 */

/** Months since the year 0: what months are apart. */
export function monthIndex(month: string): number {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return year * 12 + number - 1;
}

/** The month of an index: `monthAt(monthIndex("2026-10"))` is "2026-10". */
export const monthAt = (index: number): string =>
  `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((((index % 12) + 12) % 12) + 1).padStart(2, '0')}`;

/** "2026-10" shifted by a number of months, back where it is negative. */
export const shiftMonth = (month: string, by: number): string => monthAt(monthIndex(month) + by);

/** The last `count` months up to and with `month`, oldest first. */
export const monthsUpTo = (month: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => shiftMonth(month, index - count + 1));

/** The months from one to another and with both, oldest first; none where the first is the later. */
export const monthsBetween = (first: string, last: string): readonly string[] =>
  monthsUpTo(last, Math.max(0, monthIndex(last) - monthIndex(first) + 1));

/** "2026-02" → "2026-02-28". */
export function lastDay(month: string): string {
  // Day 0 of the next month. Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(Number(month.slice(0, 4)), Number(month.slice(5)), 0);
  return date.toISOString().slice(0, 10);
}

/** All days of a month, oldest first. */
export const daysOf = (month: string): readonly string[] =>
  Array.from({ length: Number(lastDay(month).slice(8)) }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`);

/** "2026-10", and a month that the calendar has. */
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
