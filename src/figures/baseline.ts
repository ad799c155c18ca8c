import { badInput } from '../errors.js';
import { memo } from '../lib/memo.js';
import { shiftMonth } from '../lib/months.js';
import { chinaTime } from '../lib/time-zone.js';

/** What a month is compared with. */
export type Baseline = 'PREVIOUS_MONTH' | 'SAME_MONTH_LAST_YEAR' | 'TARGET' | 'MEAN_OF_PRIOR_3' | 'SEASONAL_NAIVE' | 'NONE';

/** As a question says it: some are of days and weeks only. */
export type AskedBaseline = Baseline | 'PREVIOUS_PERIOD' | 'SAME_WEEKDAY';

/** A baseline of months; the period before a month is the month before. Errors: BAD_USER_INPUT for what only days have. */
export function monthBaseline(asked: AskedBaseline): Baseline {
  if (asked === 'SAME_WEEKDAY') {
    throw badInput(
      'against: SAME_WEEKDAY compares days (analysis with grain: DAY). Months take PREVIOUS_PERIOD or PREVIOUS_MONTH, SAME_MONTH_LAST_YEAR, MEAN_OF_PRIOR_3, SEASONAL_NAIVE, TARGET or NONE.',
    );
  }
  return asked === 'PREVIOUS_PERIOD' ? 'PREVIOUS_MONTH' : asked;
}

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
export const festivalMonth = memo((year: number): string => {
  for (let day = 0; day < 60; day++) {
    const date = new Date(Date.UTC(year, 0, 1 + day, 4));
    if (chinese.format(date) === '1/1') return String(date.getUTCMonth() + 1).padStart(2, '0');
  }
  throw new Error(`no Spring Festival found in ${year}: this Node has no Chinese calendar`);
});
