import { existsSync } from 'node:fs';
import { Kysely, type Transaction } from 'kysely';
import { badInput, MartletError } from '../errors.js';
import type { Dialect } from './dialect.js';
import { type LedgerLog, ledgerFault, withLedgerFaults } from './faults.js';
import { appliedMigrations, assertKnown, migrate } from './migrate.js';
import { LibsqlDialect, ledgerFile, openSqlite } from './sqlite.js';
import type { LedgerTables } from './tables.js';

/** The gateway's own state. What is committed is on the disk. */
export interface Ledger {
  /** For single statements. Not inside `transaction`: SQLite has one connection, which the transaction holds. */
  readonly db: Kysely<LedgerTables>;
  readonly dialect: Dialect;
  /** Does all of `work` or, when it throws, nothing. Keep it short: in SQLite nothing else runs meanwhile. */
  transaction<T>(work: (transaction: Transaction<LedgerTables>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface LedgerOptions {
  /** MARTLET_HOME: without a database URL the ledger is the file `ledger/ledger.db` below it. */
  readonly home: string;
  /** Of a PostgreSQL database, for several gateways that share one ledger. */
  readonly databaseUrl: string | null;
  /** Take the ledger that is there, of whatever older version, and make or change none (default: make it and bring it up to date). */
  readonly asItIs?: boolean;
  readonly log?: LedgerLog;
}

/**
 * Opens the ledger. Errors: BAD_USER_INPUT where there is none and none is to be made, or it cannot be reached; INTERNAL for a damaged
 * one; CONFLICT for one of a newer version.
 */
export async function openLedger({ home, databaseUrl, asItIs = false, log }: LedgerOptions): Promise<Ledger> {
  const file = ledgerFile(home);
  const where = databaseUrl === null ? `The ledger ${file}` : `The ledger in ${placeOf(databaseUrl)}`;
  const missing = badInput(`${where} does not exist yet: "martlet serve" makes it.`);
  if (databaseUrl === null && asItIs && !existsSync(file)) throw missing;
  let db: Kysely<LedgerTables> | undefined;
  try {
    const dialect =
      databaseUrl === null ? new LibsqlDialect(openSqlite(file)) : (await import('./postgres.js')).openPostgres(databaseUrl);
    db = new Kysely<LedgerTables>({ dialect: withLedgerFaults(dialect, log) });
    const applied = await appliedMigrations(db);
    if (applied === null && asItIs) throw missing;
    assertKnown(applied ?? [], where);
    if (!asItIs) await migrate(db);
    return ledgerOf(db, databaseUrl === null ? 'sqlite' : 'postgres');
  } catch (error) {
    await db?.destroy();
    throw openingFault(error, databaseUrl === null ? where : `DATABASE_URL: ${placeOf(databaseUrl)}`);
  }
}

/** The same of a ledger that is there; null where its file would have to be made. */
export const openLedgerIfAny = async (options: LedgerOptions): Promise<Ledger | null> =>
  options.databaseUrl === null && !existsSync(ledgerFile(options.home)) ? null : openLedger(options);

/** What is read of a ledger that is opened for it alone; `none` where there is none yet. Errors: as `openLedger`. */
export async function readLedger<T>(options: LedgerOptions, none: T, read: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedgerIfAny(options);
  if (ledger === null) return none;
  try {
    return await read(ledger);
  } finally {
    await ledger.close();
  }
}

const ledgerOf = (db: Kysely<LedgerTables>, dialect: Dialect): Ledger =>
  Object.freeze<Ledger>({
    db,
    dialect,
    transaction: (work) => db.transaction().execute(work),
    close: () => db.destroy(),
  });

/** Who opens a ledger is told where it is and what its database says, in place of what clients are told. */
function openingFault(error: unknown, where: string): unknown {
  const fault = ledgerFault(error);
  if (!(fault instanceof MartletError) || !(fault.cause instanceof Error)) return error;
  const { code, cause } = fault;
  if (code === 'INTERNAL') {
    const message = `${where} is damaged: ${cause.message}. Put it aside, and take the last backup: "martlet restore <file>".`;
    return new MartletError(code, message, {}, { cause });
  }
  return new MartletError('BAD_USER_INPUT', `${where} cannot be used: ${cause.message}`, {}, { cause });
}

/** Without the user and password, which stay out of messages and logs. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
