import type { Names } from './names.js';

/** How figures of a unit are said, and how changes of them are, where that differs. */
interface UnitWords extends Names {
  readonly change?: Names;
}

/** Units as the catalogue writes them. What it counts in English is counted in Chinese by a measure word. */
const words: Readonly<Record<string, UnitWords>> = {
  '%': { en: '%', zh: '%', change: { en: 'points', zh: '个百分点' } },
  CNY: { en: 'CNY', zh: '元' },
  'CNY/GB': { en: 'CNY/GB', zh: '元/GB' },
  'CNY/min': { en: 'CNY/min', zh: '元/分钟' },
  GB: { en: 'GB', zh: 'GB' },
  min: { en: 'min', zh: '分钟' },
  numbers: { en: 'numbers', zh: '户' },
  customers: { en: 'customers', zh: '个客户' },
  households: { en: 'households', zh: '个家庭' },
  contacts: { en: 'contacts', zh: '次' },
  complaints: { en: 'complaints', zh: '件' },
  orders: { en: 'orders', zh: '笔' },
  leads: { en: 'leads', zh: '条' },
  share: { en: 'share', zh: '（比例）' },
  probability: { en: 'probability', zh: '（概率）' },
  parties: { en: 'parties', zh: '人' },
  messages: { en: 'messages', zh: '条' },
  times: { en: 'times', zh: '次' },
  days: { en: 'days', zh: '天' },
  months: { en: 'months', zh: '个月' },
  years: { en: 'years', zh: '年' },
  'per 10,000': { en: 'per 10,000', zh: '件/万户' },
  points: { en: 'points', zh: '分' },
  '1-10': { en: 'of 10', zh: '分', change: { en: 'points', zh: '分' } },
  '1-5': { en: 'of 5', zh: '级', change: { en: 'levels', zh: '级' } },
};

const wordsOf = (unit: string): UnitWords => words[unit] ?? { en: unit, zh: unit };

/** What stands behind a figure, with the space before it: " CNY", "元", " %". A unit that is not known is said as it is written. */
export const unitBehind = (unit: string): Names => spaced(wordsOf(unit));

/** The same behind a change of it: a rate changes by points, "个百分点", and not by per cent of itself. */
export const changeUnitBehind = (unit: string): Names => spaced(wordsOf(unit).change ?? wordsOf(unit));

/** A value of a column as people say it, in which unit: shares and probabilities are said in per cent. */
export const saidOf = (value: number, unit: string): { readonly value: number; readonly unit: string } =>
  unit === 'share' || unit === 'probability' ? { value: Number((100 * value).toPrecision(12)), unit: '%' } : { value, unit };

/** Whether figures of the unit are rates in per cent, whose relative change would be read as points. */
export const isPercent = (unit: string): boolean => unit === '%';

/** Latin letters stand off the digits; Chinese ones, and %, do not in Chinese. */
const spaced = ({ en, zh }: Names): Names => ({ en: en && ` ${en}`, zh: /^[a-z]/i.test(zh) ? ` ${zh}` : zh });
