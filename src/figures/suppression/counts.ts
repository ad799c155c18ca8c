import { partsOf } from '../../catalogue/parts-of.js';
import type { Measure } from '../../catalogue/types.js';
import { tellSuppressed } from '../../lib/diagnostics.js';
import type { Known } from '../figure.js';
import { partsIn } from '../question.js';
import { type Sums, toMillionths } from '../sums.js';
import { keptCells, type TableCell } from './kept-cells.js';

/**
 * What is counted of a group of numbers beside its parts' sums, for a viewer to whom figures of few are not told. As sums they add up: those of a
 * tree's leaves are its node's, and what stands as "other" has its own.
 *
 * numbers  in the group
 * held     those of its cells that are kept back for the sake of others
 * near:i   by how many it would be larger or smaller if the i-th thing that its filter says were not said, or said a little otherwise
 * in:i:v   those with the value v of the dimension that the i-th term of its filter names, where the term takes that value …
 * out:i:v  … and those with v where it does not: a table by that dimension would show them as its rows
 */
export type Count = 'numbers' | 'held' | `near:${number}` | `${'in' | 'out'}:${number}:${string}`;

/** Parts have no "@" in their ids. */
export const countKey = (count: Count, mart: string): string => `${count}@${mart}`;

/** Counts of a mart's rows as sums. */
export const countsOf = (mart: string, counts: ReadonlyMap<Count, number>): Sums =>
  Object.fromEntries([...counts].map(([count, value]) => [countKey(count, mart), toMillionths(value)]));

/** The counts of a group by mart. */
function countsIn(sums: Sums, mart: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [key, value] of Object.entries(sums))
    if (key.endsWith(`@${mart}`)) counts.set(key.slice(0, -mart.length - 1), Number(value ?? 0) / 1_000_000);
  return counts;
}

/**
 * Is the figure of a group one that would tell of fewer than `least` numbers, by itself or beside another that may be asked for? `months`: that
 * were added.
 */
export function isOfFew(
  measure: Pick<Measure, 'numerator' | 'denominator'>,
  sums: Sums,
  { catalogue, least = 1 }: Pick<Known, 'catalogue' | 'least'>,
  months = 1,
): boolean {
  if (least <= 1) return false;
  // Of days of use where these are what was counted.
  const ofUse = countKey('numbers', 'day_state') in sums;
  const marts = new Set(partsIn(partsOf(measure), ofUse, catalogue).map(({ mart }) => mart));
  const few = [...marts].some((mart) => isFew(countsIn(sums, mart), least * months));
  if (few) tellSuppressed(1);
  return few;
}

function isFew(counts: ReadonlyMap<string, number>, least: number): boolean {
  const numbers = counts.get('numbers') ?? 0;
  if (numbers === 0) return false;
  if (numbers < least || counts.get('held') === numbers) return true;
  const rows = new Map<string, (TableCell & { readonly isTaken: boolean })[]>();
  for (const [name, value] of counts) {
    const [kind = '', term = '', ...rest] = name.split(':');
    if (kind === 'near' && isSmall(value, least)) return true;
    if (kind !== 'in' && kind !== 'out') continue;
    const row = { path: null, keys: [rest.join(':')], numbers: value, isFew: false, isTaken: kind === 'in' };
    rows.set(term, [...(rows.get(term) ?? []), row]);
  }
  return [...rows.values()].some((table) => isSplit(table, least));
}

const isSmall = (value: number, least: number): boolean => value !== 0 && Math.abs(value) < least;

/** Does a filter take apart what the table by its dimension does not tell? */
function isSplit(table: readonly (TableCell & { readonly isTaken: boolean })[], least: number): boolean {
  const { few, aid } = keptCells(table, least);
  const size = (isTaken: boolean, among: (row: TableCell) => boolean): number =>
    table.reduce((sum, row) => (row.isTaken === isTaken && among(row) ? sum + row.numbers : sum), 0);
  const isHidden = (row: TableCell): boolean => few.has(row) || aid.has(row);
  const [taken, left] = [size(true, isHidden), size(false, isHidden)];
  if (isSmall(taken, least) || isSmall(left, least)) return true;
  // What is kept back for others' sake gives them away as soon as it is told apart from them.
  const isAid = (row: TableCell): boolean => aid.has(row);
  return (size(true, isAid) > 0 && left > 0) || (size(false, isAid) > 0 && taken > 0);
}
