import { contactsOfNumbers } from '../ledger/contacts/contacts.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ContactRow } from '../ledger/tables.js';
import { batched } from '../lib/batched.js';
import { groupedBy } from '../lib/grouped-by.js';
import type { Row } from '../warehouse/engine.js';
import {
  contactsByKey,
  eventsByKey,
  idsByKey,
  type KeyContext,
  keyOfNumber,
  keyReading,
  mostByKey,
  numberByKey,
} from './by-key.js';
import { numberLimits } from './limits.js';
import { idsStatement, numbersName } from './numbers.queries.js';
import { type Party, type PartyKind, partiesStatement, partyKinds } from './party.queries.js';
import { plansStatement } from './plan-fit.js';
import { type ReadingContext, readByKey, readNumbers } from './read.js';
import { contactsStatement, curvesStatement, type Days, eventsStatement } from './related.queries.js';
import { warningStatement } from './risk.js';

/** A number in months, and the columns (fields) asked for. */
export interface NumberKey {
  readonly id: string;
  readonly months: readonly string[];
  readonly fields: readonly string[];
}

/** What is asked for of single numbers in one request; all of a tick that differ only in the number are one statement. */
export function numberLoaders(context: ReadingContext & KeyContext & { readonly ledger: Ledger | null }) {
  const { run, read, manifest, ledger, viewer } = context;
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
        const found = areFew(ids, months)
          ? await readByKey(
              keyReading(numbersName(ids, months), 'number_state', fields),
              fields,
              () => each(ids, (id) => numberByKey(id, months, fields, context)),
              context,
            )
          : await readNumbers(idsStatement(ids, months, fields, context), fields, 'slices', context);
        const rows = byId(found, 'numberId');
        return ({ id }) => rows.get(id) ?? [];
      },
    ),
    /** The ids behind hashes of phone numbers: mostly one, of a number that changed hands several. */
    ids: batched<string, readonly string[]>(
      () => '',
      (hash) => hash,
      async (hashes) => {
        const asked = keyReading(`look-up of ${hashes.length} phone number(s)`, 'phone');
        const found = await read(
          asked,
          async () => new Map(await Promise.all(hashes.map(async (hash) => [hash, await idsByKey(hash, context)] as const))),
        );
        return (hash) => found.get(hash)!;
      },
    ),
    events: batched<Days & { readonly id: string }, readonly Row[]>(
      ({ from, to }) => `${from} ${to}`,
      ({ id, from, to }) => `${id} ${from} ${to}`,
      async (keys) => {
        const [ids, days] = [idsOf(keys), keys[0]!];
        const found = areFew(ids, manifest.months)
          ? await read(keyReading(`events of ${ids.length} numbers`, 'number_event'), () =>
              each(ids, (id) => eventsByKey(id, days, context)),
            )
          : await run(eventsStatement(ids, days, context), 'slices');
        const rows = byId(found);
        return ({ id }) => rows.get(id) ?? [];
      },
    ),
    contacts: batched<{ readonly id: string; readonly to: string; readonly first: number }, readonly Row[]>(
      ({ to, first }) => `${to} ${first}`,
      ({ id, to, first }) => `${id} ${to} ${first}`,
      async (keys) => {
        const { to, first } = keys[0]!;
        const ids = idsOf(keys);
        const found = areFew(ids, manifest.months)
          ? await read(keyReading(`contacts of ${ids.length} numbers`, 'number_contact'), () =>
              each(ids, (id) => contactsByKey(id, to, first, context)),
            )
          : await run(contactsStatement(ids, to, first, context), 'slices');
        const rows = byId(found);
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
    /** What the marts call the customer or household of a number in a month. */
    partyKeys: batched<{ readonly kind: PartyKind; readonly id: string; readonly month: string }, string | null>(
      ({ kind }) => kind,
      ({ kind, id, month }) => `${kind} ${id} ${month}`,
      async (keys) => {
        const { column, en } = partyKinds[keys[0]!.kind];
        const asked = keyReading(`${en}s of ${keys.length} numbers`, 'number_state');
        const found = await read(asked, () =>
          Promise.all(keys.map(async (key) => [key, await keyOfNumber(key.id, key.month, column, context)] as const)),
        );
        const own = new Map(found);
        return (key) => own.get(key) ?? null;
      },
    ),
    /** Customers and households by what the marts call them. */
    parties: batched<Pick<Party, 'kind' | 'key' | 'month'>, Party | null>(
      ({ kind, month }) => `${kind} ${month}`,
      ({ kind, key, month }) => JSON.stringify([kind, key, month]),
      async (keys) => {
        const { kind, month } = keys[0]!;
        const asked = partiesStatement(kind, [...new Set(keys.map(({ key }) => key))].sort(), month, context);
        const rows = new Map(
          (await readNumbers(asked, [partyKinds[kind].field], 'slices', context)).map((row) => [row.key, row]),
        );
        return ({ key }) => (rows.has(key) ? { kind, key, month, row: rows.get(key)! } : null);
      },
    ),
    /** The churn warning's model of a month. */
    warnings: batched<string, readonly Row[]>(
      () => '',
      (month) => month,
      async (months) => {
        const rows = byId(await run(warningStatement([...new Set(months)].sort()), 'channels'), 'month');
        return (month) => rows.get(month) ?? [];
      },
    ),
    /** All plans, read once. */
    plans: batched<'', readonly Row[]>(
      () => '',
      () => '',
      async () => {
        const rows = await run(plansStatement(), 'channels');
        return () => rows;
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

/** Then they are read by key. More, as of a page, are a statement of the engine's: it is as fast, and keeps off the event loop. */
const areFew = (ids: readonly string[], months: readonly string[]): boolean => ids.length * months.length <= mostByKey;

const each = async (ids: readonly string[], rowsOf: (id: string) => Promise<readonly Row[]>): Promise<readonly Row[]> =>
  (await Promise.all(ids.map(rowsOf))).flat();

const curveKey = (...parts: readonly unknown[]): string => JSON.stringify(parts);

const idsOf = (keys: readonly { readonly id: string }[]): readonly string[] => [...new Set(keys.map(({ id }) => id))];

const byId = (rows: readonly Row[], column = 'id'): ReadonlyMap<string, readonly Row[]> =>
  groupedBy(rows, (row) => row[column] as string);
