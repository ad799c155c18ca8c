import type { Measure } from '../../catalogue/types.js';
import { knownOf } from '../../figures/known.js';
import { type Sums, subtract } from '../../figures/sums.js';
import { memo } from '../../lib/memo.js';
import { mapYielding } from '../../lib/yielding.js';
import type { IndicatorRequest } from '../indicator-request.js';
import type { PartTest } from './changes.js';
import { type Against, type Compared, type Found, lastYearGap, medianGrowth, peersGap, planGap } from './compared.js';
import { type Cut, cutBy, nameOfGroup } from './cuts.js';
import type { MonthPlace } from './month-place.js';
import type { Planned } from './planned.js';
import { denominatorOf, pointsOf } from './points.js';

/** A test of whether a part has stood off what it is compared with for months. */
export interface Gap extends PartTest {
  readonly against: Against;
  /** Up to and with the month asked for; 0 where nothing stands. */
  readonly monthsOpen: number;
}

/** What gaps of all measures share. */
export interface GapInput {
  /** The whole first, and the parts that are looked at. */
  readonly cuts: readonly Cut[];
  readonly places: readonly MonthPlace[];
  readonly planned: Planned;
  /** Sums by month of all that are not in the part. */
  readonly othersOf: (part: Cut) => ReadonlyMap<string, Sums>;
}

export const remainder = (total: Cut, { sums }: Cut): ReadonlyMap<string, Sums> =>
  new Map([...total.sums].map(([month, all]) => [month, subtract(all, sums.get(month) ?? {})]));

/**
 * Gaps of a measure that has a good direction: is a part worse than its plan, than its last year (and by more than its peers are), or,
 * for ratios, than the others as it had stood to them? One test each, as far as there are figures to compare.
 */
export async function gapsOf(measure: Measure, request: IndicatorRequest, input: GapInput): Promise<readonly Gap[]> {
  if (measure.higherIsBetter === null) return [];
  const { cuts, places, planned, othersOf } = input;
  const { month, context } = request;
  const { standing } = context.catalogue.signals;
  const known = knownOf(request);
  const [total] = cuts as [Cut];
  const groupOf = (cut: Cut) => nameOfGroup(cutBy(cut));
  const groups = new Map(cuts.map((cut) => [groupOf(cut), cutBy(cut)]));
  const points = memo((group: string) => pointsOf(measure, places, { ...known, by: groups.get(group)! }));
  const series = memo((cut: Cut) => points(groupOf(cut))(cut.sums));
  const whole = series(total).at(-1);
  if (whole?.place.month !== month) return [];
  const growth = memo((group: string) =>
    group === '' ? () => 1 : medianGrowth(cuts.filter((cut) => groupOf(cut) === group).map(series)),
  );
  const gaps = await mapYielding(cuts, (cut): readonly Gap[] => {
    const own = series(cut);
    if (own.at(-1)?.place.month !== month) return [];
    const part: Compared = { request, measure, direction: measure.higherIsBetter ? 1 : -1, cut, own };
    const found = [
      measure.denominator && cut !== total ? peersGap(part, points(groupOf(cut))(othersOf(cut))) : null,
      planGap(part, planned),
      standing.lastYear.includes(measure.code) ? lastYearGap(part, growth(groupOf(cut))) : null,
    ];
    return found.flatMap((each) => (each ? [gapOf(each, part, total, whole.value)] : []));
  });
  return gaps.flat();
}

/** In the unit; its materiality is what it has come to in all its months, as a share of the whole's figure of this one. */
function gapOf({ against, test, pairs }: Found, { measure, cut }: Compared, total: Cut, whole: number): Gap {
  const { monthsOpen, level, error, pValue } = test;
  const { point, compared } = pairs.at(-1)!;
  const base = ({ sums }: Cut, month: string) => denominatorOf(measure, sums.get(month) ?? {});
  const missed = ({ point: { place, value }, compared: other }: Found['pairs'][number]) =>
    (Math.abs(value - level * other) * base(cut, place.month)) / base(total, place.month);
  const sum = pairs.slice(pairs.length - monthsOpen).reduce((all, pair) => all + missed(pair), 0);
  const expected = level * compared;
  return {
    value: point.value,
    expected,
    low: expected - 3 * error * compared,
    high: expected + 3 * error * compared,
    pValue,
    rule: 'GAP',
    materiality: whole === 0 ? Math.min(1, sum) : sum / Math.abs(whole),
    measure,
    cut,
    against,
    monthsOpen,
  };
}
