import { festivalMonth, sameSeason } from '../../figures/baseline.js';
import { monthIndex, shiftMonth } from '../../lib/months.js';

/** A month's place among others and in the season. */
export interface MonthPlace {
  readonly month: string;
  /** Months since the year 0: what months are apart. */
  readonly position: number;
  /** The month of Spring Festival, the one after it (people make up for what they left), or neither. */
  readonly festival: 'FESTIVAL' | 'AFTER' | null;
  /** The month with the same place in the season a year before. */
  readonly lastYear: string;
}

/** A figure in a month. */
export interface SeriesPoint {
  readonly place: MonthPlace;
  readonly value: number;
  /**
   * What one event more adds to the value, where the figure counts events that come one by one (joins, complaints): chance alone
   * then scatters their number by its root. null for amounts and for numbers that are carried over from month to month.
   */
  readonly perEvent: number | null;
}

/** Worked out once for all series of an answer. */
export function monthPlace(month: string): MonthPlace {
  const year = month.slice(0, 4);
  const festival = `${year}-${festivalMonth(Number(year))}`;
  return {
    month,
    position: monthIndex(month),
    festival: month === festival ? 'FESTIVAL' : month === shiftMonth(festival, 1) ? 'AFTER' : null,
    lastYear: sameSeason(month),
  };
}
