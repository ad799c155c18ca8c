import type { Measure } from '../../catalogue/types.js';
import type { Figure } from '../../figures/figure.js';
import { whereOfTerms } from '../../figures/where-of-terms.js';
import { both } from '../../slices/where.js';
import type { IndicatorRequest } from '../indicator-request.js';
import { planOf } from '../plans.js';
import type { Cut } from './cuts.js';

/** The plan of a part's numbers in a month, by measure. */
export type Planned = (cut: Cut, month: string) => (measure: Measure) => Figure;

/** Of all parts and months; a level of the plan is read once for all of them. */
export async function plannedOf(
  cuts: readonly Cut[],
  months: readonly string[],
  { scope, context }: IndicatorRequest,
): Promise<Planned> {
  const plans = await Promise.all(
    cuts.map(async (cut) => {
      const where = both(scope.where, whereOfTerms(cut.terms));
      const own = await Promise.all(
        months.map(async (month) => [month, await planOf({ ...scope, where }, month, context)] as const),
      );
      return [cut, new Map(own)] as const;
    }),
  );
  const byCut = new Map(plans);
  return (cut, month) => byCut.get(cut)!.get(month)!;
}
