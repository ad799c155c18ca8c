import type { Dimension, Measure } from '../../catalogue/types.js';
import { compareKeys, naturalOrder } from '../../figures/order.js';
import type { AnalysisRequest } from './question.js';
import type { AnalysisRow } from './row.js';

type Comparison = (a: AnalysisRow, b: AnalysisRow) => number;

/** The request's order, then by period and the dimensions' natural order: no two rows are equal. Empty values come last either way. */
export function rowOrder({ orderBy, dimensions }: AnalysisRequest): Comparison {
  const natural = [byPeriod(false), ...dimensions.map((dimension, index) => byDimension(dimension, index, false))];
  const asked = orderBy.map(({ by, desc }) => {
    if (by === 'PERIOD') return byPeriod(desc);
    return 'numerator' in by ? byMeasure(by, desc) : byDimension(by, dimensions.indexOf(by), desc);
  });
  const all = [...asked, ...natural];
  return (a, b) => {
    for (const compare of all) {
      const result = compare(a, b);
      if (result !== 0) return result;
    }
    return 0;
  };
}

const byPeriod =
  (desc: boolean): Comparison =>
  (a, b) =>
    compareKeys(a.period, b.period, desc);

const byMeasure =
  (measure: Measure, desc: boolean): Comparison =>
  (a, b) =>
    compareKeys(a.figure(measure).value, b.figure(measure).value, desc);

/** In their natural order, and "other" after all of them. */
function byDimension(dimension: Dimension, index: number, desc: boolean): Comparison {
  const order = naturalOrder(dimension, desc);
  return (a, b) => {
    const isOther = Number(a.group.other === index) - Number(b.group.other === index);
    return isOther || order(a.group.codes[index] ?? null, b.group.codes[index] ?? null);
  };
}
