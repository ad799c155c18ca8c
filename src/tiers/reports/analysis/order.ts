import type { Dimension, Measure } from '../../../catalogue/types.js';
import type { AnalysisRequest } from './request.js';
import type { AnalysisRow } from './row.js';

type Comparison = (a: AnalysisRow, b: AnalysisRow) => number;

/** The request's order, then by period and the dimensions' natural order: no two rows are equal. Empty values come last either way. */
export function ordering({ orderBy, dimensions }: AnalysisRequest): Comparison {
  const natural: Comparison[] = [byPeriod, ...dimensions.map(byDimension)];
  const asked = orderBy.map(({ by, desc }): Comparison => {
    const own = by === 'PERIOD' ? byPeriod : 'numerator' in by ? byMeasure(by, desc) : byDimension(by, dimensions.indexOf(by));
    return desc && (by === 'PERIOD' || !('numerator' in by)) ? (a, b) => own(b, a) : own;
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

const text = (a: string | null, b: string | null): number => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1);

const byPeriod: Comparison = (a, b) => text(a.period, b.period);

/** Fixed values in their order, numbers as numbers; "other" after all values, and rows without one before it. */
function byDimension({ values, type }: Dimension, index: number): Comparison {
  const place = new Map(values.map(({ code }, at) => [code, at]));
  const key = (code: string) => (type === 'INTEGER' ? Number(code) : (place.get(code) ?? place.size));
  return (a, b) => {
    const isOther = Number(a.group.other === index) - Number(b.group.other === index);
    if (isOther !== 0) return isOther;
    const [x, y] = [a.group.codes[index] ?? null, b.group.codes[index] ?? null];
    return x === null || y === null ? text(x, y) : key(x) - key(y) || text(x, y);
  };
}

const byMeasure =
  (measure: Measure, desc: boolean): Comparison =>
  (a, b) => {
    const [x, y] = [a.figure(measure).value, b.figure(measure).value];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return desc ? y - x : x - y;
  };
