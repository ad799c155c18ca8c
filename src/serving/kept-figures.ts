import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Row, Value } from '../warehouse/engine.js';
import type { Statement } from '../warehouse/statement.js';

/**
 * Rows of figures that were answered, of one generation, whose data never change: who asks the same again under the same policy (which is in
 * the SQL) is answered from memory. Never rows of single numbers. Those not asked for the longest go first.
 */
export interface KeptFigures {
  get(statement: Statement): readonly Row[] | undefined;
  set(statement: Statement, rows: readonly Row[]): void;
  /**
   * What was worked out of figures before, or is now, by `make`. `key`: all that it depends on, rights too, and nothing that is somebody's;
   * `bytes`: about how much memory it takes. What failed is worked out again.
   */
  answer<T extends object>(key: string, make: () => Promise<T>, bytes: (answer: T) => number): Promise<KeptAnswer<T>>;
}

export interface KeptAnswer<T> {
  readonly answer: T;
  readonly isKept: boolean;
}

/** A part of the memory: answers are much smaller than the rows that they are made of. */
const shareOfAnswers = 0.1;

/** `bytes`: about how much of memory they may take; 0: nothing is kept. */
export function keptFigures(bytes: number): KeptFigures {
  const rows = bytes > 0 ? new LRUCache<string, readonly Row[]>({ maxSize: bytes, sizeCalculation: sizeOf }) : null;
  const answers = bytes > 0 ? new LRUCache<string, object>({ maxSize: Math.ceil(bytes * shareOfAnswers) }) : null;
  return {
    get: (statement) => (statement.isOfFigures ? rows?.get(keyOf(statement)) : undefined),
    set: (statement, found) => {
      if (statement.isOfFigures) rows?.set(keyOf(statement), found);
    },
    // Not while it is being made: who makes it may hang up, and that ends it for him alone.
    answer: async <T extends object>(key: string, make: () => Promise<T>, bytesOfAnswer: (answer: T) => number) => {
      const known = answers?.get(key) as T | undefined;
      if (known) return { answer: known, isKept: true };
      const answer = await make();
      answers?.set(key, answer, { size: Math.max(1, Math.ceil(bytesOfAnswer(answer))) });
      return { answer, isKept: false };
    },
  };
}

/** A hash: values of filters, which may be somebody's, stay nowhere. */
function keyOf({ sql, parameters }: Statement): string {
  const values = JSON.stringify(parameters, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return createHash('sha256').update(sql).update('\0').update(values).digest('base64');
}

/** An object's and a number's bytes in V8; letters of a text take one or two each. */
const bytesOf = (value: Value | undefined): number => (typeof value === 'string' ? 24 + value.length : 16);
const rowBytes = 40;

/** Rows of a statement are alike: some are weighed for all. */
const weighed = 100;

function sizeOf(rows: readonly Row[]): number {
  const some = rows.slice(0, weighed);
  const bytes = some.reduce(
    (sum, row) => Object.values(row).reduce((all: number, value) => all + bytesOf(value), sum + rowBytes),
    0,
  );
  return Math.max(1, Math.ceil((bytes / Math.max(1, some.length)) * rows.length));
}
