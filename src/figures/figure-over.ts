import type { Measure } from '../catalogue/types.js';
import { type Absence, absenceAmong, absenceOf, absent, type Figure, type Known, valueFrom } from './figure.js';
import { add, addMonths, type Sums } from './sums.js';
import { isOfFew } from './suppression/counts.js';

/** Sums by month. */
export type Monthly = ReadonlyMap<string, Sums>;

/** Sums of a period, or why there are none. */
export interface PeriodSums {
  readonly sums: Sums;
  /** Months added in them. */
  readonly months: number;
  readonly absence: Absence | null;
}

/** Is its figure of several months one of its months', or the mean of them? */
export const isOfMonths = ({ kind }: Pick<Measure, 'kind'>): boolean => kind === 'stock' || kind === 'distinct';

/**
 * A measure over months by its own rule: flows add up, stocks and distinct counts take the last month, the first (what a period opens with) or the mean of the
 * months, ratios are recomputed from their summed parts. Months without rows count as empty.
 */
export function figureOver(measure: Measure, monthly: Monthly, months: readonly string[], known: Known): Figure {
  if (isOfMonths(measure)) return meanOver(measure, monthly, monthsOfStock(measure, months), known);
  return figureIn(measure, { ...periodSums(measure, monthly, months, known), months: 1 });
}

/** The months of a period that the figure of a stock or a distinct count is of. */
export function monthsOfStock({ overTime }: Measure, months: readonly string[]): readonly string[] {
  if (overTime === 'mean') return months;
  return overTime === 'first' ? months.slice(0, 1) : months.slice(-1);
}

/** The mean month of several: flows and stocks as their mean, ratios recomputed from their summed parts. Of one month: its figure. */
export const meanOver = (measure: Measure, monthly: Monthly, months: readonly string[], known: Known): Figure =>
  figureIn(measure, periodSums(measure, monthly, months, known));

/** The months added up, or why they tell nothing. */
export function periodSums(measure: Measure, monthly: Monthly, months: readonly string[], known: Known): PeriodSums {
  const absence = absenceOf(measure, months, known) ?? untoldIn(measure, monthly, months, known);
  const own = absence ? [] : months.map((month) => monthly.get(month) ?? {});
  return { sums: addMonths(own), months: Math.max(1, months.length), absence };
}

/** A period tells of few where one of its months does: who knows the others has it; it is not all there where one of them is not. */
const untoldIn = (measure: Measure, monthly: Monthly, months: readonly string[], known: Known): Absence | null =>
  untoldAmong(
    measure,
    months.map((month) => monthly.get(month) ?? {}),
    known,
  );

/** Why sums tell no figure, if they do not. `months`: that were added in each of them. */
export function untoldAmong(measure: Measure, all: readonly Sums[], known: Known, months = 1): Absence | null {
  if (all.some((sums) => isOfFew(measure, sums, known, months))) return 'SUPPRESSED';
  return all.map((sums) => absenceAmong(measure, sums)).find((absence) => absence !== null) ?? null;
}

/** Of months that were added: flows and stocks as their mean, ratios from the sums. */
export const figureIn = (measure: Measure, { sums, months, absence }: PeriodSums): Figure =>
  absence ? absent(absence) : valueFrom(measure, sums, months);

/** Rows by month; several of a month are added. */
export function monthlyOf(rows: readonly { readonly month: string; readonly sums: Sums }[]): Monthly {
  const monthly = new Map<string, Sums>();
  for (const { month, sums } of rows) {
    const before = monthly.get(month);
    monthly.set(month, before ? add(before, sums) : sums);
  }
  return monthly;
}
