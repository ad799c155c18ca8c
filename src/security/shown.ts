import { type RawBuilder, sql } from 'kysely';
import { seesClear, type Viewer } from './viewer.js';

/** A column on its way out of the gateway, as this viewer may see it; `from` is its place in SQL. */
export function shown(
  viewer: Viewer,
  { name, personal }: { readonly name: string; readonly personal: boolean },
  from: RawBuilder<unknown> = sql.ref(name),
): RawBuilder<unknown> {
  if (!personal || seesClear(viewer)) return from;
  return name === 'msisdn' ? maskedNumber(from) : sql`pseudonym(${from})`;
}

/** "138****1234": of a phone number the first three and the last four digits, of anything shorter than eleven nothing: too little would be hidden. */
const maskedNumber = (from: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case when length(${from}) >= 11 then left(${from}, 3) || repeat('*', length(${from}) - 7) || right(${from}, 4) else repeat('*', length(${from})) end`;
