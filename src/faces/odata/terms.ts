import type { Feed, FeedRow, FeedValue } from './feed.js';

/** Three-valued, as in SQL: null is neither true nor false. */
export type FilterTerm = { readonly type: Type; readonly of: (row: FeedRow) => FeedValue };
export type Type = Feed['columns'][number]['type'] | 'NULL';

export const comparisons: Readonly<Record<string, (one: FeedValue, other: FeedValue) => FeedValue>> = {
  // null equals null, and is neither more nor less than anything (OData 4.01, 5.1.1.1).
  eq: (one, other) => one === other,
  ne: (one, other) => one !== other,
  gt: ordered((one, other) => one > other),
  ge: ordered((one, other) => one >= other),
  lt: ordered((one, other) => one < other),
  le: ordered((one, other) => one <= other),
};

function ordered(holds: (one: string | number | boolean, other: string | number | boolean) => boolean) {
  return (one: FeedValue, other: FeedValue): FeedValue => one !== null && other !== null && holds(one, other);
}

const ofTexts = (result: Type, of: (...texts: string[]) => FeedValue) => ({ result, of });
/** By how many texts they take: the length of the function. */
export const functions: Readonly<Record<string, ReturnType<typeof ofTexts>>> = {
  contains: ofTexts('BOOLEAN', (text, part) => text!.includes(part!)),
  startswith: ofTexts('BOOLEAN', (text, part) => text!.startsWith(part!)),
  endswith: ofTexts('BOOLEAN', (text, part) => text!.endsWith(part!)),
  tolower: ofTexts('STRING', (text) => text!.toLowerCase()),
  toupper: ofTexts('STRING', (text) => text!.toUpperCase()),
  trim: ofTexts('STRING', (text) => text!.trim()),
  length: ofTexts('NUMBER', (text) => [...text!].length),
};

/** One and the other, or one of them. `decides`: the value that decides alone; without it null where one is not known. */
export function junction(one: FilterTerm, other: FilterTerm, decides: boolean): FilterTerm {
  const of = (row: FeedRow): FeedValue => {
    const [first, second] = [one.of(row), other.of(row)];
    if (first === decides || second === decides) return decides;
    return first === null || second === null ? null : !decides;
  };
  return { type: 'BOOLEAN', of };
}

export const negation = ({ of }: FilterTerm): FilterTerm => ({
  type: 'BOOLEAN',
  of: (row) => {
    const value = of(row);
    return value === null ? null : !value;
  },
});
