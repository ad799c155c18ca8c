import type { Measure } from '../catalogue/types.js';
import type { Figure } from '../figures/figure.js';
import { meanOver, monthlyOf } from '../figures/figure-over.js';
import { knownOf } from '../figures/known.js';
import type { Sums } from '../figures/sums.js';
import type { IndicatorRequest } from './indicator-request.js';

export interface MonthSums {
  readonly month: string;
  readonly sums: Sums;
}

/** The baseline's figure; null where none was asked for. */
export function baselineFigure(
  measure: Measure,
  request: IndicatorRequest,
  rows: readonly MonthSums[],
  target: Figure,
): Figure | null {
  if (request.against === 'NONE') return null;
  if (request.against === 'TARGET') return target;
  return meanOver(measure, monthlyOf(rows), request.baselineMonths, knownOf(request));
}
