import { twoSidedStudentP } from './student.js';
import { type Expectation, mean, shortTermSpread } from './xmr.js';

export interface TimedValue {
  /** Place in time, e.g. a month counted from some month on; months that are left out leave a gap. */
  readonly position: number;
  readonly value: number;
}

export interface TrendExpectation extends Expectation {
  /** Is the slope more than chance? */
  readonly isClear: boolean;
}

/** A slope is clear where one so steep would come by chance in less than one of twenty series without any. */
const clear = 0.05;

/**
 * A chart with a sloped centre line: least squares through the points, carried on to `position`. The spread is that of the moving
 * ranges of the residuals, or their standard deviation about the line where that is greater: then they wander (a base that grows
 * ever faster does), and steps alone would cry wolf. Takes three points or more at different positions.
 * Source: Wheeler 1995, limits for trended data; leverage 1/n + (x − x̄)² ÷ Σ(xᵢ − x̄)² and the slope's t-test (n − 2 degrees of
 * freedom) as in any regression text, e.g. Draper & Smith 1998.
 */
export function xmrTrend(points: readonly TimedValue[], position: number): TrendExpectation {
  const n = points.length;
  const [x, y] = [mean(points.map((point) => point.position)), mean(points.map(({ value }) => value))];
  const squares = sum(points.map((point) => (point.position - x) ** 2));
  const slope = sum(points.map((point) => (point.position - x) * (point.value - y))) / squares;
  const at = (place: number) => y + slope * (place - x);
  const residuals = points.map((point) => point.value - at(point.position));
  const deviation = Math.sqrt(sum(residuals.map((residual) => residual ** 2)) / (n - 2));
  const spread = Math.max(shortTermSpread(residuals), deviation);
  const isClear = slope !== 0 && twoSidedStudentP((slope * Math.sqrt(squares)) / spread, n - 2) < clear;
  return { expected: at(position), spread, leverage: 1 / n + (position - x) ** 2 / squares, isClear };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
