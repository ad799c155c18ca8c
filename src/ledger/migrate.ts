import { type Kysely, Migrator, sql } from 'kysely';
import { MartletError } from '../errors.js';
import { dialectOf, type Executor, ledgerSchema, tableNames } from './dialect.js';
import { migrations } from './migrations/index.js';
import type { LedgerTables } from './tables.js';

/** Where a ledger remembers its migrations. */
export const migrationTable = 'ledger_migration';
export const migrationLock = 'ledger_migration_lock';

/** Names of the migrations that this ledger has, in their order; null where there is no ledger yet. */
export async function appliedMigrations(db: Executor): Promise<readonly string[] | null> {
  if (!(await tableNames(db)).includes(migrationTable)) return null;
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(migrationTable)} order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Errors: CONFLICT for a migration that this version does not know: its tables could be written wrongly. */
export function assertKnown(applied: readonly string[], where: string): void {
  const unknown = applied.filter((name) => !(name in migrations));
  if (unknown.length === 0) return;
  throw new MartletError(
    'CONFLICT',
    `${where} was made by a newer martlet: it has ${unknown.join(', ')}, and the newest known here is ${Object.keys(migrations).at(-1)}. Run that newer version.`,
  );
}

/** Brings the ledger's tables up to this version. All or nothing; several gateways that start at once wait for each other. */
export async function migrate(db: Kysely<LedgerTables>): Promise<void> {
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: migrationTable,
    migrationLockTableName: migrationLock,
    ...(dialectOf(db) === 'postgres' ? { migrationTableSchema: ledgerSchema } : {}),
  }).migrateToLatest();
  if (error) throw error;
}
