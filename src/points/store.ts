import { setImmediate } from 'node:timers/promises';
import { memo } from '../lib/memo.js';
import { keyHash, PackedMart, type PointRow } from './packed-mart.js';
import type { Packing } from './packing.js';

/**
 * Marts whose rows are kept by key: of a number its months, events and contacts, and of the newest month its scores; of a hashed phone number
 * the ids that first had it in the month.
 */
export type PointMart = 'number_state' | 'number_event' | 'number_contact' | 'number_propensity' | 'phone';

/** Where packed rows are: a file beside the gateway, or a database that several share. `tests/points/store.contract.ts` is what each passes. */
export interface PointStore {
  /** null: the month has no row of the mart. */
  packing(month: string, mart: PointMart): Maybe<Packing | null>;
  /** A bucket's rows, one behind the other; null: there is none. */
  bucket(month: string, mart: PointMart, at: number): Maybe<Buffer | null>;
  close(): Promise<void>;
}

type Maybe<T> = T | Promise<T>;

/** Takes a month's rows while a generation is built. */
export interface PointWriter {
  mart(mart: PointMart, packing: Packing): Promise<void>;
  buckets(mart: PointMart, buckets: readonly { readonly at: number; readonly rows: Buffer }[]): Promise<void>;
  close(): Promise<void>;
}

export interface RowOfMonth {
  readonly month: string;
  readonly row: PointRow;
}

/** Rows by key, of all months of a generation. */
export class Points {
  private done = 0;
  private readonly marts: (place: string) => Promise<PackedMart | null>;

  /** `unknown`: columns of number_state that nobody knows in a month: null, whatever their rules said. */
  constructor(
    private readonly store: PointStore,
    private readonly unknown: (month: string) => ReadonlySet<string>,
  ) {
    this.marts = memo(async (place) => {
      const [month, mart] = place.split(' ') as [string, PointMart];
      const packing = await store.packing(month, mart);
      return packing && new PackedMart(packing);
    });
  }

  /** The rows of a key in months, month by month and within one in no order. */
  async rows(mart: PointMart, months: readonly string[], key: string): Promise<readonly RowOfMonth[]> {
    const hash = keyHash(key);
    const found: RowOfMonth[] = [];
    for (const month of months) {
      const packed = await this.marts(`${month} ${mart}`);
      if (!packed) continue;
      // Some milliseconds of reading: then others have their turn.
      if (++this.done % readsAtOnce === 0) await setImmediate();
      const unknown = mart === 'number_state' ? this.unknown(month) : nothing;
      for (const row of packed.rowsOf(key, await this.store.bucket(month, mart, packed.bucketOf(hash))))
        found.push({ month, row: unknown.size === 0 ? row : (column) => (unknown.has(column) ? null : row(column)) });
    }
    return found;
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

const readsAtOnce = 128;

const nothing: ReadonlySet<string> = new Set();
