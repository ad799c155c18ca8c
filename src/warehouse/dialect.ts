/**
 * What each engine spells in its own way and must answer in the same: one spelling taken for the other would be another figure without a word.
 * Portable SQL calls them by name in small letters, e.g. `month_of(joined_on)` (`spelled.ts`). What arguments are is SQL, trusted. Both spellings are held against plain JavaScript by
 * `tests/warehouse/dialect.contract.ts`. What needs no helper, as one spelling is the same on all, is in `tests/warehouse/engine.contract.ts`.
 */
export interface SqlDialect {
  /** 64 bits of a text, a whole number from 0 to 2^64 − 1 as `lib/hash64.ts` makes them: what draws are made by. */
  hash64(text: string): string;
  /** "2026-10" of a DATE. */
  monthOf(date: string): string;
  /** "2026-10-31" of a DATE. */
  dayOf(date: string): string;
  /** The last day of a DATE's month. */
  monthEnd(date: string): string;
  /** "2026-W44" of a DATE, by ISO 8601. */
  isoWeekOf(date: string): string;
  /** Months from the one's to the other's, of DATEs: from 31 January to 1 February it is one. */
  monthsBetween(from: string, to: string): string;
  /** A DATE so many months later (or earlier); the last day where that month is shorter. */
  plusMonths(date: string, months: string): string;
  /** The least of those that are not null. */
  least(...of: readonly string[]): string;
  /** The greatest of those that are not null. */
  greatest(...of: readonly string[]): string;
  /** Is a value in a list? Null of a null list, or of a null value; a null in the list is no value. */
  has(list: string, value: string): string;
  /** Has a list any of another's values? */
  hasAny(list: string, others: string): string;
  /** The element at a place from 1; null beyond the end. */
  at(list: string, place: string): string;
  /** How many elements a list has, nulls too; null of a null list. */
  cardinality(list: string): string;
  /** A list of texts. */
  texts(...values: readonly string[]): string;
  /** The part at a place from 1 of a text that is divided by a separator; '' beyond the last. */
  part(text: string, separator: string, place: string): string;
  /** Aggregate: the value of the row that has the greatest `by`, also where that value is null. */
  latest(value: string, by: string): string;
  /**
   * Aggregate: a list of the least value that each share of all values does not exceed; null where there is none. Shares are numbers in
   * ascending order. Trino holds the group's values in memory for it, as what it has of its own is an approximation.
   */
  quantiles(value: string, ...shares: readonly string[]): string;
  /** A DOUBLE, whatever numbers are divided; null of a divisor of 0. "/" is no portable division: of whole numbers 7 / 2 is 3 on Trino. */
  quotient(of: string, by: string): string;
  /** Aggregate: the mean as a DOUBLE; null where there is no value. Of a DECIMAL Trino's avg is a DECIMAL. */
  mean(value: string): string;
  /** Whole fen ÷ a count, half away from zero, in whole fen; null of a count of 0. Both are BIGINT. */
  shareOfFen(fen: string, count: string): string;
  /** Days from one DATE to another. */
  daysBetween(from: string, to: string): string;
  /** The first elements of a list, so many as there are of them. */
  firstOf(list: string, count: string): string;
  /** A text that a separator divides, up to so many of its parts: "a.b" of "a.b.c". */
  firstParts(text: string, separator: string, count: string): string;
  /** Aggregate: the sum of the weights of different values, each once; null where there is none. Weights are BIGINT; a value without one adds nothing. */
  sumOfDifferent(value: string, weight: string): string;
  /** A SELECT of rows that travel as JSON; columns as `jsonRows` of `spelled.ts` writes them: a name, a type (of a list with [] behind). */
  rowsOf(json: string, ...columns: readonly string[]): string;
  /** A list of values of one type, one at least. */
  listOf(...values: readonly string[]): string;
  /** Whole numbers divided, cut towards zero. The divisor is not 0. */
  wholeQuotient(of: string, by: string): string;
  /**
   * CNY ÷ a count, to the fen, half away from zero, as DECIMAL(18,2): 34.37, 2 → 17.19; −0.05, 2 → −0.03; null of a count of 0. Through a
   * DOUBLE 34.37 / 2 would be 17.185 and a hair below the half, and so 17.18.
   */
  moneyPer(amount: string, count: string): string;
  /**
   * a ÷ b cut to six decimals towards zero, as the DOUBLE next to that decimal; null of a divisor of 0. Of quantities with up to three
   * decimals. Cut and not rounded, so that a ratio that falls just short of a threshold is never shown, or filtered, as one that reaches it:
   * −0.2 stands only where the exact ratio is −0.2 or beyond.
   */
  cutRatio(a: string, b: string): string;
  /** A DOUBLE as DECIMAL(digits, decimals): what it is times 10^decimals as a DOUBLE, half away from zero. Engines' own casts differ in the last digit. */
  decimalOf(value: string, digits: string, decimals: string): string;
  /** Aggregate: all texts in their order, one behind the other; nulls are left out, null where there is none. */
  concatenated(text: string): string;
  /** Aggregate: the sum of DOUBLEs one after the other, by what tells them apart, and so the same to the last digit; null where there is none. Trino leaves ORDER BY away in a sum. */
  sumInOrder(value: string, ...by: readonly string[]): string;
}

/** Name and type of a column as `jsonRows` writes it. */
export function writtenColumn(written: string): readonly [name: string, type: string] {
  const [, quoted = '', type = ''] = /^"((?:[^"]|"")*)" (.+)$/s.exec(written)!;
  return [quoted.replaceAll('""', '"'), type];
}

/** `moneyPer` by a dialect's `shareOfFen`. */
export const moneyPer = ({ shareOfFen }: SqlDialect, amount: string, count: string): string =>
  `CAST(CAST(${shareOfFen(`CAST(CAST(${amount} AS DECIMAL(18,2)) * 100 AS BIGINT)`, `(${count})`)} AS DECIMAL(18,0)) * 0.01 AS DECIMAL(18,2))`;
