import { PostgresAdapter, type QueryExecutorProvider, sql, type Transaction } from 'kysely';

/**
 * What differs between the two engines of the ledger; all else is the same text of SQL on both.
 *
 * The same by agreement: times are text in ISO 8601 (their order is that of time), made by the gateway's clock; ids are text; yes and
 * no are 0 and 1; JSON is text; bytes are not stored. `insert … on conflict` and `returning` are the same. Foreign keys are
 * deferrable, initially deferred: what is restored comes in any order.
 */
export type Dialect = 'sqlite' | 'postgres';

/** In PostgreSQL the ledger has a schema of its own: the database may be shared with others. */
export const ledgerSchema = 'martlet';

/** A connection or a transaction, whatever its tables. */
export type Executor = QueryExecutorProvider;

/** A row of any table: the ledger stores nothing else. */
export type LedgerRow = Readonly<Record<string, string | number | null>>;

/** A transaction that takes the names of tables and columns from the schema or a file. */
export type AnyTransaction = Transaction<Record<string, LedgerRow>>;

/** The engine behind a connection: a migration gets nothing else. */
export const dialectOf = (db: Executor): Dialect => (db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite');

/**
 * Lets only one transaction at a time go on to write this table, until it ends. In SQLite every transaction that may write does so
 * from its beginning. Readers are never stopped.
 */
export async function lockTable(db: Executor, table: string): Promise<void> {
  if (dialectOf(db) === 'postgres') await sql`lock table ${sql.table(table)} in share row exclusive mode`.execute(db);
}

/**
 * Lets only one transaction at a time go on that asks for this row, until it ends; others may read it meanwhile. In SQLite every
 * transaction that may write has been alone from its beginning.
 */
export async function lockRow(db: Executor, table: string, id: string): Promise<void> {
  if (dialectOf(db) === 'postgres') await sql`select 1 from ${sql.table(table)} where id = ${id} for update`.execute(db);
}

/** Lets only one transaction at a time go on that asks for this name, whether or not a row has it, until it ends. In SQLite as above. */
export async function lockName(db: Executor, name: string): Promise<void> {
  if (dialectOf(db) === 'postgres') await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db);
}

/** Makes a table refuse every change of what is in it, by whatever client. `keys` are the columns of each of its unique keys. */
export async function makeAppendOnly(db: Executor, table: string, ...keys: readonly (readonly string[])[]): Promise<void> {
  const name = (event: string) => sql.id(`${table}_no_${event}`);
  if (dialectOf(db) === 'postgres') {
    await sql`create or replace function ledger_append_only() returns trigger language plpgsql as
      'begin raise exception ''% is append-only'', tg_table_name; end'`.execute(db);
    await sql`create trigger ${name('change')} before update or delete or truncate on ${sql.table(table)}
      for each statement execute function ledger_append_only()`.execute(db);
    return;
  }
  await sql`create trigger ${name('update')} before update on ${sql.table(table)} ${refusalOf(table)}`.execute(db);
  await sql`create trigger ${name('delete')} before delete on ${sql.table(table)} ${refusalOf(table)}`.execute(db);
  await refuseReplacing(db, table, ...keys);
}

/** Lets `remove` take rows of a table away within its transaction, even of one that refuses changes: for what is not kept any longer. */
export async function removing(transaction: Executor, table: string, remove: () => Promise<unknown>): Promise<void> {
  const trigger = sql.id(`${table}_no_${dialectOf(transaction) === 'postgres' ? 'change' : 'delete'}`);
  const refuses = await hasTrigger(transaction, table);
  if (!refuses) {
    await remove();
    return;
  }
  if (dialectOf(transaction) === 'postgres') {
    await sql`alter table ${sql.table(table)} disable trigger ${trigger}`.execute(transaction);
    await remove();
    await sql`alter table ${sql.table(table)} enable trigger ${trigger}`.execute(transaction);
    return;
  }
  await sql`drop trigger ${trigger}`.execute(transaction);
  await remove();
  await sql`create trigger ${trigger} before delete on ${sql.table(table)} ${refusalOf(table)}`.execute(transaction);
}

async function hasTrigger(db: Executor, table: string): Promise<boolean> {
  const found =
    dialectOf(db) === 'postgres'
      ? sql`select 1 from pg_trigger where tgname = ${`${table}_no_change`} and tgrelid = ${`${ledgerSchema}.${table}`}::regclass`
      : sql`select 1 from sqlite_master where type = 'trigger' and name = ${`${table}_no_delete`}`;
  return (await found.execute(db)).rows.length > 0;
}

/** The same of what would take the place of a row: "insert or replace" of SQLite deletes without asking the triggers above. Said again, with all keys. */
export async function refuseReplacing(db: Executor, table: string, ...keys: readonly (readonly string[])[]): Promise<void> {
  if (dialectOf(db) === 'postgres') return;
  const name = sql.id(`${table}_no_replace`);
  const same = (key: readonly string[]) =>
    sql.join(
      key.map((column) => sql`${sql.id(column)} = new.${sql.id(column)}`),
      sql` and `,
    );
  const known = keys.map((key) => sql`exists (select 1 from ${sql.table(table)} where ${same(key)})`);
  await sql`drop trigger if exists ${name}`.execute(db);
  await sql`create trigger ${name} before insert on ${sql.table(table)}
    when ${sql.join(known, sql` or `)} ${refusalOf(table)}`.execute(db);
}

const refusalOf = (table: string) => sql`begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`;

/** Names of the ledger's tables, in the order of the alphabet. */
export async function tableNames(db: Executor): Promise<readonly string[]> {
  const found =
    dialectOf(db) === 'postgres'
      ? sql<{ name: string }>`select tablename as name from pg_tables where schemaname = ${ledgerSchema} order by 1`
      : sql<{
          name: string;
        }>`select name from sqlite_master where type = 'table' and name not glob 'sqlite_*' order by 1`;
  return (await found.execute(db)).rows.map(({ name }) => name);
}

/** All rows of a table, never more than some of them in memory. */
export async function* allRows(db: AnyTransaction, table: string): AsyncGenerator<LedgerRow> {
  if (dialectOf(db) === 'sqlite') {
    yield* db.selectFrom(table).selectAll().stream();
    return;
  }
  await sql`declare all_rows no scroll cursor for select * from ${sql.table(table)}`.execute(db);
  while (true) {
    const { rows } = await sql<LedgerRow>`fetch 1000 from all_rows`.execute(db);
    if (rows.length === 0) break;
    yield* rows;
  }
  await sql`close all_rows`.execute(db);
}

/** Drops a table whatever it holds, even one that refuses changes. */
export async function dropTable(db: Executor, table: string): Promise<void> {
  const cascade = sql.raw(dialectOf(db) === 'postgres' ? ' cascade' : '');
  await sql`drop table ${sql.table(table)}${cascade}`.execute(db);
}

/** Does the deferred checks now: PostgreSQL cannot alter a table whose checks are still to come. */
export async function checkDeferred(db: Executor): Promise<void> {
  if (dialectOf(db) === 'postgres') await sql`set constraints all immediate`.execute(db);
}
