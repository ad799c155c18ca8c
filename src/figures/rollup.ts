import { sql } from 'kysely';
import type { Catalogue, Rollup } from '../catalogue/types.js';
import { builder } from '../warehouse/builder.js';
import { rollupColumn } from './route.js';

/**
 * The SELECT that makes a rollup from a relation with the rows of one month or more of its mart, of days day by day. Sums keep exact types
 * that survive Parquet (`Part.type`). Rows: month, one column a dimension and tree, one a part.
 */
export function rollupSql(rollup: Rollup, catalogue: Catalogue, relation: string): string {
  const dimensions = rollup.dimensions.map((code) => ({
    column: rollupColumn(code),
    value: sql.raw(catalogue.dimensions.get(code)!.sql),
  }));
  const trees = rollup.trees.map((code) => ({ column: rollupColumn(code), value: sql.ref(rollupColumn(code)) }));
  const parts = [...catalogue.parts.values()].filter((part) => part.mart === rollup.mart && !part.isDistinct);
  const days = rollup.mart === 'day_state' ? [{ column: 'day', value: sql.ref('day') }] : [];
  const keys = [...days, ...dimensions, ...trees];
  const query = builder
    .selectFrom(relation)
    .select([
      sql.ref('month').as('month'),
      ...keys.map(({ column, value }) => value.as(column)),
      ...parts.map((part) => sql`cast(sum(${sql.raw(part.sql)}) as ${sql.raw(part.type)})`.as(part.id)),
    ])
    .groupBy([sql.ref('month'), ...keys.map(({ value }) => value)] as never);
  return query.compile().sql;
}
