import { type RawBuilder, sql } from 'kysely';
import { camelCase, type FilterColumn } from '../slices/columns.js';
import type { FieldComparison, Where } from '../slices/where.js';
import type { Value } from '../warehouse/engine.js';
import { seesInClear } from './grants.js';
import { pseudonym, type Secret } from './secret.js';
import type { Viewer } from './viewer.js';

/** A column on its way out of the gateway, as this viewer may see it; `from` is its place in SQL. */
export function shown(
  viewer: Viewer,
  { name, personal }: { readonly name: string; readonly personal: boolean },
  from: RawBuilder<unknown> = sql.ref(name),
): RawBuilder<unknown> {
  if (!personal || seesInClear(viewer, camelCase(name))) return from;
  return name === 'msisdn' ? maskedNumber(from) : sql`pseudonym(${from})`;
}

/** The same of a value at hand, which is as the engine gives it. */
export function shownValue(
  viewer: Viewer,
  { name, personal }: { readonly name: string; readonly personal: boolean },
  value: Value,
  secret: Secret,
): Value {
  if (value === null || !personal || seesInClear(viewer, camelCase(name))) return value;
  return name === 'msisdn' ? masked([...String(value)]) : pseudonym(secret, String(value));
}

/** A filter as this viewer may see it: hidden is what columns are compared with that are hidden or masked for him, or that nobody knows any more. */
export function shownWhere(viewer: Viewer, where: Where, columns: ReadonlyMap<string, FilterColumn>): Where {
  const isTold = (field: string): boolean =>
    !viewer.columns.hidden.has(field) && (columns.get(field)?.personal === false || seesInClear(viewer, field));
  const shownIn = (inner: Where): Where => shownWhere(viewer, inner, columns);
  return Object.fromEntries(
    Object.entries(where).map(([key, value]) => {
      if (key === 'not') return [key, shownIn(value as Where)];
      if (key === 'and' || key === 'or') return [key, (value as readonly Where[]).map(shownIn)];
      return [key, isTold(key) ? value : hidden(value as FieldComparison)];
    }),
  );
}

const mask = '****';

/** Which comparison it is, and not with what; whether there is a value says nothing of a person. */
const hidden = (comparison: FieldComparison): FieldComparison =>
  Object.fromEntries(
    Object.entries(comparison).map(([operator, value]) => [
      operator,
      operator === 'isNull' ? value : Array.isArray(value) ? [mask] : mask,
    ]),
  );

/** A text's characters: as `maskedNumber`. */
const masked = (text: readonly string[]): string =>
  text.length >= 11 ? [...text.slice(0, 3), '*'.repeat(text.length - 7), ...text.slice(-4)].join('') : '*'.repeat(text.length);

/** "138****1234": of a phone number the first three and the last four digits, of anything shorter than eleven nothing: too little would be hidden. */
const maskedNumber = (from: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case when length(${from}) >= 11 then substr(${from}, 1, 3) || rpad('', cast(length(${from}) - 7 as integer), '*') || substr(${from}, length(${from}) - 3) else rpad('', cast(length(${from}) as integer), '*') end`;
