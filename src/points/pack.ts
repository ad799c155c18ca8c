import { text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import { bucketSql } from './packed-mart.js';
import { type BitPlace, lengthBytes, noText, type PackedColumn, type Packing, wordBits } from './packing.js';
import type { PointMart, PointWriter } from './store.js';
import { type CodedColumn, surveyed, type TextColumn } from './survey.js';

/** Rows of a bucket, on average: as many as are read for one. Fewer would take more of the file than their rows do. */
const rowsOfBucket = 24;

/** Rows that are put together at a time. */
const step = 500_000;

/** Packs a relation's rows by a key column and hands them to the writer. The same rows give the same buckets. */
export async function packMart(
  builder: Builder,
  relation: string,
  key: string,
  mart: PointMart,
  writer: PointWriter,
): Promise<void> {
  const { rows, columns } = await surveyed(builder, relation);
  if (rows === 0) return;
  const buckets = 2 ** Math.max(0, Math.ceil(Math.log2(rows / rowsOfBucket)));
  const { packing, row } = packed(columns, key, buckets);
  await writer.mart(mart, packing);
  await builder.execute(
    `CREATE OR REPLACE TEMP TABLE point_row AS SELECT ${bucketSql(`"${key}"`, buckets)} AS bucket, ${row} AS packed FROM ${relation}`,
  );
  const wide = Math.max(1, Math.round((step / rows) * buckets));
  for (let from = 0; from < buckets; from += wide) {
    const some = await builder.query(
      `SELECT bucket, string_agg(packed, '' ORDER BY packed) AS rows FROM point_row WHERE bucket >= ${from} AND bucket < ${from + wide} GROUP BY bucket ORDER BY bucket`,
    );
    await writer.buckets(
      mart,
      some.map(({ bucket, rows: hex }) => ({ at: bucket as number, rows: Buffer.from(hex as string, 'hex') })),
    );
  }
  await builder.execute('DROP TABLE point_row');
}

/** Where each column goes, and a row in hexadecimal as SQL. */
function packed(
  columns: readonly (CodedColumn | TextColumn)[],
  key: string,
  buckets: number,
): { readonly packing: Packing; readonly row: string } {
  const words: { used: number; readonly held: CodedColumn[] }[] = [];
  const coded = columns.filter((column) => column.code !== null);
  // The widest first, each into the first word that has the room.
  for (const column of [...coded].sort((a, b) => b.bits - a.bits)) {
    const word = words.find(({ used }) => used + column.bits <= wordBits) ?? { used: 0, held: [] };
    if (word.held.length === 0) words.push(word);
    word.used += column.bits;
    word.held.push(column);
  }
  const places = new Map<string, BitPlace>();
  const sums: string[] = [];
  let [at, pattern] = [0, ''];
  for (const { used, held } of words) {
    const bytes = Math.max(1, Math.ceil(used / 8));
    let shift = 0;
    const codes = held.map(({ name, code, bits }) => {
      places.set(name, { at, bytes, shift, bits });
      const moved = bits === 0 ? '0' : `(${code} << ${shift})`;
      shift += bits;
      return moved;
    });
    sums.push(codes.join(' + '));
    pattern += `{:0${2 * bytes}x}`;
    at += bytes;
  }
  const texts = columns.filter((column) => column.code === null).map((column) => textHex(column.text));
  const told = columns.map((column): PackedColumn => {
    if (column.code === null) return { name: column.name, type: column.type, place: null, nulls: 1, least: 0 };
    const { code: _, bits: __, ...own } = column;
    return { ...own, place: places.get(column.name)! };
  });
  return {
    packing: { buckets, bytes: at, key, columns: told },
    row: `concat(format(${[text(pattern), ...sums].join(', ')})${texts.map((own) => `, ${own}`).join('')})`,
  };
}

/** A text behind its length, in hexadecimal. */
const textHex = (value: string): string =>
  `CASE WHEN ${value} IS NULL THEN '${noText.toString(16)}' ELSE format('{:0${2 * lengthBytes}x}', strlen(${value})) || lower(hex(${value})) END`;
