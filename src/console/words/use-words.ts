import { useLocale } from '../settings/settings.ts';
import { type Said, type Words, wordsIn } from './words.ts';

/** The phrases of a dictionary in the reader's language. */
export const useWords = <W extends Words>(words: W): Said<W> => wordsIn(words, useLocale());
