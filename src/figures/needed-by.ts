import { partsOf } from '../catalogue/parts-of.js';
import type { Catalogue } from '../catalogue/types.js';
import { needsOf, partsIn } from './question.js';

/** What needs each column: "mart.column" → codes of measures (with "by DAY" what they alone need to be told by day), dimensions, offers and scenes. */
export function neededBy(catalogue: Catalogue): ReadonlyMap<string, readonly string[]> {
  const needs = new Map<string, Set<string>>();
  const note = (need: string, code: string) => {
    const column = need.includes('.') ? need : `number_month.${need}`;
    needs.set(column, (needs.get(column) ?? new Set()).add(code));
  };
  for (const measure of catalogue.measures.values()) {
    for (const need of needsOf(measure, catalogue)) note(need, measure.code);
    if (measure.fact !== 'USE') continue;
    // Without the mart of days it is told by month all the same.
    for (const { needs: own } of partsIn(partsOf(measure), true, catalogue))
      for (const need of own) note(need, `${measure.code} by DAY`);
  }
  for (const dimension of catalogue.dimensions.values()) for (const need of dimension.needs) note(need, dimension.code);
  for (const offer of catalogue.offers.values()) for (const need of offer.needs) note(need, offer.code);
  for (const { consent, code } of catalogue.scenes.values()) for (const need of consent?.needs ?? []) note(need, code);
  return new Map([...needs].map(([column, codes]) => [column, [...codes].sort()]));
}
