import { channel } from 'node:diagnostics_channel';
import { MartletError } from '../errors.js';

/** A statement of a request that ended, well or not. */
export interface StatementDone {
  /** What it was for, in a few words of ours. */
  readonly statement: string;
  readonly lane: string;
  readonly seconds: number;
  /** "OK", or the code of the error. */
  readonly code: string;
  /** What it read, and why that is no rollup; `rollup` is null where there was nothing to choose. */
  readonly reads: readonly {
    readonly source: string;
    readonly rollupMissReason: string | null;
    readonly rollup: 'hit' | 'miss' | null;
  }[];
}

/** A commit of the ledger, or a fault of its database. */
export interface LedgerDone {
  readonly code: string;
}

/** What happens on the floors and is counted by who watches the process: neither knows the other, and without a watcher it costs nothing. */
export const diagnostics = {
  statement: channel('martlet:statement'),
  ledger: channel('martlet:ledger'),
  suppression: channel('martlet:suppression'),
} as const;

export const tellStatement = (done: StatementDone): void => diagnostics.statement.publish(done);
/** How many figures or cells were found to be of too few numbers to be told, or kept back for such ones. */
export const tellSuppressed = (count: number): void => {
  if (count > 0) diagnostics.suppression.publish(count);
};
export const tellLedger = (done: LedgerDone): void => diagnostics.ledger.publish(done);

/** The code of an error of ours; of any other INTERNAL. */
export const errorCode = (error: unknown): string => (error instanceof MartletError ? error.code : 'INTERNAL');
