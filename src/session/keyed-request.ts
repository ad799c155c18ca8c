import { createHash } from 'node:crypto';
import { badInput } from '../errors.js';
import type { KeyedRequest } from '../ledger/keyed-tables.js';
import type { Limits } from '../security/limits.js';

/**
 * A viewer's request by their own name for it; `asked`: all that is asked for, as JSON can hold it. null where it has no name.
 * Errors: BAD_USER_INPUT for a name that is empty or too long.
 */
export function keyedRequest(
  key: string | null | undefined,
  asked: unknown,
  { subject, limits }: { readonly subject: string; readonly limits: Limits },
): KeyedRequest | null {
  if (key === null || key === undefined) return null;
  const { keyLetters } = limits;
  if (key.trim() === '' || key.length > keyLetters || key.includes('\0'))
    throw badInput(`idempotencyKey: expected 1 to ${keyLetters} characters, e.g. a UUID, found ${key.length}.`);
  return { subject, key, hash: requestHash(asked) };
}

/** Whatever the order of the fields; one that is null was not given. */
export const requestHash = (asked: unknown): string => createHash('sha256').update(JSON.stringify(asked, given)).digest('hex');

function given(_field: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const fields = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
  return Object.fromEntries(fields.sort(([one], [other]) => (one < other ? -1 : 1)));
}
