import { monthIndex } from '../lib/months.js';
import type { Dimension, Rests } from './types.js';

/** By month, what came without a single value: "mart.column". */
export type EmptyColumns = ReadonlyMap<string, ReadonlySet<string>>;

/** What a warehouse has of the contract's columns. */
export interface Came {
  /** "mart.column". */
  readonly provided: ReadonlySet<string>;
  readonly empty: EmptyColumns;
  /** Of the provided ones, what stands in for columns that the warehouse has not. Left out: nothing. */
  readonly standIns?: ReadonlyMap<string, string>;
  /** Marts that are not granted to who asks. Left out: none. */
  readonly withheld?: ReadonlySet<string>;
  /** Dimensions, by code, that show as it is a column that is hidden from who asks. Left out: none. */
  readonly untold?: ReadonlySet<string>;
}

/** "revenue" is a column of number_month; others say their mart. */
export const contractColumn = (need: string): string => (need.includes('.') ? need : `number_month.${need}`);

const martOf = (name: string): string => name.split('.')[0]!;

/** Does it rest on a mart that is not granted, or what stands in for it? */
export function isWithheld(need: string, { withheld, standIns }: Pick<Came, 'withheld' | 'standIns'>): boolean {
  if (!withheld) return false;
  const name = contractColumn(need);
  return [name, standIns?.get(name) ?? name].some((each) => withheld.has(martOf(each)));
}

/** Is it there, and may it be told? */
export const isProvided = (need: string, came: Pick<Came, 'provided' | 'withheld' | 'standIns'>): boolean =>
  came.provided.has(contractColumn(need)) && !isWithheld(need, came);

/** Does it show as it is a column that is hidden from who asks? */
export const isUntold = ({ code }: Pick<Dimension, 'code'>, { untold }: Pick<Came, 'untold'>): boolean =>
  untold?.has(code) ?? false;

/** Is all there that a cut by it needs, and may it be told? `needs`: of what is counted. */
export const canCut = (dimension: Dimension, came: Came, needs = dimension.needs): boolean =>
  !isUntold(dimension, came) && needs.every((need) => isProvided(need, came));

/** Of the columns of a mart that may begin late: had this one a value in any month before? */
export const hasBegun = (name: string, month: string, months: readonly string[], empty: EmptyColumns): boolean =>
  months.some((each) => each < month && !empty.get(each)?.has(name));

/** Did its columns come with values in these months and in all that they look back on, and those of what is decided before it? */
export function isFilled({ needs, lookback, after = [] }: Rests, months: readonly string[], empty: EmptyColumns): boolean {
  const names = needs.map(contractColumn);
  for (const [early, columns] of empty) {
    // Of a few columns it is asked often, and hardly one is empty: months are told apart for those alone.
    if (!names.some((name) => columns.has(name))) continue;
    const back = months.map((month) => monthIndex(month) - monthIndex(early));
    if (back.some((count) => count >= 0 && count <= lookback)) return false;
  }
  return after.every((rests) => isFilled(rests, months, empty));
}
