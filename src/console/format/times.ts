import type { TimeZone } from '../../lib/time-zone.js';
import type { Locale } from '../settings/settings.ts';

const tags: Readonly<Record<Locale, string>> = { EN: 'en-GB', ZH: 'zh-CN' };

/** "2026-10" → "Oct 2026", "2026年10月". */
export function monthText(month: string, locale: Locale): string {
  const [year, number] = month.split('-').map(Number);
  if (locale === 'ZH') return `${year}年${number}月`;
  return new Intl.DateTimeFormat(tags.EN, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    Date.UTC(year!, number! - 1),
  );
}

/** Under a chart's axis: "Oct", "10月"; of January its year. */
export function monthTick(month: string, locale: Locale): string {
  const [year, number] = month.split('-').map(Number);
  if (number === 1) return String(year);
  if (locale === 'ZH') return `${number}月`;
  return new Intl.DateTimeFormat(tags.EN, { month: 'short', timeZone: 'UTC' }).format(Date.UTC(year!, number! - 1));
}

/** "2026-10-31" → "31 Oct 2026", "2026年10月31日": a day of the operator, in no time zone. */
export function dayText(day: string, locale: Locale): string {
  const [year, month, date] = day.slice(0, 10).split('-').map(Number);
  return new Intl.DateTimeFormat(tags[locale], {
    day: 'numeric',
    month: locale === 'ZH' ? 'long' : 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.UTC(year!, month! - 1, date));
}

/** "Mon", "周一" of 0 to 6: weeks begin on Monday. */
export const weekdayText = (weekday: number, locale: Locale): string =>
  // 1 January 2024 was one.
  new Intl.DateTimeFormat(tags[locale], { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + weekday));

/** A moment by the clock of a time zone. */
export const instantText = (instant: string, locale: Locale, { name }: TimeZone): string =>
  new Intl.DateTimeFormat(tags[locale], { dateStyle: 'medium', timeStyle: 'short', timeZone: name }).format(new Date(instant));

/** The same as a field for moments has it, "2026-11-02T13:00": what the clock shows, without a zone. */
export function typedText(instant: string, zone: TimeZone): string {
  const { day, time } = zone.localTime(new Date(instant));
  return `${day}T${time}`;
}

/** The moment that was typed; the first where the clock shows it twice, null while the field is empty. */
export function typedInstant(typed: string, zone: TimeZone): string | null {
  const [day, time] = typed.split('T');
  return day && time ? zone.instantOf(day, time.slice(0, 5)).toISOString() : null;
}

/** What is left of a time: 754 → "12:34", "1:02:05". */
export function clockText(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const two = (count: number): string => String(count).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
