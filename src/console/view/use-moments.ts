import { useMemo } from 'react';
import { dayText, instantText, typedInstant, typedText } from '../format/times.ts';
import { useLocale } from '../settings/settings.ts';
import { useStart } from './start.tsx';

/** Moments by the operator's clock, whatever the browser's own says: as they are read, and as they are typed. */
export function useMoments() {
  const locale = useLocale();
  const { timeZone } = useStart();
  return useMemo(
    () => ({
      text: (instant: string) => instantText(instant, locale, timeZone),
      // What a warehouse told is a day already.
      day: (at: string) => dayText(at.includes('T') ? timeZone.localTime(new Date(at)).day : at, locale),
      typed: (instant: string) => typedText(instant, timeZone),
      instantOf: (typed: string) => typedInstant(typed, timeZone),
      zone: timeZone.name,
    }),
    [locale, timeZone],
  );
}
