import { useMemo } from 'react';
import { useLocale } from '../settings/settings.ts';
import {
  bareText,
  bytesText,
  changeText,
  countText,
  exactText,
  figureParts,
  figureText,
  rateText,
  shareText,
} from './figures.ts';
import { clockText, dayText, monthText, monthTick, weekdayText } from './times.ts';
import { aroundFigure } from './units.ts';

/** All forms of figures and times in the reader's language. */
export function useFormat() {
  const locale = useLocale();
  return useMemo(
    () => ({
      locale,
      figure: (value: number, unit: string | null) => figureText(value, unit, locale),
      parts: (value: number, unit: string | null) => figureParts(value, unit, locale),
      bare: (value: number, unit: string | null) => bareText(value, unit, locale),
      exact: (value: number, unit: string | null) => exactText(value, unit, locale),
      change: (value: number, unit: string | null) => changeText(value, unit, locale),
      rate: (value: number) => rateText(value, locale),
      share: (value: number) => shareText(value, locale),
      unit: (unit: string | null) => aroundFigure(unit, locale).join('').trim(),
      count: (value: number) => countText(value, locale),
      month: (month: string) => monthText(month, locale),
      monthTick: (month: string) => monthTick(month, locale),
      day: (day: string) => dayText(day, locale),
      weekday: (weekday: number) => weekdayText(weekday, locale),
      clock: clockText,
      bytes: (bytes: number) => bytesText(bytes, locale),
    }),
    [locale],
  );
}
export type Format = ReturnType<typeof useFormat>;
