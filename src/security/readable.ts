import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { MartletError } from '../errors.js';
import { builder, type MartTables } from '../warehouse/builder.js';
import type { Value } from '../warehouse/engine.js';
import { martOf, requireMart } from './marts.js';
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

/** The same of a row at hand. */
export const inNumber = (value: (column: string) => Value): ReadableRow['at'] =>
  Object.fromEntries(Object.entries(rowKinds).map(([kind, { column }]) => [kind, () => value(column)]));

export type ReadableQuery = SelectQueryBuilder<MartTables, string, object>;

/**
 * The beginning of every query for a viewer: only the rows that he may see. The few files that read a mart in another way are listed with
 * their reasons in tests/developing/doors.test.ts.
 * Rows without a value belong to no grant by it, and an empty grant reads nothing. Errors: FORBIDDEN for a relation of a mart that is not
 * granted, or that cannot be cut by what the viewer's rows are granted by.
 */
export function readable(viewer: Viewer, relation: ReadableRelation): ReadableQuery {
  requireMart(viewer, martOf(relation.name));
  const query = builder.selectFrom(relation.name) as unknown as ReadableQuery;
  if (viewer.rows === null) return query;
  if (viewer.rows.length === 0) return query.where(sql<boolean>`false`);
  const [first, ...others] = viewer.rows.map((grant) => isGranted(grant, relation, viewer));
  if (others.length === 0) return query.where(first!);
  return query.where(sql<boolean>`(${sql.join([first, ...others], sql` or `)})`);
}

function isGranted(grant: RowGrant, { name, at }: ReadableRelation, viewer: Viewer): RawBuilder<boolean> {
  const terms = kindsOf(grant).map((kind) => {
    const place = at[kind];
    if (place) return sql<boolean>`${place} in (${sql.join([...grant[kind]!])})`;
    throw cannotBeCut(name, kind, viewer);
  });
  return terms.length === 1 ? terms[0]! : sql<boolean>`(${sql.join(terms, sql` and `)})`;
}

/**
 * The same of a row that is at hand, by what stands in it: may the viewer see it? `tests/security/forms.test.ts` holds both forms against each
 * other. Errors: as `readable`.
 */
export function isReadable(viewer: Viewer, { name, at }: ReadableRow): boolean {
  requireMart(viewer, martOf(name));
  if (viewer.rows === null) return true;
  return viewer.rows
    .map((grant) =>
      kindsOf(grant)
        .map((kind) => includes(grant[kind]!, known(at[kind], kind, name, viewer)))
        .every(Boolean),
    )
    .includes(true);
}

/** A row at hand: of what it is one, and the values that rows are granted by, as far as it has such. */
export interface ReadableRow {
  readonly name: string;
  readonly at: Readonly<Partial<Record<RowKind, () => Value>>>;
}

/** A row without a value is in no grant. */
const includes = (granted: readonly string[], value: Value): boolean => value !== null && granted.includes(String(value));

function known(value: (() => Value) | undefined, kind: RowKind, name: string, viewer: Viewer): Value {
  if (value) return value();
  throw cannotBeCut(name, kind, viewer);
}

const cannotBeCut = (name: string, kind: RowKind, { subject }: Viewer): MartletError =>
  new MartletError(
    'FORBIDDEN',
    `${name} knows no ${kind}, by which rows are granted to ${subject}: nothing of it is shown. Ask for what numbers have.`,
  );

/** Dimensions that a relation must have for this viewer's policy to be applied to it. */
export const policyDimensions = ({ rows }: Viewer): readonly string[] => [
  ...new Set((rows ?? []).flatMap(kindsOf).map((kind) => rowKinds[kind].dimension)),
];
