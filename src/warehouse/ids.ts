import { type SqlBool, sql } from 'kysely';
import type { Manifest } from './generations.js';

/** Bound with the ids' own type, so that the index is used. */
export const isOneOf = (column: string, ids: readonly string[], { idType }: Pick<Manifest, 'idType'>) =>
  sql<SqlBool>`${sql.ref(column)} in (${sql.join(ids.map((id) => sql`cast(${id} as ${sql.raw(idType)})`))})`;
