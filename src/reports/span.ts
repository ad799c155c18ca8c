import { badInput } from '../errors.js';
import { monthsUpTo } from '../lib/months.js';
import { newestMonth } from '../session/scope.js';
import type { SlicePeriod } from '../slices/slice.js';

/** `month` and `to` both name the last month. */
export interface Span {
  readonly month?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

/**
 * The months of a report, oldest first. What is not asked for is the slice's; else the last one is the newest of the data, and the first so
 * many (`usual`) up to it as there are data. Errors: BAD_USER_INPUT for months outside the data or the slice.
 */
export function spanOf(
  { month, from, to }: Span,
  usual: number,
  slice: Pick<SlicePeriod, 'from' | 'to'> | null,
  known: readonly string[],
): readonly string[] {
  const newest = newestMonth(known);
  if (month && to && month !== to) throw badInput(`month, to: both name the last month; found ${month} and ${to}. Give one.`);
  const last = month ?? to ?? slice?.to ?? newest;
  const least = slice && slice.from > known[0]! ? slice.from : known[0]!;
  const ofSlice = month || to ? undefined : slice?.from;
  const first = from ?? ofSlice ?? [least, monthsUpTo(last, usual)[0]!].sort().at(-1)!;
  if (slice && (first < slice.from || last > slice.to))
    throw badInput(`month, from, to: expected months of the slice (${slice.from} to ${slice.to}), found ${first} to ${last}.`);
  if (!known.includes(last) || !known.includes(first))
    throw badInput(`month, from, to: the data have ${known[0]} to ${newest}, found ${from ?? last} to ${last}.`);
  if (first > last) throw badInput(`from: expected a month up to ${last}, found ${first}.`);
  return known.filter((each) => each >= first && each <= last);
}
