import type { Dimension, Measure } from '../../../catalogue/types.js';
import type { AnalysisRequest } from './request.js';
import type { AnalysisRow } from './row.js';

type Comparison = (a: AnalysisRow, b: AnalysisRow) => number;

/** The request's order, then by period and the dimensions' natural order: no two rows are equal. Empty values come last either way. */
export function ordering({ orderBy, dimensions }: AnalysisRequest): Comparison {
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

type Key = string | number | null;

/** null last either way. */
function compare(x: Key, y: Key, desc: boolean): number {
  if (x === y) return 0;
  if (x === null || y === null) return x === null ? 1 : -1;
  return x < y === desc ? 1 : -1;
}

const byPeriod =
  (desc: boolean): Comparison =>
  (a, b) =>
    compare(a.period, b.period, desc);

const byMeasure =
  (measure: Measure, desc: boolean): Comparison =>
  (a, b) =>
    compare(a.figure(measure).value, b.figure(measure).value, desc);

/** Fixed values in their order, numbers as numbers; "other" after all values, and rows without one before it. */
function byDimension({ values, type }: Dimension, index: number, desc: boolean): Comparison {
  const place = new Map(values.map(({ code }, at) => [code, at]));
  const key = (code: string | null): Key =>
    code === null ? null : type === 'INTEGER' ? Number(code) : (place.get(code) ?? place.size);
  return (a, b) => {
    const isOther = Number(a.group.other === index) - Number(b.group.other === index);
    const [x, y] = [a.group.codes[index] ?? null, b.group.codes[index] ?? null];
    return isOther || compare(key(x), key(y), desc) || compare(x, y, desc);
  };
}
