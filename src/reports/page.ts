import { badInput } from '../errors.js';
import { cursorsOf } from '../lib/cursor.js';

/** Which page: so many rows after a cursor. */
export interface PageArguments {
  readonly first: number;
  readonly after?: string | null | undefined;
}

export interface Page<T> {
  readonly rows: readonly T[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

const mostRows = 10_000;

/** `what`: the field of the graph. Errors: BAD_USER_INPUT. */
export function requirePage(what: string, { first }: PageArguments): void {
  if (first >= 1 && first <= mostRows) return;
  throw badInput(`${what}(first:): expected 1 to ${mostRows}, found ${first}. Take the rest with after.`);
}

/**
 * A page of a table. `question`: as `cursorsOf` has it; `keyOf` tells the rows of its answer apart.
 * Errors: BAD_USER_INPUT for a cursor of another question or generation.
 */
export function pageOf<T>(
  all: readonly T[],
  { first, after }: PageArguments,
  what: string,
  question: unknown,
  keyOf: (row: T, index: number) => string,
): Page<T> {
  const cursors = cursorsOf(what, question);
  const key = after ? cursors.decode(after) : null;
  const start = key === null ? 0 : all.findIndex((row, index) => keyOf(row, index) === key) + 1;
  if (key !== null && start === 0) throw cursors.refused();
  const rows = all.slice(start, start + first);
  const end = start + rows.length;
  const cursorAt = (index: number) => (rows.length > 0 ? cursors.encode(keyOf(all[index]!, index)) : null);
  return {
    rows,
    hasNextPage: end < all.length,
    hasPreviousPage: start > 0,
    startCursor: cursorAt(start),
    endCursor: cursorAt(end - 1),
  };
}
