import { hash64 } from '../lib/hash64.js';
import type { Value } from '../warehouse/engine.js';
import { type CellReader, cellReader, lengthBytes, noText, type Packing } from './packing.js';

/** A row, asked for its columns one by one: what is not asked for is not unpacked. Errors: for a column that the mart does not have. */
export type PointRow = (column: string) => Value;

/** Finds a key's rows in a month of a mart. */
export class PackedMart {
  private readonly cells: ReadonlyMap<string, CellReader>;
  private readonly texts: number;

  constructor(private readonly packing: Packing) {
    const texts = packing.columns.filter(({ place }) => place === null);
    this.texts = texts.length;
    this.cells = new Map(
      packing.columns.map((column) => {
        const index = texts.indexOf(column);
        return [column.name, cellReader(column, (bytes, row) => this.textAt(bytes, row, index))];
      }),
    );
  }

  /** Of a key's hash. */
  bucketOf(hash: number): number {
    return hash & (this.packing.buckets - 1);
  }

  /** Those of a bucket's rows that have the key. */
  rowsOf(key: string, bucket: Buffer | null): readonly PointRow[] {
    if (bucket === null) return [];
    const found: PointRow[] = [];
    const keyOf = this.cell(this.packing.key);
    for (let row = 0; row < bucket.length; row = this.endOf(bucket, row))
      if (String(keyOf(bucket, row)) === key) found.push((column) => this.cell(column)(bucket, row));
    return found;
  }

  private cell(column: string): CellReader {
    const cell = this.cells.get(column);
    if (!cell) throw new Error(`Expected a column of the point store, found ${column}.`);
    return cell;
  }

  private endOf(bytes: Buffer, row: number): number {
    return this.pastTexts(bytes, row, this.texts);
  }

  /** The byte behind the words of a row and so many texts. */
  private pastTexts(bytes: Buffer, row: number, count: number): number {
    let at = row + this.packing.bytes;
    for (let text = 0; text < count; text++) at += lengthBytes + (lengthOf(bytes, at) ?? 0);
    return at;
  }

  private textAt(bytes: Buffer, row: number, index: number): string | null {
    const at = this.pastTexts(bytes, row, index);
    const length = lengthOf(bytes, at);
    return length === null ? null : bytes.toString('utf8', at + lengthBytes, at + lengthBytes + length);
  }
}

/** The lowest bits of it are the bucket, so many as there are buckets. */
export const keyHash = (key: string): number => hash64(key)[0];

/** A key's bucket in SQL. */
export const bucketSql = (key: string, buckets: number): string =>
  `cast(md5_number_lower(cast(${key} as varchar)) & ${buckets - 1} as integer)`;

function lengthOf(bytes: Buffer, at: number): number | null {
  const length = bytes.readUIntBE(at, lengthBytes);
  return length === noText ? null : length;
}
