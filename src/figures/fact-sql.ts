import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { factOf } from '../catalogue/facts.js';
import { everyFact, type FactKind, type Flow, flowColumn, flows } from '../catalogue/flows.js';
import type { Part } from '../catalogue/types.js';
import type { FilterColumn } from '../slices/columns.js';
import { splitTerms } from '../slices/fact-terms.js';
import { predicate } from '../slices/predicate.js';
import type { Scope } from './question.js';

/** A filter's term about facts, over a row of number_flow, flow_state or lead_state. */
export interface FactSql {
  readonly holds: Expression<SqlBool>;
  readonly kinds: readonly FactKind[];
}

export const factSql = ({ where }: Scope, columns: ReadonlyMap<string, FilterColumn>): readonly FactSql[] =>
  splitTerms(where, columns).ofFacts.map((term) => ({
    holds: predicate(term.where, columns, (column) => sql.raw(column.sql)),
    kinds: term.kinds,
  }));

const ofKind = (terms: readonly FactSql[], kind: FactKind): readonly Expression<SqlBool>[] =>
  terms.filter(({ kinds }) => kinds.includes(kind)).map(({ holds }) => holds);

const all = (conditions: readonly Expression<SqlBool>[]): RawBuilder<boolean> =>
  sql<boolean>`${sql.join([...conditions], sql` and `)}`;

const sameNumber = (relation: string): Expression<SqlBool> =>
  sql`number_flow.month = ${sql.ref(`${relation}.month`)} and number_flow.number_id = ${sql.ref(`${relation}.number_id`)}`;

/** The number came of a lead, whenever that was received. */
const ofLead = (relation: string): Expression<SqlBool> => sql`lead_state.number_id = ${sql.ref(`${relation}.number_id`)}`;

/**
 * The number of a row has the facts that a scope asks for: of each kind one with all flows and terms of it, and of the terms that are
 * about no such kind one of which they hold.
 */
export function hasFacts(wanted: readonly Flow[], terms: readonly FactSql[], relation: string): readonly Expression<SqlBool>[] {
  // A row of lead_state is the fact itself.
  if (relation === 'lead_state') return terms.map(({ holds }) => holds);
  const kinds = [...new Set(wanted.map((flow) => flows[flow]))];
  const isOfLeads = kinds.includes('LEAD') || terms.some((term) => term.kinds.join() === 'LEAD');
  const told = (term: FactSql) => kinds.some((kind) => term.kinds.includes(kind)) || (isOfLeads && term.kinds.includes('LEAD'));
  const rest = terms.filter((term) => !told(term)).map(({ holds }) => holds);
  const facts = kinds
    .filter((kind) => kind !== 'LEAD')
    .map((kind) => [
      ...wanted.filter((flow) => flows[flow] === kind).map((flow) => sql<SqlBool>`number_flow.${sql.ref(flow)} > 0`),
      ...ofKind(terms, kind),
    ]);
  return [
    ...[...facts, ...(rest.length > 0 ? [rest] : [])].map(
      (conditions) => sql<SqlBool>`exists (select 1 from number_flow where ${all([sameNumber(relation), ...conditions])})`,
    ),
    ...(isOfLeads
      ? [sql<SqlBool>`exists (select 1 from lead_state where ${all([ofLead(relation), ...ofKind(terms, 'LEAD')])})`]
      : []),
  ];
}

/** A row of flow_state is a fact that one of the parts is of, and one of those that the terms select. */
export function isFactOf(parts: readonly Part[], terms: readonly FactSql[]): RawBuilder<boolean> {
  const kinds = new Set(parts.map(factOf).filter((kind) => kind !== null && kind !== 'LEAD')) as ReadonlySet<FactKind>;
  const each = [...kinds].map(
    (kind) => sql`(${all([sql`${sql.ref(flowColumn(everyFact[kind]))} > 0`, ...ofKind(terms, kind)])})`,
  );
  return each.length > 0 ? sql<boolean>`(${sql.join(each, sql` or `)})` : sql<boolean>`false`;
}

/** The sum of a part over rows of flow_state, as far as the terms select its facts. */
export function sumOverFacts({ flow, flowWhen }: Part, terms: readonly FactSql[]): RawBuilder<unknown> {
  if (flow === null) return sql`null`;
  const when = [...(flowWhen ? [sql<SqlBool>`(${sql.raw(flowWhen)})`] : []), ...ofKind(terms, flows[flow])];
  const value = sql.ref(flowColumn(flow));
  return when.length > 0 ? sql`sum(case when ${all(when)} then ${value} else 0 end)` : sql`sum(${value})`;
}

/** The same over rows of numbers; null where the terms select none of its facts, so that its own column says it. */
export function sumOfFacts({ flow, flowWhen }: Part, terms: readonly FactSql[], relation: string): RawBuilder<unknown> | null {
  const own = flow === null ? [] : ofKind(terms, flows[flow]);
  if (flow === null || own.length === 0) return null;
  const selected = sql`coalesce((select sum(number_flow.${sql.ref(flow)}) from number_flow where ${all([sameNumber(relation), ...own])}), 0)`;
  return flowWhen ? sql`sum(case when (${sql.raw(flowWhen)}) then ${selected} else 0 end)` : sql`sum(${selected})`;
}
