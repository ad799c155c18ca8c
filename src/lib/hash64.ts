import { createHash } from 'node:crypto';

/** DuckDB's `md5_number_lower` of a text, as its low and its high 32 bits. */
export function hash64(plain: string): readonly [low: number, high: number] {
  const digest = createHash('md5').update(plain).digest();
  return [digest.readUInt32LE(8), digest.readUInt32LE(12)];
}
