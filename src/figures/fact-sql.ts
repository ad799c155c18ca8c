import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { factOf, factsIn } from '../catalogue/facts.js';
import { everyFact, type FactKind, type Flow, flowColumn, flows, martOfFacts } from '../catalogue/flows.js';
import type { FigureMart, Part } from '../catalogue/types.js';
import type { FilterColumn } from '../slices/columns.js';
import { splitTerms } from '../slices/fact-terms.js';
import { predicate } from '../slices/predicate.js';
import type { Scope } from './question.js';

/** A filter's term about facts, over a row of number_flow, flow_state, or of another mart of facts. */
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

/** A row of the mart is about the number of a row of the relation, and its month; a lead about the number that came of it, whenever it was received. */
function isAbout(mart: (typeof martOfFacts)[FactKind], relation: string): Expression<SqlBool> {
  const same = (column: string) => sql<SqlBool>`${sql.ref(`${mart}.${column}`)} = ${sql.ref(`${relation}.${column}`)}`;
  return mart === 'lead_state' ? same('number_id') : all([same('month'), same('number_id')]);
}

/**
 * The number of a row has the facts that a scope asks for: of each kind one with all flows and terms of it, and of the terms that are
 * about no such kind one of which they hold.
 */
export function hasFacts(
  wanted: readonly Flow[],
  terms: readonly FactSql[],
  relation: string,
  mart: FigureMart,
): readonly Expression<SqlBool>[] {
  if (mart === 'lead_state') return terms.map(({ holds }) => holds);
  const own = factsIn[mart];
  const elsewhere = terms.flatMap(({ kinds: [kind, ...more] }) =>
    more.length === 0 && martOfFacts[kind!] !== 'number_flow' ? [kind!] : [],
  );
  const kinds = new Set([...wanted.map((flow) => flows[flow]), ...elsewhere, ...(own ? [own] : [])]);
  const exists = (from: (typeof martOfFacts)[FactKind], conditions: readonly Expression<SqlBool>[]) =>
    sql<SqlBool>`exists (select 1 from ${sql.ref(from)} where ${all([isAbout(from, relation), ...conditions])})`;
  const rest = terms.filter((term) => !term.kinds.some((kind) => kinds.has(kind))).map(({ holds }) => holds);
  return [
    ...[...kinds].flatMap((kind) => {
      const conditions = ofKind(terms, kind);
      if (kind === own) return conditions;
      const from = martOfFacts[kind];
      // A row of another mart than number_flow is the fact, without a flow that says so.
      const counted = from === 'number_flow' ? wanted.filter((flow) => flows[flow] === kind) : [];
      return [exists(from, [...counted.map((flow) => sql<SqlBool>`number_flow.${sql.ref(flow)} > 0`), ...conditions])];
    }),
    ...(rest.length > 0 ? [exists('number_flow', rest)] : []),
  ];
}

/** A row of flow_state is a fact that one of the parts is of, and one of those that the terms select. */
export function isFactOf(parts: readonly Part[], terms: readonly FactSql[]): RawBuilder<boolean> {
  const kinds = new Set(parts.map(factOf).filter((kind) => kind !== null && martOfFacts[kind] === 'number_flow'));
  const each = ([...kinds] as FactKind[]).map(
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
  const selected = sql`coalesce((select sum(number_flow.${sql.ref(flow)}) from number_flow where ${all([isAbout('number_flow', relation), ...own])}), 0)`;
  return flowWhen ? sql`sum(case when (${sql.raw(flowWhen)}) then ${selected} else 0 end)` : sql`sum(${selected})`;
}
