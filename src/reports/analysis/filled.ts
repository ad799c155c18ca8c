import { MartletError } from '../../errors.js';
import { isOfDays } from './days.js';
import { type Group, grouped } from './groups.js';
import type { Period } from './period.js';
import type { AnalysisRequest } from './question.js';

/** A cell of the table in which nothing happened: its figures are those of no rows. */
export const emptyGroup = (period: Period | null, codes: Group['codes']): Group => ({
  period,
  codes,
  other: null,
  totalOf: [],
  now: new Map(),
  before: new Map(),
});

/**
 * With the cells that have no rows. With fill: ZERO each combination of values that occurs at all has a row in every period; a running sum
 * goes on from its first row. What is not cut is one figure a month, whether it has rows or not. Errors: TOO_COSTLY.
 */
export function filled(groups: readonly Group[], periods: readonly Period[], request: AnalysisRequest): readonly Group[] {
  const { cumulative, dimensions, context } = request;
  const isOneFigure = dimensions.length === 0 && !isOfDays(request);
  if (request.fill === 'NONE' && !cumulative && !isOneFigure) return groups;
  const isFromFirst = request.fill === 'NONE' && !isOneFigure;
  const combinations = groups.length === 0 && dimensions.length === 0 ? [[]] : grouped(groups, ({ codes }) => codes);
  const most = context.viewer.limits.analysisRows;
  if (combinations.length * periods.length > most) {
    throw new MartletError(
      'TOO_COSTLY',
      `analysis: ${combinations.length} combinations in ${periods.length} periods, each with a row, are more than ${most.toLocaleString('en')} rows. Leave out a dimension, narrow where, or take fewer months.`,
    );
  }
  return combinations.flatMap((own) => {
    const byPeriod = new Map(own.map((group) => [group.period!.code, group]));
    const first = isFromFirst ? periods.findIndex(({ code }) => byPeriod.has(code)) : 0;
    const codes = own[0]?.codes ?? [];
    return periods
      .slice(first < 0 ? periods.length : first)
      .map((period) => byPeriod.get(period.code) ?? emptyGroup(period, codes));
  });
}
