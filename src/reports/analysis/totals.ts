import { mapYielding } from '../../lib/yielding.js';
import type { Calendar } from './calendar.js';
import { cumulate } from './cumulate.js';
import { isOfDays } from './days.js';
import { emptyGroup } from './filled.js';
import { type Group, grouped, merged } from './groups.js';
import { inRowOrder } from './order.js';
import type { Period } from './period.js';
import type { AnalysisRequest } from './question.js';
import { recounted } from './recounted.js';
import { type AnalysisRow, rowOf } from './row.js';

/**
 * Of each period: all together, then by the first dimension, by the first two …; and the same over all periods where there are several, or
 * where nothing else would be a total. Days and weeks have flows of events only, which add up. What is all together is there without rows too.
 */
export async function totalsOf(
  groups: readonly Group[],
  calendar: Calendar,
  request: AnalysisRequest,
): Promise<readonly AnalysisRow[]> {
  const { dimensions, fill, cumulative } = request;
  const all = dimensions.map((_, index) => index);
  const whole = (period: Period | null) =>
    emptyGroup(
      period,
      dimensions.map(() => null),
    );
  const { periods } = calendar;
  const ofPeriods = isOfDays(request) && fill === 'NONE' ? [] : periods.map(whole);
  const level = async (kept: number, withPeriod: boolean) => {
    const wholes = kept > 0 ? [] : withPeriod ? ofPeriods : [whole(null)];
    const sets = grouped([...groups, ...wholes], ({ period, codes }) => [withPeriod ? period?.code : null, codes.slice(0, kept)]);
    const totals = await mapYielding(sets, (set) => {
      const codes = set[0]!.codes.map((code, index) => (index < kept ? code : null));
      return merged(set, { period: withPeriod ? set[0]!.period : null, codes, other: null, totalOf: all.slice(kept) });
    });
    const counted = await recounted(cumulative ? cumulate(totals) : totals, kept, request, calendar);
    return mapYielding(counted, (group) => rowOf(group, request));
  };
  const hasSeveral = isOfDays(request) || all.length === 0 || periods.length > 1;
  const overall = hasSeveral ? [...all, all.length] : [];
  const levels = [...all.map((kept) => level(kept, true)), ...overall.map((kept) => level(kept, false))];
  const rows = inRowOrder((await Promise.all(levels)).flat(), { ...request, orderBy: [] });
  return [...rows].sort((a, b) => b.group.totalOf.length - a.group.totalOf.length);
}
