import type { Dimension } from '../catalogue/types.js';

/** What rows are put in order by. */
export type Key = string | number | bigint | null;

/** Up or down; null last either way. */
export function compareKeys(x: Key, y: Key, desc = false): number {
  if (x === y) return 0;
  if (x === null || y === null) return x === null ? 1 : -1;
  return x < y === desc ? 1 : -1;
}

/** The order of a dimension's codes: fixed values as they are listed and others after them, numbers as numbers; none last, up or down. */
export function naturalOrder(
  { values, type }: Pick<Dimension, 'values' | 'type'>,
  desc = false,
): (a: string | null, b: string | null) => number {
  const place = new Map(values.map(({ code }, at) => [code, at]));
  const key = (code: string | null): Key =>
    code === null ? null : type === 'INTEGER' ? Number(code) : (place.get(code) ?? place.size);
  return (a, b) => compareKeys(key(a), key(b), desc) || compareKeys(a, b, desc);
}
