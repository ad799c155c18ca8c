import type { Dimension } from '../../catalogue/types.js';
import type { Baseline } from '../../figures/baseline.js';
import { type DayGrain, dayPeriods, isOfDays } from './days.js';
import { type Period, periodsOf } from './period.js';
import type { AnalysisRequest } from './question.js';

/** Where sums of a time belong: to a period itself, or to its baseline. */
export interface Place {
  readonly period: Period;
  readonly side: 'now' | 'before';
}

/** The periods of a question, and which sums they are made of. */
export interface Calendar {
  /** All that are asked for, oldest first, with rows or without. */
  readonly periods: readonly Period[];
  /** Months to ask for. */
  readonly months: readonly string[];
  /** DAY or WEEK, where sums are needed by it. */
  readonly time: Dimension | null;
  /** By month, or by day or week where sums are. */
  readonly places: ReadonlyMap<string, readonly Place[]>;
}

export function calendarOf(request: AnalysisRequest): Calendar {
  const { months, context, grain, against } = request;
  const { coverage, catalogue } = context;
  // Weeks that are compared are compared day by day.
  const time = !isOfDays(request) ? null : against === 'NONE' ? request.grain : 'DAY';
  const [periods, places] = isOfDays(request) ? ofDays(request, time!) : ofMonths(months, grain, against as Baseline);
  const wanted = new Set([...months, ...periods.flatMap(({ before }) => before)]);
  return {
    periods,
    months: [...wanted].filter((month) => coverage.months.includes(month)),
    time: time && catalogue.dimensions.get(time)!,
    places,
  };
}

type Placed = readonly [readonly Period[], ReadonlyMap<string, readonly Place[]>];

function ofMonths(months: readonly string[], grain: AnalysisRequest['grain'], against: Baseline): Placed {
  const periods = periodsOf(months, grain as 'MONTH', against);
  return [periods, placesOf(periods, ({ months: own, before }) => [own, before])];
}

function ofDays({ months, grain, against }: AnalysisRequest, by: DayGrain): Placed {
  const periods = dayPeriods(months, grain as DayGrain, against);
  return [periods, placesOf(periods, ({ code, days, daysBefore }) => (by === grain ? [[code], daysBefore] : [days, daysBefore]))];
}

function placesOf<P extends Period>(
  periods: readonly P[],
  times: (period: P) => readonly [now: readonly string[], before: readonly string[]],
): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  const put = (time: string, place: Place) => places.set(time, [...(places.get(time) ?? []), place]);
  for (const period of periods) {
    const [now, before] = times(period);
    for (const time of now) put(time, { period, side: 'now' });
    for (const time of before) put(time, { period, side: 'before' });
  }
  return places;
}
