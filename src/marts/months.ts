import type { Attached } from '../contract/read/attach.js';
import { badInput } from '../errors.js';
import { lastDay, shiftMonth } from '../lib/months.js';
import type { MONTH_TOKENS } from './plan.js';

/** What a month's SQL must know beside its tables. */
export interface MonthFacts {
  readonly month: string;
  /** 0 for the warehouse's first month. */
  readonly index: number;
  /** Rows of number_month. */
  readonly rows: number;
  readonly provides: (mart: string, column: string) => boolean;
  /** All months of the data, oldest first. */
  readonly months: readonly string[];
}

export const factsOf = (month: string, { months, marts, provides }: Attached): MonthFacts => ({
  month,
  index: months.indexOf(month),
  rows: marts.get('number_month')?.months.get(month)?.rows ?? 0,
  provides,
  months,
});

/** What a number's contribution margin is less than its revenue. */
const COSTS = ['discount', 'commission', 'points_cost', 'promotion_cost'];

/** The tokens of a month as SQL: literals, by which the planner prunes partitions, and the sum of those costs that there are. */
export function monthTokens({
  month,
  index,
  provides,
  months,
}: Pick<MonthFacts, 'month' | 'index' | 'provides' | 'months'>): Readonly<Record<(typeof MONTH_TOKENS)[number], string>> {
  const truth = (value: boolean): string => (value ? 'TRUE' : 'FALSE');
  return {
    month: `'${month}'`,
    month_start: `DATE '${month}-01'`,
    month_end: `DATE '${lastDay(month)}'`,
    year: String(Number(month.slice(0, 4))),
    first_month: truth(index === 0),
    months_known: String(index + 1),
    has_contact: truth(provides('contact', 'outcome')),
    has_contact_cost: truth(provides('contact', 'cost')),
    has_contact_margin: truth(provides('contact', 'margin')),
    has_complaints: truth(provides('number_month', 'complaints')),
    has_complaint: truth(provides('complaint', 'closed_on')),
    costs: COSTS.filter((cost) => provides('number_month', cost)).join(' + ') || '0',
    first_data_month: `'${months[0]}'`,
    last_month_start: `DATE '${months.at(-1)}-01'`,
  };
}

/** Errors: BAD_USER_INPUT for no months, or a gap: opening figures, means and left numbers all rest on the month before. */
export function assertGapless(months: readonly string[]): void {
  if (months.length === 0) throw badInput('The warehouse has no month of number_month: there is nothing to build.');
  for (const [index, month] of months.entries()) {
    const before = months[index - 1];
    if (before && shiftMonth(before, 1) !== month) {
      throw badInput(
        `The months of number_month have a gap: ${before} is followed by ${month}, expected ${shiftMonth(before, 1)}.`,
      );
    }
  }
}
