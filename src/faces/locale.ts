import type { IncomingHttpHeaders } from 'node:http';
import type { Names } from '../catalogue/names.js';

/** The languages of names and texts. */
export type Locale = 'EN' | 'ZH';

/** The name in the language asked for. */
export const inLocale = ({ en, zh }: Names, locale: Locale): string => (locale === 'ZH' ? zh : en);

/** One language of a header with its weight: "zh-CN", "en;q=0.8", "*". */
const range = /^\s*([a-z]{1,8}|\*)(?:-[a-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/i;

/** What a request's accept-language asks for (RFC 9110, 12.5.4): the heaviest of those that we speak, EN where it names none. */
export function localeOf({ 'accept-language': accepted = '' }: Pick<IncomingHttpHeaders, 'accept-language'>): Locale {
  const known = accepted.split(',').flatMap((each) => {
    const [, language, weight = '1'] = range.exec(each) ?? [];
    const locale = ({ zh: 'ZH', en: 'EN', '*': 'EN' } as const)[language?.toLowerCase() ?? ''];
    return locale && Number(weight) > 0 ? [{ locale, weight: Number(weight) }] : [];
  });
  // Of equal ones the first: sorting is stable.
  return known.sort((a, b) => b.weight - a.weight)[0]?.locale ?? 'EN';
}
