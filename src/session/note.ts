import { badInput } from '../errors.js';
import type { Limits } from '../security/limits.js';

/** Digits as people write them: also full-width, with a space, a hyphen or a dot between. */
const digit = '[0-9０-９]';
const between = '[ \\u00a0\\u3000.\\-－‐‑–]?';
const mobile = `(?:[+＋]?(?:00|００)?(?:86|８６)${between})?[1１]${between}[3-9３-９](?:${between}${digit}){9}`;
const withAreaCode = `[0０]${digit}{2,3}${between}${digit}{7,8}`;
const run = `${digit}{8,}`;
const phoneNumber = new RegExp(`(?<!${digit})(?:${mobile}|${withAreaCode}|${run})(?!${digit})`, 'g');

/** A note as it is stored: what looks like a phone number is masked, "138****1234". Errors: BAD_USER_INPUT for one that is too long. */
export function storedNote(name: string, note: string, { noteLetters }: Limits): string {
  if (note.length > noteLetters)
    throw badInput(`${name}: expected at most ${noteLetters} characters, found ${note.length}. Shorten it.`);
  return note.replace(phoneNumber, masked);
}

/** The first three and the last four of eleven digits or more, of fewer nothing; a country code is left out. */
function masked(written: string): string {
  const digits = written
    .replace(/[０-９]/g, (wide) => String(wide.charCodeAt(0) - '０'.charCodeAt(0)))
    .replace(/\D/g, '')
    .replace(/^(?:00)?86(?=1\d{10}$)/, '');
  return digits.length < 11
    ? '*'.repeat(digits.length)
    : `${digits.slice(0, 3)}${'*'.repeat(digits.length - 7)}${digits.slice(-4)}`;
}
