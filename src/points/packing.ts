import { dateText, decimalText } from '../warehouse/duckdb/column-reader.js';
import type { Value } from '../warehouse/engine.js';

/**
 * A packed row is words of up to 48 bits, which a JavaScript number holds exactly, and behind them the texts that have no code. In the words
 * each column has the bits that its codes need in that month: a row takes little more than in Parquet, and is read without unpacking others.
 */
export const wordBits = 48;

/** How many bytes tell the length of a text; of an empty (null) one they are all ones. */
export const lengthBytes = 3;
export const noText = 2 ** (8 * lengthBytes) - 1;

/** Bits of a word: where the word begins in the row, how many bytes it has, and how many bits of it stand below these. */
export interface BitPlace {
  readonly at: number;
  readonly bytes: number;
  readonly shift: number;
  readonly bits: number;
}

export interface PackedColumn {
  readonly name: string;
  /** In SQL, e.g. "DECIMAL(12,2)". */
  readonly type: string;
  /** Where its code is; null: it is a text behind the words, in the order of such columns. */
  readonly place: BitPlace | null;
  /** 1 where code 0 is null, else 0. */
  readonly nulls: 0 | 1;
  /** What the least code that is a value stands for: a whole number (days since 1970 of a date, hundredths of a DECIMAL(12,2)). */
  readonly least: number;
  /** The texts that codes stand for. */
  readonly texts?: readonly string[];
  /** Codes stand for the digits of a text that begins with this. */
  readonly prefix?: { readonly text: string; readonly digits: number };
}

/** What rows of a mart look like in a month. */
export interface Packing {
  /** A power of two. A key's rows are in the bucket of its hash. */
  readonly buckets: number;
  /** Of a row's words. */
  readonly bytes: number;
  readonly key: string;
  readonly columns: readonly PackedColumn[];
}

/** A value of a DOUBLE is a whole number of these where all of its column are; they are rounded to six places where they are made. */
export const doubleScale = 1_000_000;

/** A column's value in the row that begins at a byte. */
export type CellReader = (bytes: Buffer, row: number) => Value;

/** The reader of a column, the value as the engine gives it. Chosen once a column, not once a cell. */
export function cellReader(
  { type, place, nulls, least, texts, prefix }: PackedColumn,
  tail: (bytes: Buffer, row: number) => string | null,
): CellReader {
  const ofText = fromText(type);
  if (place === null) {
    return (bytes, row) => {
      const text = tail(bytes, row);
      return text === null ? null : ofText(text);
    };
  }
  const { at, bytes: length } = place;
  const [below, size] = [2 ** place.shift, 2 ** place.bits];
  const ofWhole = texts
    ? memoised(texts, ofText)
    : prefix
      ? (whole: number) => prefix.text + String(whole).padStart(prefix.digits, '0')
      : fromWhole(type);
  return (bytes, row) => {
    const code = Math.floor(bytes.readUIntBE(row + at, length) / below) % size;
    return code < nulls ? null : ofWhole(code - nulls + least);
  };
}

const memoised = (texts: readonly string[], of: (text: string) => Value) => {
  const values = texts.map(of);
  return (at: number): Value => values[at]!;
};

/** What a whole number stands for in a column of a type. */
function fromWhole(type: string): (whole: number) => Value {
  const decimal = decimalOf(type);
  if (decimal) return (whole) => decimalText(BigInt(whole), decimal.scale);
  if (type === 'BOOLEAN') return (whole) => whole === 1;
  if (type === 'DATE') return dateText;
  if (type === 'DOUBLE') return (whole) => whole / doubleScale;
  return (whole) => whole;
}

/** What a text stands for. */
function fromText(type: string): (text: string) => Value {
  if (type.endsWith('[]')) return (text) => Object.freeze(JSON.parse(text)) as readonly Value[];
  if (type === 'DOUBLE' || type === 'INTEGER') return Number;
  if (type === 'BOOLEAN') return (text) => text === 'true';
  if (type === 'BIGINT') return (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text));
  return (text) => text;
}

/** Of a "DECIMAL(12,2)": 12 digits, 2 of them behind the point; null of another type. */
export function decimalOf(type: string): { readonly digits: number; readonly scale: number } | null {
  const match = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  return match ? { digits: Number(match[1]), scale: Number(match[2]) } : null;
}
