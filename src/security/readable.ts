import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { MartletError } from '../errors.js';
import { builder, type MartTables } from '../warehouse/builder.js';
import { kindsOf, type RowGrant, type RowKind, rowKinds } from './rows.js';
import type { Viewer } from './viewer.js';

/** Something a query may read: a mart, or a rollup of one. */
export interface ReadableRelation {
  /** As in SQL, e.g. "number_state" or "serving.rollup_place". */
  readonly name: string;
  /** Where what rows are granted by stands in it. What it does not have (a rollup without CITY has no cities) it cannot be cut by. */
  readonly at: Places;
}

export type Places = Readonly<Partial<Record<RowKind, RawBuilder<unknown>>>>;

/** In a mart that has the columns of number_month, under this alias. */
export const ofNumbers = (alias?: string): Places =>
  Object.fromEntries(
    Object.entries(rowKinds).map(([kind, { column }]) => [kind, sql.ref(alias ? `${alias}.${column}` : column)]),
  );

export type ReadableQuery = SelectQueryBuilder<MartTables, string, object>;

/**
 * The beginning of every query for a viewer: only the rows that he may see. The few files that read a mart in another way are listed with
 * their reasons in tests/developing/doors.test.ts.
 * Rows without a value belong to no grant by it, and an empty grant reads nothing. Errors: FORBIDDEN for a relation that cannot be cut by
 * what the viewer's rows are granted by.
 */
export function readable(viewer: Viewer, relation: ReadableRelation): ReadableQuery {
  const query = builder.selectFrom(relation.name) as unknown as ReadableQuery;
  if (viewer.rows === null) return query;
  if (viewer.rows.length === 0) return query.where(sql<boolean>`false`);
  const [first, ...others] = viewer.rows.map((grant) => isGranted(grant, relation, viewer));
  if (others.length === 0) return query.where(first!);
  return query.where(sql<boolean>`(${sql.join([first, ...others], sql` or `)})`);
}

function isGranted(grant: RowGrant, { name, at }: ReadableRelation, { subject }: Viewer): RawBuilder<boolean> {
  const terms = kindsOf(grant).map((kind) => {
    const place = at[kind];
    if (place) return sql<boolean>`${place} in (${sql.join([...grant[kind]!])})`;
    throw new MartletError(
      'FORBIDDEN',
      `${name} knows no ${kind}, by which rows are granted to ${subject}: nothing of it is shown. Ask for what numbers have.`,
    );
  });
  return terms.length === 1 ? terms[0]! : sql<boolean>`(${sql.join(terms, sql` and `)})`;
}

/** Dimensions that a relation must have for this viewer's policy to be applied to it. */
export const policyDimensions = ({ rows }: Viewer): readonly string[] => [
  ...new Set((rows ?? []).flatMap(kindsOf).map((kind) => rowKinds[kind].dimension)),
];
