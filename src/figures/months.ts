import type { Names } from '../catalogue/names.js';

/** "2026-10" shifted by a number of months. */
export function shiftMonth(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const index = year * 12 + (number - 1) + by;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((((index % 12) + 12) % 12) + 1).padStart(2, '0')}`;
}

/** The last `count` months up to and with `month`, oldest first. */
export const monthsUpTo = (month: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => shiftMonth(month, index - count + 1));

/** "2026-02" → "2026-02-28". */
export function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

const english = 'January February March April May June July August September October November December'.split(' ');

/** What people call a month: "October 2026", "2026年10月". */
export function monthNames(month: string): Names {
  const [year, number] = [month.slice(0, 4), Number(month.slice(5))];
  return { en: `${english[number - 1]} ${year}`, zh: `${year}年${number}月` };
}

/** What people call some months; the year is said once where it is the same: "July to September 2026", "2026年7月至9月". */
export function monthsNames(from: string, to: string): Names {
  const [first, last] = [monthNames(from), monthNames(to)];
  if (from === to) return first;
  const isSameYear = from.slice(0, 4) === to.slice(0, 4);
  return {
    en: `${isSameYear ? first.en.slice(0, -5) : first.en} to ${last.en}`,
    zh: `${first.zh}至${isSameYear ? last.zh.slice(5) : last.zh}`,
  };
}
