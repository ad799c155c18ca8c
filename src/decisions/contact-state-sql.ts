import type { ContactCap, Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { shiftDay } from '../lib/days.js';
import { text } from '../lib/quote.js';
import { cooledBy, firstCounted, heldSince, horizon, lastingOutcomes, reached, restedSince } from './contact-windows.js';

/** Where the contacts come from: relations in SQL. */
export interface ContactSources {
  /** The warehouse's contacts: contact_id, number_id, "on", scene, offer_id, outcome. */
  readonly mart: string;
  /**
   * The gateway's own since `horizon`, and older ones of `lastingOutcomes`: the same columns, and draw (UBIGINT): the household's key when it
   * was recorded. One that the warehouse has too counts once.
   */
  readonly own: string;
  /** The customers' last word on the scene: number_id, until (a day or null: for good). It overrides what the warehouse says. */
  readonly words: string;
}

type Policy = Pick<Catalogue, 'contactPolicy' | 'offers' | 'scenes'>;

/** The key of what contacts are capped together by, beside numbers: the column of number_ruled; null: of each number alone. */
export type CappedBy = 'draw' | 'customer' | null;

/**
 * `contactState` of a million numbers, as common table expressions: contact_state by number_id (is_barred, is_capped, is_wrong_number,
 * cooled, ordered), household_state by draw (is_capped, cooled, ordered: of what is offered to households), and unit_state by unit (is_capped: of what several numbers
 * are capped by together). Numbers and households of
 * which there is nothing to say have no row.
 */
export function contactStateSql(
  policy: Policy,
  scene: Scene,
  today: string,
  { mart, own, words }: ContactSources,
  cappedBy: CappedBy = null,
): string {
  const { contactPolicy, offers, scenes } = policy;
  const { isVisit } = scenes.get(scene)!;
  const terms = [...offers.values()].map((offer) => {
    const cools = isVisit ? [offer] : cooledBy(offer, offers, contactPolicy);
    const codes = `cast([${cools.map(({ code }) => text(code)).join(', ')}] as varchar[])`;
    const days = [day(restedSince(offer, contactPolicy, today)), day(heldSince(offer, today))];
    return `(${text(offer.code)}, ${codes}, ${days.join(', ')}, ${offer.isHousehold})`;
  });
  const caps = isVisit ? [] : contactPolicy.caps.filter((cap) => cap.scenes.includes(scene)).map((cap) => isFull(cap, today));
  const isCapped = caps.join(' or ') || 'false';
  const { days, scenes: closed } = contactPolicy.doNotContact;
  const since = days === null ? '' : ` and "on" > ${day(shiftDay(today, -days))}`;
  const isBarred = !isVisit && closed.includes(scene) ? `coalesce(bool_or(outcome = 'DO_NOT_CONTACT'${since}), false)` : 'false';
  const lasting = ['DO_NOT_CONTACT', ...lastingOutcomes].map(text).join(', ');
  return `
    met as materialized (
      select * from (
        select c.number_id, r.draw, c.contact_id, cast(c."on" as date) as "on", c.scene, c.offer_id, c.outcome
        from (${mart}) c left join number_ruled r using (number_id)
        where c."on" >= ${day(horizon(contactPolicy, today))} or c.outcome in (${lasting})
        union all
        select number_id, draw, contact_id, cast("on" as date), scene, offer_id, outcome from (${own})
      ) left join (values ${terms.join(', ')}) as known(offer_id, cools, rested, held, is_household) using (offer_id)
    ),
    contact_state as (
      select
        number_id,
        case when bool_or(is_word) then bool_or(is_word and (until is null or until >= ${text(today)})) else ${isBarred} end as is_barred,
        ${isCapped} as is_capped,
        ${isVisit ? 'false' : `coalesce(bool_or(outcome = 'WRONG_NUMBER'), false)`} as is_wrong_number,
        ${refused} as cooled,
        ${accepted} as ordered
      from (
        select *, null as until, false as is_word from met
        union all by name
        select number_id, until, true as is_word from (${words})
      ) group by number_id
    ),
    household_state as (
      select draw, ${isCapped} as is_capped, ${isVisit ? '[]' : refused} as cooled, ${accepted} as ordered
      from met where is_household and draw is not null group by draw
    ),
    unit_state as (${cappedBy === null ? nobody : unitState(cappedBy, isCapped)})`;
}

const nobody = 'select cast(null as ubigint) as unit, false as is_capped where false';

/** Of contacts with numbers that the newest month has. */
const unitState = (key: string, isCapped: string): string =>
  `select r.${key} as unit, ${isCapped} as is_capped from met join number_ruled r using (number_id) group by 1`;

const refused = `coalesce(list_sort(list_distinct(flatten(list(cools) filter (outcome = 'REFUSED' and "on" > rested)))), [])`;
const accepted = `coalesce(list_sort(list(distinct offer_id) filter (outcome = 'ACCEPTED' and "on" > held)), [])`;

const day = (of: string): string => `date ${text(of)}`;

function isFull(cap: ContactCap, today: string): string {
  const among = `outcome in (${reached.map(text).join(', ')}) and scene in (${cap.scenes.map(text).join(', ')})`;
  return `count(distinct contact_id) filter (${among} and "on" >= ${day(firstCounted(cap, today))}) >= ${cap.most}`;
}
