import { badInput } from '../errors.js';
import { text } from '../lib/quote.js';
import { keyed, keyedSql, padsOf, type Secret } from './secret.js';

// JavaScript and RE2 read these alike, so that a number that is asked for is spelled as the stored one.
const WIDE = '０１２３４５６７８９＋';
const NARROW = '0123456789+';
/** Spaces, hyphens, dots and brackets, also the full-width ones of Chinese keyboards. */
const SEPARATOR = '[ \\t\u00a0\u3000\\-‐‑–．.()（）\\[\\]［］－]';
/** China's country code; without + or 00 only before a whole mobile number. */
const COUNTRY = '^(?:\\+86|0086|86([0-9]{11})$)';
const NUMBER = '^[0-9]{5,20}$';

/** A phone number's digits without country code, however it is written. Errors: BAD_USER_INPUT, which never repeats the text. */
export function normalMsisdn(written: string): string {
  const digits = [...written]
    .map((character) => NARROW[WIDE.indexOf(character)] ?? character)
    .join('')
    .replaceAll(new RegExp(SEPARATOR, 'g'), '')
    .replace(new RegExp(COUNTRY), '$1');
  if (new RegExp(NUMBER).test(digits)) return digits;
  throw badInput(
    `msisdn: expected a phone number like 13800001234 or +86 138 0000 1234, found something else (${written.length} characters)`,
  );
}

/** The same in SQL; null for what is no phone number, e.g. a masked one. */
export function normalMsisdnSql(column: string): string {
  const narrow = `translate(${column}, ${text(WIDE)}, ${text(NARROW)})`;
  const bare = `regexp_replace(${narrow}, ${text(SEPARATOR)}, '', 'g')`;
  return `nullif(regexp_extract(regexp_replace(${bare}, ${text(COUNTRY)}, '\\1'), ${text(NUMBER)}), '')`;
}

/** What the point store's phones are found by, as a UUID: 128 bits of the hash. Errors: BAD_USER_INPUT for what is no phone number. */
export const msisdnHash = (secret: Secret, written: string): string =>
  keyed(secret, normalMsisdn(written)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** The same in SQL, for the build. */
export const phoneHash = (secret: Secret) => ({
  keyVersion: secret.keyVersion,
  normal: normalMsisdnSql,
  keyed: (column: string) => keyedSql(column, '$1', '$2'),
  parameters: padsOf(secret),
});
