/** Bytes of a file, both ends included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const single = /^bytes=(\d*)-(\d*)$/;

/**
 * What a Range header asks of so many bytes (RFC 9110, 14.1.2). 'all': there is none, or one that may be answered with everything (another
 * unit, several parts, what cannot be read). null: none of the bytes that it asks for are there.
 */
export function rangeOf(header: string | undefined, bytes: number): Range | 'all' | null {
  const [, from, to] = single.exec((header ?? '').trim()) ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return 'all';
  if (from === '') {
    const last = Number(to);
    return last === 0 || bytes === 0 ? null : { start: Math.max(0, bytes - last), end: bytes - 1 };
  }
  const start = Number(from);
  if (to !== '' && Number(to) < start) return 'all';
  if (start >= bytes) return null;
  return { start, end: to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1) };
}
