import { compareKeys, type Key } from '../figures/order.js';
import type { PointRow } from '../points/packed-mart.js';
import type { Points, RowOfMonth } from '../points/store.js';
import { martOf, requireMart } from '../security/marts.js';
import { inNumber, isReadable } from '../security/readable.js';
import { citiesAlone } from '../security/rows.js';
import type { Secret } from '../security/secret.js';
import { shownValue } from '../security/shown.js';
import type { Viewer } from '../security/viewer.js';
import { camelCase } from '../slices/columns.js';
import type { Row, Value } from '../warehouse/engine.js';
import { byNumber, type Statement, statement } from '../warehouse/statement.js';
import { idInMonth, type NumbersContext } from './numbers.queries.js';
import { contactColumns, type Days, eventColumns } from './related.queries.js';

/** What of the point store is told to a viewer: the same rows and values as the statements give, of few numbers. */
export interface KeyContext extends NumbersContext {
  readonly points: Points;
  readonly secret: Secret;
}

/** Numbers' months that are read by key at a time: beyond it the engine is as fast, and keeps off the event loop. */
export const mostByKey = 128;

/** What is read by key, as routes, metrics and audit name it; no value is in it. */
export const keyReading = (what: string, mart: string, fields: readonly string[] = []): Statement =>
  statement(what, `points.${mart} by key: ${fields.join(', ')}`, [], [byNumber(`points.${mart}`)]);

/** A number's rows in months, with the columns (fields) asked for. */
export async function numberByKey(
  id: string,
  months: readonly string[],
  fields: readonly string[],
  context: KeyContext,
): Promise<readonly Row[]> {
  const { viewer, numberColumns, secret } = context;
  const rows = await seenNumber(id, months, context);
  return rows.map(({ month, row }) => {
    const shown: Record<string, Value> = { id: idInMonth(id, month), numberId: id, month };
    for (const field of fields) {
      if (field in shown) continue;
      const column = numberColumns.get(field)!;
      const value = shownValue(viewer, column, row(column.name), secret);
      // As in a statement: an id beyond 2^53 is no JavaScript number.
      shown[field] = column.kind === 'code' && column.type === 'BIGINT' && value !== null ? String(value) : value;
    }
    return shown;
  });
}

/** What a decision looks at of a number. */
interface NumberInputs {
  /** Columns by their names, and its id. */
  readonly values: Row;
  /** By offer. */
  readonly scores: Readonly<Record<string, number>>;
  /** What is lost where it leaves, and how likely that is, whoever may see it. */
  readonly stake: Readonly<Record<(typeof stake)[number], number | null>>;
}

const stake = ['churn_risk', 'churn_risk_3m', 'lifetime_value', 'best_plan_saving'] as const;

/**
 * Columns, by their names, of numbers in a month, and the scores that the warehouse has of them in a scene (null: it has none at all): what
 * decisions look at, by id. Personal columns are masked for everybody.
 */
export async function inputsByKey(
  ids: readonly string[],
  month: string,
  columns: readonly string[],
  scene: string | null,
  context: Pick<KeyContext, 'viewer' | 'numberColumns' | 'points' | 'secret'>,
): Promise<ReadonlyMap<string, NumberInputs>> {
  const { viewer, numberColumns, secret, points } = context;
  const masked: Viewer = { ...viewer, personal: 'masked' };
  const found = new Map<string, NumberInputs>();
  for (const id of ids) {
    const [seen] = await seenNumber(id, [month], context);
    if (!seen) continue;
    const values = columns.map((name): [string, Value] => {
      const personal = numberColumns.get(camelCase(name))?.personal ?? false;
      return [name, shownValue(masked, { name, personal }, seen.row(name), secret)];
    });
    const scored = scene === null ? [] : await points.rows('number_propensity', [month], id);
    const own = scored.find(({ row }) => row('scene') === scene);
    const known = stake.map((name) => [name, numberOf(seen.row(name))] as const);
    found.set(id, {
      values: { id, ...Object.fromEntries(values) },
      scores: own ? JSON.parse(own.row('scores') as string) : {},
      stake: Object.fromEntries(known) as NumberInputs['stake'],
    });
  }
  return found;
}

const numberOf = (value: Value): number | null => (value === null ? null : Number(value));

/** Events of a number in these days, oldest first. */
export async function eventsByKey(id: string, days: Days, context: KeyContext): Promise<readonly Row[]> {
  const rows = await beside('number_event', id, days, context);
  return rows.map((row) => named(row, id, eventColumns)).sort(inOrder(Object.keys(eventColumns)));
}

/** The last contacts of a number up to a day, newest first. */
export async function contactsByKey(id: string, to: string, first: number, context: KeyContext): Promise<readonly Row[]> {
  const rows = await beside('number_contact', id, { from: null, to }, context);
  const newestFirst = (a: Row, b: Row) =>
    compareKeys(b.at as Key, a.at as Key) || compareKeys(a.contactId as Key, b.contactId as Key);
  return rows
    .map((row) => named(row, id, contactColumns))
    .sort(newestFirst)
    .slice(0, first);
}

/** The ids that go with a hashed phone number, in order. Of ids nothing is shown that is not read under the viewer's policy afterwards. */
export async function idsByKey(
  hash: string,
  { points, manifest }: Pick<KeyContext, 'points' | 'manifest'>,
): Promise<readonly string[]> {
  const found = await points.rows('phone', manifest.months, hash);
  const ids = new Set(found.map(({ row }) => row('number_id')!));
  return [...ids].sort((a, b) => compareKeys(a as Key, b as Key)).map(String);
}

/** A personal column of a number in a month as the marts have it: for further questions, it is shown to nobody. */
export async function keyOfNumber(id: string, month: string, column: string, context: KeyContext): Promise<string | null> {
  const [seen] = await seenNumber(id, [month], context);
  const value = seen?.row(column) ?? null;
  return value === null || value === '' ? null : String(value);
}

/** The rows that stand beside a number's months: those of the viewer's cities, or of months in which he may see the number. */
async function beside(
  mart: 'number_event' | 'number_contact',
  id: string,
  { from, to }: Days,
  context: KeyContext,
): Promise<readonly PointRow[]> {
  const { viewer, manifest, points } = context;
  requireMart(viewer, martOf(mart));
  const all = await points.rows(mart, manifest.months, id);
  const own = all.filter(({ row }) => {
    const on = row('on') as string;
    return (from === null || on >= from) && (to === null || on <= to);
  });
  if (citiesAlone(viewer.rows) !== undefined)
    return own.map(({ row }) => row).filter((row) => isReadable(viewer, { name: mart, at: { cities: () => row('city') } }));
  const seen = await seenNumber(id, [...new Set(own.map(({ month }) => month))], context);
  const months = new Set(seen.map(({ month }) => month));
  return own.filter(({ month }) => months.has(month)).map(({ row }) => row);
}

/** A number's rows in months in which the viewer may see it. */
async function seenNumber(
  id: string,
  months: readonly string[],
  { viewer, points }: Pick<KeyContext, 'viewer' | 'points'>,
): Promise<readonly RowOfMonth[]> {
  const rows = await points.rows('number_state', months, id);
  return rows.filter(({ row }) => isReadable(viewer, { name: 'number_state', at: inNumber(row) }));
}

const named = (row: PointRow, id: string, columns: Readonly<Record<string, string>>): Row => ({
  id,
  ...Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, row(column)])),
});

/** By several columns, as SQL orders: what is empty last. */
const inOrder =
  (fields: readonly string[]) =>
  (a: Row, b: Row): number => {
    for (const field of fields) {
      const order = compareKeys(a[field] as Key, b[field] as Key);
      if (order !== 0) return order;
    }
    return 0;
  };
