import { partsOf } from '../../catalogue/parts-of.js';
import type { Catalogue, Measure } from '../../catalogue/types.js';
import { type Sums, toMillionths } from '../sums.js';

/**
 * What is counted of a group of numbers beside its parts' sums, for a viewer to whom figures of few are not told. As sums they add up: those of a
 * tree's leaves are its node's, and what stands as "other" has its own.
 *
 * numbers  in the group
 * hidden   those of its cells that are not told themselves
 * near:i   by how many it would be larger or smaller if the i-th thing that its filter says were not said, or said a little otherwise
 * in:i     those that the i-th term of its filter takes, out of cells that a table by the term's dimension would not tell …
 * out:i    … and those of them that it leaves
 * aid:i    those that it takes out of cells that such a table keeps back for the sake of others only …
 * left:i   … and those of them that it leaves
 */
export type Count = 'numbers' | 'hidden' | `${'near' | 'in' | 'out' | 'aid' | 'left'}:${number}`;

/** Parts have no "@" in their ids. */
export const countKey = (count: Count, mart: string): string => `${count}@${mart}`;

/** Counts of a mart's rows as sums. */
export const countsOf = (mart: string, counts: ReadonlyMap<Count, number>): Sums =>
  Object.fromEntries([...counts].map(([count, value]) => [countKey(count, mart), toMillionths(value)]));

/** A count of a group; 0 where nothing was counted. */
export const countIn = (sums: Sums, count: Count, mart: string): number => Number(sums[countKey(count, mart)] ?? 0n) / 1_000_000;

/**
 * Is the figure of a group one that would tell of fewer than `least` numbers, by itself or beside another that may be asked for? `months`: that
 * were added.
 */
export function isOfFew(
  measure: Pick<Measure, 'numerator' | 'denominator'>,
  sums: Sums,
  { catalogue, least }: { readonly catalogue: Catalogue; readonly least: number },
  months = 1,
): boolean {
  if (least <= 1) return false;
  const marts = new Set(partsOf(measure).map((part) => catalogue.parts.get(part)!.mart));
  return [...marts].some((mart) => isFew(sums, mart, least * months));
}

function isFew(sums: Sums, mart: string, least: number): boolean {
  const count = (name: Count): number => countIn(sums, name, mart);
  const isSmall = (value: number): boolean => value !== 0 && Math.abs(value) < least;
  const numbers = count('numbers');
  if (numbers === 0) return false;
  if (numbers < least || count('hidden') === numbers) return true;
  for (let each = 0; countKey(`near:${each}`, mart) in sums; each++) if (isSmall(count(`near:${each}`))) return true;
  for (let each = 0; countKey(`in:${each}`, mart) in sums; each++) {
    const [taken, left] = [count(`in:${each}`), count(`out:${each}`)];
    if (isSmall(taken) || isSmall(left)) return true;
    // What is kept back for others' sake gives them away as soon as it is told apart from them.
    if ((count(`aid:${each}`) > 0 && left > 0) || (count(`left:${each}`) > 0 && taken > 0)) return true;
  }
  return false;
}
