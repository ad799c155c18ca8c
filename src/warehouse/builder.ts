import { type Driver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type SqlBool, sql } from 'kysely';
import type { Manifest } from './generations.js';

/** kysely's own DummyDriver answers every query with no rows, silently. This one cannot be asked. */
class NoDriver implements Driver {
  async init(): Promise<void> {}
  acquireConnection(): never {
    throw new Error('the builder only builds: compile() the query and give the Statement to an engine');
  }
  beginTransaction(): never {
    throw new Error('the builder only builds');
  }
  commitTransaction(): never {
    throw new Error('the builder only builds');
  }
  rollbackTransaction(): never {
    throw new Error('the builder only builds');
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

/** Marts are described by the contract at run time, so their rows are untyped here; names come from the catalogue only. */
// biome-ignore lint/suspicious/noExplicitAny: columns are known only when the contract is loaded
export type MartTables = Record<string, any>;

/** Builds SQL and never runs it, in PostgreSQL's spelling (double quotes, $1): DuckDB's, too, and of any Statement. An engine that has no `$1` rewrites it. */
export const builder = new Kysely<MartTables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new NoDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** Bound with the ids' own type, so that the index is used. */
export const isOneOf = (column: string, ids: readonly string[], { idType }: Pick<Manifest, 'idType'>) =>
  sql<SqlBool>`${sql.ref(column)} in (${sql.join(ids.map((id) => sql`cast(${id} as ${sql.raw(idType)})`))})`;
