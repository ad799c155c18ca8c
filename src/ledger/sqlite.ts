import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type TransactionSettings,
} from 'kysely';
import Database from 'libsql';
import AsyncDatabase from 'libsql/promise';

/** How long a statement waits while another process writes. The wait blocks this process: the ledger's transactions are short. */
const busyMs = 5000;

export const ledgerFile = (home: string): string => join(home, 'ledger', 'ledger.db');

/** Opens the ledger's file, making it and its folder where they are not; only its owner may read them. */
export function openSqlite(file: string): Database.Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new Database(file);
  chmodSync(file, 0o600);
  database.exec(`pragma busy_timeout = ${busyMs}`);
  database.exec('pragma journal_mode = wal');
  // Said, as a build may default to NORMAL with a WAL: the last acknowledged commits would be lost when the power goes.
  database.exec('pragma synchronous = full');
  database.exec('pragma foreign_keys = on');
  return database;
}

/** One connection, so kysely lets one transaction after the other have it. */
export class LibsqlDialect extends SqliteDialect {
  constructor(private readonly database: Database.Database) {
    super({ database });
  }

  override createDriver(): SqliteDriver {
    return new LibsqlDriver(this.database);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class LibsqlDriver extends SqliteDriver {
  constructor(private readonly database: Database.Database) {
    super({ database });
  }

  /** A transaction that begins by reading and then wants to write is refused at once, without waiting, if another process wrote in between. */
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  /** A commit waits for the disk, some milliseconds: on a thread of the library's, by its asynchronous interface to the same connection. */
  override async commitTransaction(): Promise<void> {
    await AsyncDatabase.prototype.exec.call(this.database as never, 'commit');
  }

  /** After some errors (a full disk) SQLite has rolled back by itself; to do it again would be the error that the caller sees. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** SQLite's DDL is transactional, kysely only says it is not: so migrations are all or nothing, and two processes take turns. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
