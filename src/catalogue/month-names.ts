import type { Names } from './names.js';

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
