import type { Locale } from '../settings/settings.ts';

/** A phrase in both languages: one that lacks does not compile. With values in it, a function of them. */
// biome-ignore lint/suspicious/noExplicitAny: each phrase has values of its own kinds
type Phrase = string | ((...values: any[]) => string);
type Pair = { readonly en: Phrase; readonly zh: Phrase };
export type Words = Readonly<Record<string, Pair>>;

/** The phrases of a dictionary in one language. */
export type Said<W extends Words> = { readonly [K in keyof W]: W[K]['en'] extends string ? string : W[K]['en'] };

/** A dictionary: a page has one, beside it. */
export const dictionary = <const W extends Words>(words: W): W => words;

const known = new WeakMap<Words, Record<Locale, unknown>>();

export function wordsIn<W extends Words>(words: W, locale: Locale): Said<W> {
  const both = known.get(words) ?? { EN: said(words, 'en'), ZH: said(words, 'zh') };
  known.set(words, both);
  return both[locale] as Said<W>;
}

const said = (words: Words, language: 'en' | 'zh') =>
  Object.fromEntries(Object.entries(words).map(([key, pair]) => [key, pair[language]]));
