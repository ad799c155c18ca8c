import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { InFlight, type Waiter } from '../lib/in-flight.js';
import type { Lane, Row, Value } from '../warehouse/engine.js';
import type { Statement } from '../warehouse/statement.js';

/**
 * Rows of figures that were answered, of one generation, whose data never change: who asks the same again under the same policy (which is in
 * the SQL), or at the same time, is answered from memory. Never rows of single numbers. Those not asked for the longest go first.
 */
export interface KeptFigures {
  /** Where rows of the statement are kept; null for one that is not of figures, and where nothing is kept. */
  placeOf(statement: Statement, lane: Lane): KeptRows | null;
  /**
   * What was worked out of figures before, or is now, by `make`, for all who wait for it. `key`: all that it depends on, rights too, and nothing
   * that is somebody's; `bytes`: about how much memory it takes. What failed is worked out again.
   */
  answer<T extends object>(
    key: string,
    waiter: Waiter,
    make: (of: Waiter) => Promise<T>,
    bytes: (answer: T) => number,
  ): Promise<KeptAnswer<T>>;
}

export interface KeptRows {
  /** They are here, or on their way in the same lane. */
  readonly isTaken: () => boolean;
  /**
   * Those that are here or on their way, else those that `run` gives. Its statement is of all who wait for it: it ends early only when the last
   * has left, and has its lane's deadline from when the first asked: who came later would not have it sooner by asking anew.
   */
  readonly rows: (waiter: Waiter, run: (of: Required<Waiter>) => Promise<readonly Row[]>) => Promise<KeptAnswer<readonly Row[]>>;
}

export interface KeptAnswer<T> {
  readonly answer: T;
  /** It was here, or on its way for somebody else. */
  readonly isKept: boolean;
}

/** A part of the memory: answers are much smaller than the rows that they are made of. */
const shareOfAnswers = 0.1;

/** `bytes`: about how much of memory they may take; 0: nothing is kept or shared. */
export function keptFigures(bytes: number): KeptFigures {
  if (bytes === 0) return nothingKept;
  const rows = new Kept<readonly Row[]>(bytes);
  const answers = new Kept<object>(Math.ceil(bytes * shareOfAnswers));
  return {
    placeOf: (statement, lane) => {
      if (!statement.isOfFigures) return null;
      const key = keyOf(statement);
      const way = `${lane} ${key}`;
      return {
        isTaken: () => rows.has(key, way),
        rows: (waiter, run) => rows.take({ key, way, waiter }, run, sizeOf),
      };
    },
    answer: async <T extends object>(
      key: string,
      waiter: Waiter,
      make: (of: Waiter) => Promise<T>,
      bytesOfAnswer: (answer: T) => number,
    ) => {
      const { answer, isKept } = await answers.take({ key, way: key, waiter }, make, (made) => bytesOfAnswer(made as T));
      return { answer: answer as T, isKept };
    },
  };
}

const nothingKept: KeptFigures = {
  placeOf: () => null,
  answer: async (_key, waiter, make) => ({ answer: await make(waiter), isKept: false }),
};

/** What was made, and what is being made: once for all who ask for it the same way. */
class Kept<T extends object> {
  readonly #made: LRUCache<string, T>;
  readonly #making = new InFlight<T>();

  constructor(bytes: number) {
    this.#made = new LRUCache({ maxSize: bytes });
  }

  has(key: string, way: string): boolean {
    return this.#made.has(key) || this.#making.has(way);
  }

  async take(
    { key, way, waiter }: { readonly key: string; readonly way: string; readonly waiter: Waiter },
    make: (of: Required<Waiter>) => Promise<T>,
    bytesOfMade: (made: T) => number,
  ): Promise<KeptAnswer<T>> {
    waiter.signal?.throwIfAborted();
    const known = this.#made.get(key);
    if (known) return { answer: known, isKept: true };
    let isKept = true;
    const answer = await this.#making.join(waiter, way, async (of) => {
      isKept = false;
      const made = await make(of);
      this.#made.set(key, made, { size: Math.max(1, Math.ceil(bytesOfMade(made))) });
      return made;
    });
    return { answer, isKept };
  }
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
  return (bytes / Math.max(1, some.length)) * rows.length;
}
