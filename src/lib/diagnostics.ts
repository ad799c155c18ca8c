import { type Channel, channel } from 'node:diagnostics_channel';
import { MartletError } from '../errors.js';
import type { QuestionShape } from './question-shape.js';

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
    readonly shape?: QuestionShape;
  }[];
}

/** A commit of the ledger, or a fault of its database. */
export interface LedgerDone {
  readonly code: string;
}

interface Told {
  readonly statement: StatementDone;
  readonly ledger: LedgerDone;
  /** How many figures or cells were found to be of too few numbers to be told, or kept back for such ones. */
  readonly suppression: number;
}

/** What happens on the floors and is heard by who watches the process: neither knows the other, and without a watcher it costs nothing. */
const channels: Readonly<Record<keyof Told, Channel>> = {
  statement: channel('martlet:statement'),
  ledger: channel('martlet:ledger'),
  suppression: channel('martlet:suppression'),
};

/** Hears all of one kind, until what it gives is called. */
export function watchDiagnostics<Kind extends keyof Told>(kind: Kind, hear: (told: Told[Kind]) => void): () => void {
  const listener = (told: unknown): void => hear(told as Told[Kind]);
  channels[kind].subscribe(listener);
  return () => void channels[kind].unsubscribe(listener);
}

export const tellStatement = (done: StatementDone): void => channels.statement.publish(done);
export const tellSuppressed = (count: number): void => {
  if (count > 0) channels.suppression.publish(count);
};
export const tellLedger = (done: LedgerDone): void => channels.ledger.publish(done);

/** The code of an error of ours; of any other INTERNAL. */
export const errorCode = (error: unknown): string => (error instanceof MartletError ? error.code : 'INTERNAL');
