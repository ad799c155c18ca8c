import type { Names } from '../catalogue/names.js';
import { offerSql } from '../catalogue/offers/offers.js';
import type { Offer, OptionalCondition } from '../catalogue/offers/types.js';
import { contractColumn } from '../catalogue/provided.js';
import type { Catalogue } from '../catalogue/types.js';
import { customerKey, drawKey, universalHoldOut } from './draw.js';

/** What of the warehouse's columns there is: "mart.column". */
export type ProvidedColumns = ReadonlySet<string>;

/** Contract columns ("mart.column") that the warehouse lacks and the offer's rule needs; with any it cannot be made. */
export const missingFor = ({ needs }: Pick<Offer, 'needs'>, provided: ProvidedColumns): readonly string[] =>
  needs.map(contractColumn).filter((need) => !provided.has(need));

/** The conditions of an offer that are left out, as the warehouse lacks what they look at. */
export const uncheckedOf = (
  { eligible, relevant, suitable }: Pick<Offer, 'eligible' | 'relevant' | 'suitable'>,
  provided: ProvidedColumns,
): readonly Names[] =>
  [eligible, relevant, suitable].flatMap((rule) =>
    (rule?.ifProvided ?? []).filter((condition) => isUnchecked(condition, provided)).map(({ words }) => words),
  );

const isUnchecked = ({ needs }: OptionalCondition, provided: ProvidedColumns): boolean =>
  needs.some((need) => !provided.has(need));

/** What the digits of `rules` say, for each offer in the catalogue's order. */
export const ruleDigits = ['PASSES', 'NOT_ELIGIBLE', 'NOT_RELEVANT', 'NOT_SUITABLE', 'NOT_PROVIDED', 'NOT_AFFORDABLE'] as const;

/**
 * `number_ruled`: each number of the newest month with all that decides about offers and does not change within a generation. The rules
 * are evaluated here and nowhere else, for the counter and for lists alike.
 *
 * grain: number   columns: row (from 0), number_id, city, segment, value_tier, draw and customer (UBIGINT), is_universal, is_present (on the books), ported_out,
 * churn_risk, churn_risk_3m, lifetime_value, best_plan_saving, agreed (a digit a scene, in the catalogue's order: 1 where the customer has agreed or need not), rules (a digit an offer).
 * One concat is three times as fast as a chain of ||: of 5 million numbers and 22 offers 1.3 s for 4.4. A consent that the warehouse does not know is taken as given: it must be refused (do not contact) to be missing.
 */
export function ruledNumbers({ offers, scenes, contactPolicy }: Catalogue, provided: ProvidedColumns): string {
  const rules = [...offers.values()].map((offer) => {
    if (missingFor(offer, provided).length > 0) return "'4'";
    const { eligible, relevant, suitable, affordable } = offerSql(offer, (condition) => isUnchecked(condition, provided));
    const isWeighed = provided.has('number_month.revenue');
    return `case when not ${eligible} then '1' when not ${relevant} then '2' when not ${suitable} then '3' when not ${isWeighed ? affordable : 'TRUE'} then '5' else '0' end`;
  });
  const agreed = [...scenes.values()].map(({ consent }) =>
    consent && missingFor(consent, provided).length === 0 ? `case when ${consent.column} then '1' else '0' end` : "'1'",
  );
  return `
    select
      rowid as row, number_id, city, segment, value_tier, churn_risk, churn_risk_3m, lifetime_value, best_plan_saving,
      ${drawKey()} as draw,
      ${customerKey()} as customer,
      ${universalHoldOut(contactPolicy)} as is_universal,
      coalesce(on_books, false) as is_present,
      coalesce(leave_reason = 'PORT_OUT' and not on_books, false) as ported_out,
      concat(${agreed.join(', ')}) as agreed,
      concat('', ${rules.join(', ')}) as rules
    from serving.number_profile`;
}
