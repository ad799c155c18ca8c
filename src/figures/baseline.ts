import { shiftMonth } from '../lib/months.js';
import { chinaTime } from '../lib/time-zone.js';

/** What a month is compared with. */
export type Baseline = 'PREVIOUS_MONTH' | 'SAME_MONTH_LAST_YEAR' | 'TARGET' | 'MEAN_OF_PRIOR_3' | 'SEASONAL_NAIVE' | 'NONE';

/** The months whose mean is the baseline; none for TARGET and NONE. */
export function baselineMonths(month: string, against: Baseline): readonly string[] {
  switch (against) {
    case 'PREVIOUS_MONTH':
      return [shiftMonth(month, -1)];
    case 'SAME_MONTH_LAST_YEAR':
      return [shiftMonth(month, -12)];
    case 'MEAN_OF_PRIOR_3':
      return [shiftMonth(month, -3), shiftMonth(month, -2), shiftMonth(month, -1)];
    case 'SEASONAL_NAIVE':
      return [sameSeason(month)];
    case 'TARGET':
    case 'NONE':
      return [];
  }
}

/**
 * The month a year before that has the same place in the season. Spring Festival falls in January or February: its month is
 * compared with last year's month of the festival, and the other one of the two with the other one.
 */
export function sameSeason(month: string): string {
  const year = Number(month.slice(0, 4));
  const isWinter = month.endsWith('-01') || month.endsWith('-02');
  if (!isWinter || festivalMonth(year) === festivalMonth(year - 1)) return shiftMonth(month, -12);
  return month.endsWith('-01') ? `${year - 1}-02` : `${year - 1}-01`;
}

// China's calendar counts days in China's time, wherever the operator is.
const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: chinaTime });

/** "01" or "02": the month of the first day of the Chinese year. */
export function festivalMonth(year: number): string {
  for (let day = 0; day < 60; day++) {
    const date = new Date(Date.UTC(year, 0, 1 + day, 4));
    if (chinese.format(date) === '1/1') return String(date.getUTCMonth() + 1).padStart(2, '0');
  }
  throw new Error(`no Spring Festival found in ${year}: this Node has no Chinese calendar`);
}
