import type { DatabaseConnection, Dialect, Driver } from 'kysely';
import { MartletError } from '../errors.js';
import { errorCode, tellLedger } from '../lib/diagnostics.js';

/** Where it is told that the ledger's database failed. */
export interface LedgerLog {
  error(fields: object, message: string): void;
}

/** By the beginning of SQLite's code, PostgreSQL's SQLSTATE or the system's name: what is wrong with the database, and not with what was asked. */
const causes: readonly (readonly [code: RegExp, what: string])[] = [
  [/^(SQLITE_FULL|53100)/, 'its disk is full'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED|55P03)/, 'another process holds it'],
  [/^(SQLITE_READONLY|25006)/, 'it may only be read'],
  [/^(SQLITE_IOERR|SQLITE_CANTOPEN|58)/, 'its files cannot be reached'],
  // Connections lost and refused, a server that stops, starts or takes no more.
  [/^(08|57P0|53[0-3]00|E[A-Z]+$)/, 'its database cannot be reached'],
];

/** What pg says without a code when a connection is gone or none comes, and libsql of a file that it cannot open. */
const lost =
  /^(ConnectionFailed|Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/;

const damage = /^(SQLITE_CORRUPT|SQLITE_NOTADB|XX00[12])/;

const retryAfterMs = 5000;

/**
 * An error of the ledger's database as callers see it; all others as they are. UNAVAILABLE: it may go by itself, and nothing was
 * acknowledged. INTERNAL: its file or a page of it is damaged.
 */
export function ledgerFault(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof MartletError) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  if (damage.test(code))
    return new MartletError('INTERNAL', 'The ledger is damaged: restore it from a backup.', {}, { cause: error });
  const what = causes.find(([codes]) => codes.test(code))?.[1] ?? (lost.test(error.message) ? causes.at(-1)![1] : null);
  if (what === null) return error;
  const message = `The ledger does not answer: ${what}. Ask again, of a write by the same idempotencyKey: what was stored all the same is found by it.`;
  return new MartletError('UNAVAILABLE', message, { retryAfterMs }, { cause: error });
}

/** The dialect whose every statement, begin and commit fails as `ledgerFault` says. `log` is told at most once in five seconds. */
export function withLedgerFaults(dialect: Dialect, log?: LedgerLog): Dialect {
  let toldAt = Number.NEGATIVE_INFINITY;
  const fail = (error: unknown): never => {
    const fault = ledgerFault(error);
    if (fault !== error) tellLedger({ code: errorCode(fault) });
    if (fault !== error && performance.now() - toldAt > retryAfterMs) {
      toldAt = performance.now();
      log?.error({ err: error }, (fault as MartletError).message);
    }
    throw fault;
  };
  return {
    createDriver: () => failingBy(fail, dialect.createDriver()),
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

/** The same object, whose calls fail by `fail`, at once or later, and those of the connection that it gives too. */
function failingBy<T extends Driver | DatabaseConnection>(fail: (error: unknown) => never, of: T): T {
  return new Proxy(of, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        let made: unknown;
        try {
          made = value.apply(target, given);
        } catch (error) {
          return fail(error);
        }
        if (!(made instanceof Promise)) return made;
        return made.then((result) => {
          if (name === 'commitTransaction') tellLedger({ code: 'OK' });
          return name === 'acquireConnection' ? failingBy(fail, result) : result;
        }, fail);
      };
    },
  });
}
