/** A name or text in both languages. */
export interface Names {
  readonly en: string;
  readonly zh: string;
}

/** What is called something in one language alone is called so in the other, and what has no name by its code. */
export const namesOr = (code: string, en: unknown, zh: unknown): Names => ({
  en: String(en ?? zh ?? code),
  zh: String(zh ?? en ?? code),
});

/** What a file says, with a text of one language (`en` or `zh`) in the other, too, wherever that is left out. */
export function inBothLanguages(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inBothLanguages);
  if (typeof value !== 'object' || value === null) return value;
  const told = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inBothLanguages(each)]));
  const only = [told.en, told.zh].filter((text) => text !== undefined);
  return only.length === 1 && typeof only[0] === 'string' ? { ...told, en: only[0], zh: only[0] } : told;
}

/** Where an entry was written, for error messages. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
}
