import type { ContactCap, ContactPolicy, Exemption, Offer, Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { shiftDay, shiftDayByMonths } from '../lib/days.js';
import { text } from '../lib/quote.js';

/** Outcomes in which the customer was reached: what caps count. Who was not reached was not disturbed. */
const reached = ['REACHED', 'ACCEPTED', 'REFUSED', 'CALL_BACK', 'DO_NOT_CONTACT'] as const;

/** Where the contacts come from: relations in SQL. */
export interface ContactSources {
  /** The warehouse's contacts: contact_id, number_id, "on", scene, offer_id, outcome. */
  readonly mart: string;
  /** The gateway's own since `horizon`, and older ones of `lastingOutcomes`: the same columns. One that the warehouse has too counts once. */
  readonly own: string;
  /** The customers' last word on the scene: number_id, until (a day or null: for good). It overrides what the warehouse says. */
  readonly words: string;
}

/**
 * What past contacts say of numbers in a scene on a day: number_id, is_barred (do not contact), is_capped (reached as often as allowed),
 * is_wrong_number (somebody else answers), cooled (offers that are not made because of a refusal not long ago), ordered (offers whose months
 * are not over). Numbers of which there is nothing to say have no row. A customer who came himself is kept from what he ordered and from
 * the very offers that he refused, and from all else only by his own word on the scene.
 */
export function contactState(
  { contactPolicy, offers, scenes }: Catalogue,
  scene: Scene,
  today: string,
  { mart, own, words }: ContactSources,
): string {
  const { isVisit } = scenes.get(scene)!;
  const terms = [...offers.values()].map((offer) => {
    const cools = isVisit ? [offer] : [...offers.values()].filter((other) => isCooledWith(other, offer, contactPolicy));
    const codes = `cast([${cools.map(({ code }) => text(code)).join(', ')}] as varchar[])`;
    return `(${text(offer.code)}, ${codes}, ${day(restedSince(offer, contactPolicy, today))}, ${day(heldSince(offer, today))})`;
  });
  const caps = isVisit ? [] : contactPolicy.caps.filter((cap) => cap.scenes.includes(scene)).map((cap) => isFull(cap, today));
  const barred =
    !isVisit && contactPolicy.doNotContact.scenes.includes(scene)
      ? `coalesce(bool_or(outcome = 'DO_NOT_CONTACT'${since(contactPolicy.doNotContact.days, today)}), false)`
      : 'false';
  return `
    select
      number_id,
      case when bool_or(is_word) then bool_or(is_word and (until is null or until >= ${text(today)})) else ${barred} end as is_barred,
      ${caps.join(' or ') || 'false'} as is_capped,
      ${isVisit ? 'false' : `coalesce(bool_or(outcome = 'WRONG_NUMBER'), false)`} as is_wrong_number,
      coalesce(list_sort(list_distinct(flatten(list(cools) filter (outcome = 'REFUSED' and "on" > rested)))), []) as cooled,
      coalesce(list_sort(list(distinct offer_id) filter (outcome = 'ACCEPTED' and "on" > held)), []) as ordered
    from (
      select number_id, contact_id, cast("on" as date) as "on", scene, offer_id, outcome, null as until, false as is_word from (${mart})
      where "on" >= ${day(horizon(contactPolicy, today))} or outcome in (${['DO_NOT_CONTACT', ...lastingOutcomes].map(text).join(', ')})
      union all
      select number_id, contact_id, cast("on" as date), scene, offer_id, outcome, null, false from (${own})
      union all
      select number_id, null, null, null, null, null, until, true from (${words})
    ) as met
    left join (values ${terms.join(', ')}) as known(offer_id, cools, rested, held) using (offer_id)
    group by number_id`;
}

/** Outcomes that matter however long ago they were: an order holds for its offer's months, a wrong number stays one. */
export const lastingOutcomes = ['ACCEPTED', 'WRONG_NUMBER'] as const;

/** An order of after this day holds: as long as the offer is expected to last. */
export const heldSince = ({ months }: Pick<Offer, 'months'>, today: string): string => shiftDayByMonths(today, -months);

/** A refusal of after this day is not long ago. */
export const restedSince = ({ family }: Pick<Offer, 'family'>, { coolDown }: ContactPolicy, today: string): string =>
  shiftDay(today, -(coolDown.families[family] ?? coolDown.days));

/** Is it not made where the other was refused? */
const isCooledWith = (offer: Offer, refused: Offer, policy: ContactPolicy): boolean =>
  offer.family === refused.family && !isExempt(offer, policy, 'COOL_DOWN');

/** The day since which contacts can still matter to caps and cool-downs. */
export function horizon({ caps, coolDown }: ContactPolicy, today: string): string {
  const windows = caps.flatMap(({ window }) => (window === 'MONTH' ? [] : [window]));
  const longest = Math.max(coolDown.days, ...Object.values(coolDown.families), ...windows, 31);
  return shiftDay(today, -longest);
}

const day = (of: string): string => `date ${text(of)}`;
const since = (days: number | null, today: string): string => (days === null ? '' : ` and "on" > ${day(today)} - ${days}`);

function isFull({ scenes, most, window }: ContactCap, today: string): string {
  const from = window === 'MONTH' ? `"on" >= ${day(`${today.slice(0, 7)}-01`)}` : `"on" > ${day(today)} - ${window}`;
  const counted = `outcome in (${reached.map(text).join(', ')}) and scene in (${scenes.map(text).join(', ')}) and ${from}`;
  return `count(distinct contact_id) filter (${counted}) >= ${most}`;
}

/** Is it a service message that the contact policy frees from this? */
export const isExempt = (
  { isService }: Pick<Offer, 'isService'>,
  { serviceExemptFrom }: Pick<ContactPolicy, 'serviceExemptFrom'>,
  from: Exemption,
): boolean => isService && serviceExemptFrom.includes(from);
