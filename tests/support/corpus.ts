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
    ...[...dimensions.keys()].map((dimension) =>
      asked('by', 'analysis', {
        measures: ['NUMBERS', 'REVENUE', 'ARPU', 'GROSS_ADDS'],
        dimensions: [dimension],
        where: uncovered,
      }),
    ),
    ...[...trees.keys()].flatMap((tree) =>
      filters.flatMap((where) => months.slice(-3).map((month) => asked('tree', 'indicator_tree', { tree, month, where }))),
    ),
    ...[...reports.keys()].flatMap((code) => filters.map((where) => asked('report', 'report', { code, where }))),
    asked('signals', 'signals', {}),
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
