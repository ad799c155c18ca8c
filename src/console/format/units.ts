import type { Locale } from '../settings/settings.ts';

interface UnitWords {
  readonly en: string;
  readonly zh: string;
  /** Behind a change, where that is another: a rate changes by points. */
  readonly change?: { readonly en: string; readonly zh: string };
  /** Stands before the figure in English. */
  readonly isBefore?: boolean;
}

/** Units as the catalogue writes them, and as they stand beside a figure. */
const units: Readonly<Record<string, UnitWords>> = {
  '%': { en: '%', zh: '%', change: { en: ' pp', zh: '个百分点' } },
  CNY: { en: '¥', zh: '元', isBefore: true },
  'CNY/GB': { en: ' ¥/GB', zh: '元/GB' },
  'CNY/min': { en: ' ¥/min', zh: '元/分钟' },
  GB: { en: ' GB', zh: ' GB' },
  min: { en: ' min', zh: '分钟' },
  // What is counted goes by its name: "Leavers 1,620", "离网 1,620户".
  numbers: { en: '', zh: '户' },
  contacts: { en: '', zh: '次' },
  complaints: { en: '', zh: '件' },
  orders: { en: '', zh: '笔' },
  days: { en: ' days', zh: '天' },
  months: { en: ' months', zh: '个月' },
  years: { en: ' years', zh: '年' },
  'per 10,000': { en: ' per 10k', zh: '件/万户' },
  points: { en: ' points', zh: '分' },
  '1-10': { en: ' of 10', zh: '分', change: { en: ' points', zh: '分' } },
  '0-100': { en: ' of 100', zh: '分', change: { en: ' points', zh: '分' } },
  '1-5': { en: ' of 5', zh: '级', change: { en: ' levels', zh: '级' } },
  '0-10': { en: ' of 10', zh: '分' },
  parties: { en: '', zh: '个' },
  messages: { en: '', zh: '条' },
  share: { en: '', zh: '' },
  '0-1': { en: '', zh: '' },
  times: { en: ' ×', zh: ' 倍' },
  index: { en: '', zh: '' },
};

/** What stands before and behind a figure of the unit. */
export function aroundFigure(unit: string | null, locale: Locale, isChange = false): readonly [string, string] {
  if (unit === null) return ['', ''];
  const words = units[unit] ?? { en: ` ${unit}`, zh: ` ${unit}` };
  const said = (isChange && words.change) || words;
  if (locale === 'ZH') return ['', said.zh];
  return words.isBefore ? [said.en, ''] : ['', said.en];
}

/** Units of which figures are counts: no digits behind the point. */
export const isCount = (unit: string | null): boolean =>
  ['numbers', 'contacts', 'complaints', 'orders', 'days'].includes(unit ?? '');

/** Units that most often come in whole steps. */
export const isScale = (unit: string | null): boolean =>
  unit === null || ['1-5', '1-10', '0-10', 'months', 'years', 'parties', 'messages', 'min'].includes(unit);
