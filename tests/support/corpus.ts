import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../../src/catalogue/types.js';

/** A question of the corpus. */
export interface Asked {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const numbersPage = `query ($month: YearMonth, $where: SliceFilter, $orderBy: [PhoneNumberOrder!]) {
  numbers(month: $month, where: $where, orderBy: $orderBy, first: 100) {
    totalCount
    nodes { numberId city customerType customerId msisdn finance { revenue } }
    pageInfo { endCursor hasNextPage }
  }
}`;

/** Filters that no rollup has: of each kind of field one, and of each mart of facts. */
const uncovering: readonly object[] = [
  { birthYear: { isNull: false }, city: { in: ['HAILAN', 'MUHE'] } },
  { planId: { ne: 'X' }, revenue: { between: [1, 100] }, joinedOn: { before: '2026-09-01' } },
  { valueGroups: { hasAny: ['ACTIVE_CORE', 'SLEEPING_HIGH_VALUE'] } },
  { or: [{ valueGroups: { has: 'ACTIVE_CORE' } }, { not: { industry: { in: ['RETAIL', null] } } }] },
  { scene: { eq: 'COUNTER' } },
  { complaintKind: { isNull: false } },
  { leadSource: { isNull: false } },
  { day: { eq: '2026-10-05' } },
];

/** Figures that facts have, by kinds. */
const ofFacts: Readonly<Record<string, readonly string[]>> = {
  JOIN: ['GROSS_ADDS', 'CONTACTS'],
  CONTACT: ['CONTACTS', 'ORDERS'],
  LEAD: ['LEADS'],
  CASE: ['COMPLAINTS_OPENED'],
};

/** What is asked of each of them. */
const ofUncovering: readonly string[] = [
  'query ($where: SliceFilter) { indicatorTree(tree: "LIFECYCLE", where: $where) { nodes { value baseline } } }',
  'query ($where: SliceFilter) { indicatorTree(tree: "SUBSCRIBERS", against: NONE, where: $where) { nodes { value } } }',
  `query ($where: SliceFilter) {
    explain(measure: CLOSING_SUBSCRIBERS, where: $where) { value byFormula { node contribution } causes { contribution score deviation } }
  }`,
  'query ($where: SliceFilter, $all: [Measure!]!) { indicators(measures: $all, against: NONE, where: $where) { value absence } }',
  `query ($where: SliceFilter, $earlier: YearMonth) {
    numbers(where: $where, month: $earlier, first: 20, orderBy: [{ column: "revenue", desc: true }, { column: "joinedOn" }]) {
      totalCount sums(measures: [REVENUE, CUSTOMERS, CHURN_RATE]) nodes { id finance { revenue } } pageInfo { endCursor }
    }
  }`,
];

const tool = (name: string): string => readFileSync(join(import.meta.dirname, '../../sql/tools', `${name}.graphql`), 'utf8');

/** As a statement costs a cluster a quarter of a second, however small it is. */
const together = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  all.length > 0 ? [all.slice(0, size), ...together(all.slice(size), size)] : [];

/** None, one that rollups have, and one that they have not. */
const filters = [undefined, { city: { eq: 'HAILAN' } }, { revenue: { gte: 30 } }] as const;

/**
 * Questions of all that the catalogue names: each measure explained and cut, each dimension, each tree in three months by three filters, each
 * report by three filters, signals. What is added to the catalogue is among them.
 */
export function corpus({ measures, dimensions, trees, reports }: Catalogue, months: readonly string[]): readonly Asked[] {
  const asked = (name: string, document: string, variables: Asked['variables']): Asked => ({
    name: `${name} ${Object.values(variables)
      .map((each) => JSON.stringify(each))
      .join(' ')}`,
    query: tool(document),
    variables: JSON.parse(JSON.stringify(variables)),
  });
  const [, , uncovered] = filters;
  return [
    ...[...measures.keys()].map((measure) => asked('explain', 'explain', { measure })),
    ...together([...measures.keys()], 8).map((some) =>
      asked('analysis', 'analysis', {
        measures: some,
        dimensions: ['AGE_GROUP', 'PLAN'],
        where: uncovered,
        against: 'PREVIOUS_MONTH',
      }),
    ),
    ...[...dimensions.values()].map(({ code, facts, grain }) => {
      const some = facts.length > 0 ? (ofFacts[facts[0]!] ?? []) : ['NUMBERS', 'REVENUE', 'ARPU', 'GROSS_ADDS', 'LEADS'];
      const by = grain ? { dimensions: [], grain } : { dimensions: [code] };
      return asked('by', 'analysis', { measures: some, ...by, where: uncovered });
    }),
    ...[...trees.keys()].flatMap((tree) =>
      filters.flatMap((where) => months.slice(-3).map((month) => asked('tree', 'indicator_tree', { tree, month, where }))),
    ),
    ...[...reports.keys()].flatMap((code) => filters.map((where) => asked('report', 'report', { code, where }))),
    asked('signals', 'signals', {}),
    ...uncovering.flatMap((where) =>
      ofUncovering.map((query) => ({
        name: `${query.slice(0, 80)} ${JSON.stringify(where)}`,
        query,
        variables: { where, all: [...measures.keys()], earlier: months.at(-2) },
      })),
    ),
    // The newest month's lie beside the gateway.
    ...[[], [{ column: 'revenue', desc: true }], [{ column: 'lifecycle' }, { column: 'numberId', desc: true }]].flatMap(
      (orderBy) =>
        filters.map((where) => ({
          name: `numbers ${JSON.stringify({ orderBy, where })}`,
          query: numbersPage,
          variables: JSON.parse(JSON.stringify({ month: months.at(-2), where, orderBy })),
        })),
    ),
  ];
}
