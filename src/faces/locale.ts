import type { Names } from '../catalogue/names.js';

/** The languages of names and texts. */
export type Locale = 'EN' | 'ZH';

/** The name in the language asked for; English where none was. */
export const inLocale = ({ en, zh }: Names, locale: Locale | undefined | null): string => (locale === 'ZH' ? zh : en);
