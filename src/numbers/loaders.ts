import { contactsOfNumbers } from '../ledger/contacts/contacts.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ContactRow } from '../ledger/tables.js';
import { batched } from '../lib/batched.js';
import { groupedBy } from '../lib/grouped-by.js';
import { citiesAlone } from '../security/rows.js';
import type { Row } from '../warehouse/engine.js';
import { numberLimits } from './limits.js';
import { idsStatement } from './numbers.queries.js';
import { type ReadingContext, readNumbers } from './read.js';
import { contactsStatement, curvesStatement, type Days, eventsStatement, lookupStatement } from './related.queries.js';

/** A number in months, and the columns (fields) asked for. */
export interface NumberKey {
  readonly id: string;
  readonly months: readonly string[];
  readonly fields: readonly string[];
}

/** What is asked for of single numbers in one request; all of a tick that differ only in the number are one statement. */
export function numberLoaders(context: ReadingContext & { readonly ledger: Ledger | null }) {
  const { run, manifest, ledger, viewer } = context;
  const newest = manifest.months.at(-1);
  return {
    limits: numberLimits(viewer.limits),
    /** Its row in each of the months where it has one that may be seen. */
    rows: batched<NumberKey, readonly Row[]>(
      // Of numbers asked for one by one the columns go together; those of a page's history are the same anyway.
      ({ months }) => months.join(),
      ({ id, months, fields }) => [id, months, fields].join('|'),
      async (keys) => {
        const fields = [...new Set(keys.flatMap((key) => key.fields))];
        const ids = [...new Set(keys.map(({ id }) => id))];
        const { months } = keys[0]!;
        // A few numbers of the newest month come from an index within a millisecond: nobody at a counter waits behind a page.
        const lane = months.length === 1 && months[0] === newest ? laneFor(ids) : 'slices';
        const rows = byId(await readNumbers(idsStatement(ids, months, fields, context), fields, lane, context), 'numberId');
        return ({ id }) => rows.get(id) ?? [];
      },
    ),
    /** The ids behind hashes of phone numbers: mostly one, of a number that changed hands several. */
    ids: batched<string, readonly string[]>(
      () => '',
      (hash) => hash,
      async (hashes) => {
        const rows = await run(lookupStatement(hashes), 'channels');
        return (hash) => rows.filter((row) => row.hash === hash).map((row) => row.id as string);
      },
    ),
    events: batched<Days & { readonly id: string }, readonly Row[]>(
      ({ from, to }) => `${from} ${to}`,
      ({ id, from, to }) => `${id} ${from} ${to}`,
      async (keys) => {
        const rows = byId(await run(eventsStatement(idsOf(keys), keys[0]!, context), 'slices'));
        return ({ id }) => rows.get(id) ?? [];
      },
    ),
    contacts: batched<{ readonly id: string; readonly to: string; readonly first: number }, readonly Row[]>(
      ({ to, first }) => `${to} ${first}`,
      ({ id, to, first }) => `${id} ${to} ${first}`,
      async (keys) => {
        const { to, first } = keys[0]!;
        const ids = idsOf(keys);
        // Of who is granted rows by more than cities the numbers' months are read as well: no counter waits behind that.
        const lane = citiesAlone(viewer.rows) === undefined ? 'slices' : laneFor(ids);
        const rows = byId(await run(contactsStatement(ids, to, first, context), lane));
        return ({ id }) => rows.get(id) ?? [];
      },
    ),
    /** Those that were recorded here, up to a day. */
    ownContacts: batched<{ readonly id: string; readonly to: string }, readonly ContactRow[]>(
      () => '',
      ({ id, to }) => `${id} ${to}`,
      async (keys) => {
        const found = ledger ? await contactsOfNumbers(ledger, { ids: idsOf(keys) }, '') : [];
        return ({ id, to }) => found.filter(({ number_id, day }) => number_id === id && day <= to);
      },
    ),
    curves: batched<{ readonly month: string; readonly joinMonth: string; readonly customerType: string | null }, Row | null>(
      () => '',
      ({ month, joinMonth, customerType }) => curveKey(month, joinMonth, customerType),
      async (keys) => {
        const unique = (values: readonly string[]) => [...new Set(values)].sort();
        const asked = curvesStatement(unique(keys.map(({ month }) => month)), unique(keys.map(({ joinMonth }) => joinMonth)));
        const rows = new Map(
          (await run(asked, 'channels')).map((row) => [curveKey(row.month, row.join_month, row.customer_type), row]),
        );
        return ({ month, joinMonth, customerType }) => rows.get(curveKey(month, joinMonth, customerType)) ?? null;
      },
    ),
  };
}

export type NumberLoaders = ReturnType<typeof numberLoaders>;

const mostIndexed = 100;
const laneFor = (ids: readonly string[]) => (ids.length <= mostIndexed ? 'channels' : 'slices');

const curveKey = (...parts: readonly unknown[]): string => JSON.stringify(parts);

const idsOf = (keys: readonly { readonly id: string }[]): readonly string[] => [...new Set(keys.map(({ id }) => id))];

const byId = (rows: readonly Row[], column = 'id'): ReadonlyMap<string, readonly Row[]> =>
  groupedBy(rows, (row) => row[column] as string);
