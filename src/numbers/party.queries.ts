import { type SqlBool, sql } from 'kysely';
import type { Row } from '../warehouse/engine.js';
import type { Statement } from '../warehouse/statement.js';
import { compiled, fromNumbers, type NumbersContext, numberRows } from './numbers.queries.js';

/** Numbers that go together, by the column that says so. */
export const partyKinds = {
  CUSTOMER: { column: 'customer_id', field: 'customerId', en: 'customer' },
  HOUSEHOLD: { column: 'household_id', field: 'householdId', en: 'household' },
} as const;
export type PartyKind = keyof typeof partyKinds;

/** A customer or a household in a month: numbers that go together, as far as the viewer may see them. */
export interface Party {
  readonly kind: PartyKind;
  /** As the marts have it; what is told of it is `partyId`. */
  readonly key: string;
  readonly month: string;
  /** Its row of `partiesStatement`. */
  readonly row: Row;
}

/** Of so many of its numbers, those that pay most, contacts are shown. */
export const mostPartyNumbers = 200;

const columnOf = (kind: PartyKind) => sql.ref(`number_state.${partyKinds[kind].column}`);

/** The party's own id behind a pseudonym, as far as the viewer may see one of its numbers in the month. It is for further questions only. */
export function unveilStatement(kind: PartyKind, pseudonym: string, month: string, context: NumbersContext): Statement {
  const query = numberRows([month], context.viewer, context.manifest)
    .where(sql<SqlBool>`pseudonym(${columnOf(kind)}) = ${pseudonym}`)
    .select(sql`${columnOf(kind)}`.as('key') as never)
    .limit(1);
  return compiled(`${partyKinds[kind].en} of a pseudonym`, query, fromNumbers([month], context.manifest));
}

/** The number that stands for a party comes first: of those on the books the one that pays most. */
const standing = sql`on_books desc, revenue desc nulls last, number_id`;
const ofStanding = (column: string) => sql`at(array_agg(${sql.ref(column)} order by ${standing}), 1)`;
const held = sql`filter (where on_books)`;

/**
 * Parties by their own ids in a month: what their numbers are together, of those that the viewer may see. One without such a number has no row.
 */
export function partiesStatement(kind: PartyKind, keys: readonly string[], month: string, context: NumbersContext): Statement {
  const query = numberRows([month], context.viewer, context.manifest)
    .where(sql<SqlBool>`${columnOf(kind)} in (${sql.join([...keys])})`)
    .select([
      columnOf(kind).as('key'),
      sql`first_of(array_agg(cast(number_id as varchar) order by ${standing}), ${sql.lit(mostPartyNumbers)})`.as('numbers'),
      ofStanding('customer_type').as('customer_type'),
      ofStanding('industry').as('industry'),
      ofStanding('account_manager_id').as('account_manager_id'),
      sql`cast(count(*) ${held} as integer)`.as('size'),
      sql`case when bool_or(value_tier = 'TOP') then 'TOP' when bool_or(value_tier = 'HIGH') then 'HIGH' when bool_or(value_tier = 'MIDDLE') then 'MIDDLE' when bool_or(value_tier = 'LOW') then 'LOW' end`.as(
        'value_tier',
      ),
      sql`sum(lifetime_value)`.as('lifetime_value'),
      sql`sum(monthly_margin) ${held}`.as('monthly_margin'),
      sql`max(churn_risk)`.as('churn_risk'),
      sql`cast(sum(complaints) as integer)`.as('complaints'),
      sql`cast(count(*) filter (where has_open_complaint) as integer)`.as('open_complaints'),
      sql`bool_or(has_open_complaint is not null)`.as('knows_open'),
      ...['has_broadband', 'has_iptv', 'has_family_net'].map((column) => sql`bool_or(${sql.ref(column)}) ${held}`.as(column)),
    ] as never)
    .groupBy(columnOf(kind) as never);
  return compiled(`${keys.length} ${partyKinds[kind].en}(s) of ${month}`, query, fromNumbers([month], context.manifest));
}

/** A figure of its row as a number; null where nobody knows it. */
export const partyFigure = ({ row }: Party, column: string): number | null => {
  const value = row[column];
  return value === null || value === undefined ? null : Number(value);
};
