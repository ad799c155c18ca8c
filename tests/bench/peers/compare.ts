import type { Row } from './questions.js';

/** Of a figure: peers sum in binary floating point, or write more digits than there are. */
export const tolerance = 1e-9;

/** Dates, codes and booleans alike; a figure may come as a number or as its text. */
function isSame(ours: unknown, theirs: unknown): boolean {
  if (ours === theirs) return true;
  if (ours == null || theirs == null) return false;
  const [a, b] = [Number(ours), Number(theirs)];
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a));
}

/** In one order, whatever the answer's was. */
const byFirst = (rows: readonly Row[], first: string) => [...rows].sort((a, b) => (String(a[first]) < String(b[first]) ? -1 : 1));

/** Throws where two answers are not the same rows, told by the first difference. */
export function compare(what: string, ours: readonly Row[], theirs: readonly Row[]): void {
  if (ours.length === 0) throw new Error(`${what}: expected rows, found none.`);
  if (ours.length !== theirs.length) throw new Error(`${what}: ${ours.length} rows of ours, ${theirs.length} of theirs.`);
  const names = Object.keys(ours[0]!);
  const [left, right] = [byFirst(ours, names[0]!), byFirst(theirs, names[0]!)];
  for (const [at, row] of left.entries()) {
    const other = right[at]!;
    const name = names.find((each) => !isSame(row[each], other[each]));
    if (name) throw new Error(`${what}: ${name} is ${row[name]} of ours, ${other[name]} of theirs, in ${JSON.stringify(row)}.`);
  }
}
