import type { Locale } from '../settings/settings.ts';
import { aroundFigure, isCount, isScale } from './units.ts';

/** U+2212, as wide as a digit. */
const minus = '−';
const tags: Readonly<Record<Locale, string>> = { EN: 'en-GB', ZH: 'zh-CN' };
const known = new Map<string, Intl.NumberFormat>();

function plain(value: number, locale: Locale, digits: number): string {
  const name = `${locale} ${digits}`;
  const format =
    known.get(name) ?? new Intl.NumberFormat(tags[locale], { minimumFractionDigits: digits, maximumFractionDigits: digits });
  known.set(name, format);
  return format.format(value);
}

/** The steps in which people say large figures: thousand millions here, 万 and 亿 there. */
const steps: Readonly<Record<Locale, readonly (readonly [number, string])[]>> = {
  EN: [
    [1e9, 'bn'],
    [1e6, 'm'],
  ],
  ZH: [
    [1e8, '亿'],
    [1e4, '万'],
  ],
};

/** A figure's size in words of the language: 4,812,345 → "4.81m", "481.23万". Counts are said in full up to six digits. */
function scaled(size: number, unit: string | null, locale: Locale): string {
  const inFull = isCount(unit) && size < 1e6;
  const [least, name] = steps[locale].find(([step]) => size >= step) ?? [1, ''];
  if (inFull || name === '') return plain(size, locale, digitsOf(size, unit));
  return plain(size / least, locale, 2) + name;
}

function digitsOf(size: number, unit: string | null): number {
  if (isCount(unit)) return Number.isInteger(size) ? 0 : 1;
  if (size >= 1000 || size === 0 || (isScale(unit) && Number.isInteger(size))) return 0;
  if (size >= 100) return 1;
  // A price per minute is small: it keeps digits that say something, as whatever two digits would make nothing of.
  const isFine = unit?.includes('/') && size < 1;
  return isFine || size < 0.005 ? (size >= 0.1 ? 3 : 4) : 2;
}

/** A figure and the unit behind it: ["¥4.81m", ""], ["481.23万", "元"], ["1.62", "%"]. */
export function figureParts(value: number, unit: string | null, locale: Locale): readonly [string, string] {
  const [before, behind] = aroundFigure(unit, locale);
  return [`${value < 0 ? minus : ''}${before}${scaled(Math.abs(value), unit, locale)}`, behind];
}

/** The number alone, for a column whose head has the unit. */
export const bareText = (value: number, unit: string | null, locale: Locale): string =>
  `${value < 0 ? minus : ''}${plain(Math.abs(value), locale, digitsOf(Math.abs(value), unit))}`;

/** A figure with its unit: "¥4.81m", "481.23万元", "1.62%". */
export const figureText = (value: number, unit: string | null, locale: Locale): string =>
  figureParts(value, unit, locale).join('');

/** The same to the last digit that the graph gives, for who points at it. */
export function exactText(value: number, unit: string | null, locale: Locale): string {
  const [before, behind] = aroundFigure(unit, locale);
  const size = new Intl.NumberFormat(tags[locale], { maximumFractionDigits: 12 }).format(Math.abs(value));
  return `${value < 0 ? minus : ''}${before}${size}${behind}`;
}

/** A change with its sign: "+0.21 pp", "−¥12,340". */
export function changeText(change: number, unit: string | null, locale: Locale): string {
  const [before, behind] = aroundFigure(unit, locale, true);
  return `${signOf(change)}${before}${scaled(Math.abs(change), unit, locale)}${behind}`;
}

/** A relative change: 0.0312 → "+3.1%". */
export const rateText = (rate: number, locale: Locale): string =>
  `${signOf(rate)}${plain(Math.abs(rate) * 100, locale, Math.abs(rate) >= 10 ? 0 : 1)}%`;

/** A share without a sign: 0.251 → "25.1%". */
export const shareText = (share: number, locale: Locale): string =>
  `${share < 0 ? minus : ''}${plain(Math.abs(share) * 100, locale, 1)}%`;

export const countText = (count: number, locale: Locale): string => plain(count, locale, Number.isInteger(count) ? 0 : 1);

/** A file's size: 12,345,678 → "12.3 MB". */
export function bytesText(bytes: number, locale: Locale): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${plain(bytes / 1000 ** step, locale, step === 0 ? 0 : 1)} ${units[step]}`;
}

const signOf = (value: number): string => (value > 0 ? '+' : value < 0 ? minus : '±');
