import type { Names } from '../catalogue/names.js';
import type { Row, Value } from '../warehouse/engine.js';

/** What the clerk says, with the number's own values in place of "{{column}}"; one that is not known is a dash. */
export function pitchOf({ en, zh }: Names, values: Row): Names {
  const filled = (text: string): string =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (_, column: string) => spoken(values[column] ?? null));
  return { en: filled(en), zh: filled(zh) };
}

/** Does it speak of the number itself? */
export const isPersonal = ({ en, zh }: Names): boolean => /\{\{\w+\}\}/.test(en + zh);

/** Numbers as people say them: "12.345" GB is 12.35, "29.00" yuan 29. */
function spoken(value: Value): string {
  if (value === null) return '–';
  if (typeof value === 'string' && /^-?\d+\.\d+$/.test(value)) return String(Math.round(Number(value) * 100) / 100);
  return Array.isArray(value) ? value.join(', ') : String(value);
}
