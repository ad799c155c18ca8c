import { type SqlBool, sql } from 'kysely';
import { martOf, requireMart } from '../security/marts.js';
import { ofNumbers, type ReadableQuery, readable } from '../security/readable.js';
import { citiesAlone } from '../security/rows.js';
import { builder, isOneOf } from '../warehouse/builder.js';
import type { Source, Statement } from '../warehouse/statement.js';
import { asItIs, byNumber } from '../warehouse/statement.js';
import { compiled, type NumbersContext } from './numbers.queries.js';

/** Days, both included; null: no bound. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
}

/** What is read of what stands beside numbers: where their rows are granted by more than cities, their own rows of those months, too. */
const fromBeside = (mart: string, { viewer }: NumbersContext): readonly Source[] => [
  byNumber(`serving.${mart}`),
  ...(citiesAlone(viewer.rows) === undefined ? [byNumber('number_state')] : []),
];

/**
 * What stands beside a number's months and that the viewer may see. The city of the month lies beside; where rows are granted by more, the
 * number's own row of that month tells.
 */
function seenBeside(mart: string, ids: readonly string[], { viewer, manifest }: NumbersContext): ReadableQuery {
  const name = `serving.${mart}`;
  requireMart(viewer, martOf(name));
  if (citiesAlone(viewer.rows) !== undefined) return readable(viewer, { name, at: { cities: sql.ref('city') } });
  const months = readable(viewer, { name: 'number_state', at: ofNumbers() })
    .where(isOneOf('number_id', ids, manifest))
    .select(sql`row(number_id, month)`.as('seen') as never);
  return (builder.selectFrom(name) as unknown as ReadableQuery).where(sql<SqlBool>`row(number_id, month) in ${months}`);
}

/** The same between two days, by the mart's columns; each with the number's id. */
function beside(mart: string, ids: readonly string[], { from, to }: Days, context: NumbersContext): ReadableQuery {
  const query = seenBeside(mart, ids, context).where(isOneOf('number_id', ids, context.manifest));
  const begun = from === null ? query : query.where(sql<SqlBool>`"on" >= cast(${from} as date)`);
  return to === null ? begun : begun.where(sql<SqlBool>`"on" <= cast(${to} as date)`);
}

const fieldsOf = (columns: Readonly<Record<string, string>>) =>
  Object.entries(columns).map(([field, column]) => sql.ref(column).as(field));

const id = sql`cast(number_id as varchar)`.as('id');

/** What is told of an event, by field, and in this order they come. */
export const eventColumns = {
  on: 'on',
  type: 'type',
  channelId: 'channel_id',
  staffId: 'staff_id',
  offerId: 'offer_id',
} as const;

/** What is told of a contact, by field. */
export const contactColumns = {
  contactId: 'contact_id',
  at: 'on',
  scene: 'scene',
  offerId: 'offer_id',
  outcome: 'outcome',
  cost: 'cost',
  margin: 'margin',
  campaignId: 'campaign_id',
} as const;

/** Events of numbers in these days, oldest first. */
export function eventsStatement(ids: readonly string[], days: Days, context: NumbersContext): Statement {
  const query = beside('number_event', ids, days, context)
    .select([id, ...fieldsOf(eventColumns)] as never)
    .orderBy(sql`"on", type, channel_id, staff_id, offer_id` as never);
  return compiled(`events of ${ids.length} numbers`, query, fromBeside('number_event', context));
}

/** The last contacts of each number up to a day, newest first. */
export function contactsStatement(ids: readonly string[], to: string, first: number, context: NumbersContext): Statement {
  const place = sql`row_number() over (partition by number_id order by "on" desc, contact_id)`.as('place');
  const ranked = beside('number_contact', ids, { from: null, to }, context).select([
    id,
    ...fieldsOf(contactColumns),
    place,
  ] as never);
  const query = builder.selectFrom(ranked.as('ranked')).selectAll().where(sql<SqlBool>`place <= ${first}`).orderBy(sql`place`);
  return compiled(`contacts of ${ids.length} numbers`, query as never, fromBeside('number_contact', context));
}

/** The numbers of a customer that may be seen in the newest month: those on the books first, of these the one that pays most. */
export function customerStatement(customer: string, { viewer }: NumbersContext): Statement {
  const query = readable(viewer, { name: 'serving.number_profile', at: ofNumbers() })
    .where(sql<SqlBool>`customer_id = ${customer}`)
    .select([id] as never)
    .orderBy(sql`on_books desc, revenue desc nulls last, number_id` as never);
  return compiled('numbers of a customer', query, [asItIs('serving.number_profile')]);
}

/** Retention curves of cohorts; they are no number's own and have no city: they come with the numbers that one may see. */
export function curvesStatement(months: readonly string[], joinMonths: readonly string[]): Statement {
  const query = builder
    .selectFrom('serving.retention_curve')
    .where(sql<SqlBool>`month in (${sql.join([...months])}) and join_month in (${sql.join([...joinMonths])})`)
    .select(sql`month, join_month, customer_type, alpha, beta, renewals, basis, expected_months` as never);
  return compiled(`retention of ${joinMonths.length} joining month(s)`, query as never, [asItIs('serving.retention_curve')]);
}
