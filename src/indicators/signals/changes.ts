import type { Dimension, Measure } from '../../catalogue/types.js';
import { knownOf } from '../../figures/known.js';
import { memo } from '../../lib/memo.js';
import { mapYielding } from '../../lib/yielding.js';
import type { IndicatorRequest } from '../indicator-request.js';
import { type Cut, cutBy, nameOfGroup } from './cuts.js';
import type { MonthPlace } from './month-place.js';
import { denominatorOf, pointsOf } from './points.js';
import { type SeriesTest, testLast } from './test-series.js';
import { materialityOf } from './verdict.js';

/** A test of a measure's part. */
export interface PartTest extends SeriesTest {
  readonly measure: Measure;
  readonly cut: Cut;
  readonly materiality: number;
}

/** Is a part's figure what the months before let one expect? None where the whole has no test, as then nothing tells what is material. */
export async function changesOf(
  measure: Measure,
  cuts: readonly Cut[],
  places: readonly MonthPlace[],
  request: IndicatorRequest,
): Promise<readonly PartTest[]> {
  const { context, month } = request;
  const known = knownOf(request);
  const { leastMonths, dimensions } = context.catalogue.signals;
  const tested = cuts.filter((cut) => cut.terms.length === 0 || dimensions.includes(nameOfGroup(cutBy(cut))));
  const points = memo((by: Dimension | null) => pointsOf(measure, places, by ? { ...known, by: [by] } : known));
  const test = (cut: Cut) => testLast(points(cut.terms[0]?.dimension ?? null)(cut.sums), month, leastMonths);
  const total = cuts.find(({ terms }) => terms.length === 0)!;
  const whole = test(total);
  if (!whole) return [];
  const base = ({ sums }: Cut) => denominatorOf(measure, sums.get(month) ?? {});
  const results = await mapYielding(tested, (cut): readonly PartTest[] => {
    const result = test(cut);
    return result ? [{ ...result, materiality: materialityOf(result, whole, base(cut) / base(total)), measure, cut }] : [];
  });
  return results.flat();
}
