import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { builder, type MartTables } from '../warehouse/builder.js';
import type { Viewer } from './viewer.js';

/** Something a query may read: a mart, or a rollup of one. */
export interface ReadableRelation {
  /** As in SQL, e.g. "number_state" or "serving.rollup_place". */
  readonly name: string;
  /** Where the city stands in it; null where it has none (a rollup without CITY). */
  readonly city: RawBuilder<unknown> | null;
}

export type ReadableQuery = SelectQueryBuilder<MartTables, string, object>;

/**
 * The beginning of every query for a viewer: only the rows that he may see. The few files that read a mart in another way are listed with
 * their reasons in tests/developing/doors.test.ts.
 * Rows without a city belong to no city grant, and an empty grant reads nothing.
 */
export function readable(viewer: Viewer, relation: ReadableRelation): ReadableQuery {
  const query = builder.selectFrom(relation.name) as unknown as ReadableQuery;
  if (viewer.cities === null) return query;
  if (viewer.cities.length === 0) return query.where(sql<boolean>`false`);
  if (!relation.city)
    throw new Error(`${relation.name} cannot be cut by city: the route must not choose it for ${viewer.subject}`);
  return query.where(sql<boolean>`${relation.city} in (${sql.join([...viewer.cities])})`);
}

/** Dimensions that a relation must have for this viewer's policy to be applied to it. */
export const policyDimensions = (viewer: Viewer): readonly string[] => (viewer.cities === null ? [] : ['CITY']);
