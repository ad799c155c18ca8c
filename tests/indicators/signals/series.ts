import type { MonthPlace, SeriesPoint } from '../../../src/indicators/signals/month-place.js';
import { monthPlace } from '../../../src/indicators/signals/month-place.js';
import { shiftMonth } from '../../../src/lib/months.js';

const places = new Map<string, MonthPlace>();
/** Calendars are slow, and properties ask for the same months again and again. */
function placeOnce(month: string): MonthPlace {
  const place = places.get(month) ?? monthPlace(month);
  places.set(month, place);
  return place;
}

/** A series by hand: its values in consecutive months from `first` on. */
export const seriesFrom = (first: string, values: readonly number[], perEvent: number | null = null): readonly SeriesPoint[] =>
  values.map((value, index) => ({ place: placeOnce(shiftMonth(first, index)), value, perEvent }));

/** The last month of a series and those before it. */
export const lastOf = (series: readonly SeriesPoint[]): readonly [SeriesPoint, readonly SeriesPoint[]] => [
  series.at(-1)!,
  series.slice(0, -1),
];
