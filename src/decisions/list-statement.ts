import type { Offer, Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { double, text } from '../lib/quote.js';
import { type CappedBy, type ContactSources, contactStateSql } from './contact-state-sql.js';
import { drawnBy } from './draw.js';
import { stopSql, whys } from './gates/index.js';
import { costOfMaking, leastStay, riskOf, stakeColumns, worthOf } from './net-benefit.js';
import type { RetentionEffect } from './retention-effects.js';
import { type Seats, seated } from './seats.js';

/** What a list is made from. */
export interface ListPlan extends Seats {
  readonly catalogue: Catalogue;
  readonly scene: Scene;
  /** Of the scene; the first of equally good ones is taken. */
  readonly offers: readonly Offer[];
  /** Operator's day, "2026-10-31". */
  readonly today: string;
  /** SELECT of the numbers of the slice: number_id, and rank_value where they are ranked by something else than net benefit. */
  readonly numbers: string;
  readonly ranksByValue: boolean;
  readonly contacts: ContactSources;
  /** Offers of which the month's orders are taken. */
  readonly full: ReadonlySet<string>;
  /** SELECT of what customers are kept from by other campaigns: draw, offer. */
  readonly kept: string;
  /** SELECT of who is not taken again, as an earlier list has them: number_id, draw, offer. */
  readonly listed: string;
  readonly hasScores: boolean;
  /** Of retention offers. */
  readonly effects: ReadonlyMap<string, RetentionEffect>;
  readonly holdOut: number;
  /** It has one number of each, and whose numbers contacts cap together. */
  readonly per: 'NUMBER' | 'HOUSEHOLD' | 'CUSTOMER';
}

/** The columns of `listStatement`, and so of every list's snapshot that is written now; those of before lack `newColumns`. */
export const listColumns = [
  'number_id',
  'city',
  'draw',
  'arm',
  'why',
  'offer',
  'acceptance',
  'net_benefit',
  'cost',
  'rank',
  'place',
] as const;
export const newColumns = ['acceptance_basis', 'explored'] as const;

/**
 * Every number of the slice with what becomes of it: number_id, city, draw, arm (MEMBER, HELD_OUT or null), why (of a null arm), offer, acceptance,
 * net_benefit, cost (expected, CNY), rank (members, from 1), place (the same within its city), acceptance_basis (what acceptance rests on) and explored (of an arm: drawn, and not among the best). The gates are those of the single decision.
 *
 * An offer to households is made to one of each: the one that ranks first. So is a list `per` household or customer, whatever is offered; earlier lists and contacts of
 * any of its numbers count for all.
 */
export function listStatement(plan: ListPlan): string {
  const { catalogue, scene, offers, today, numbers, contacts, full, kept, listed, hasScores, effects, salt, holdOut, per } = plan;
  const rule = catalogue.scenes.get(scene)!;
  const sceneAt = [...catalogue.scenes.keys()].indexOf(scene) + 1;
  const all = [...catalogue.offers.keys()];
  const at = (offer: Offer): number => all.indexOf(offer.code) + 1;
  const score = (offer: Offer): string => (hasScores ? `scores[${text(offer.code)}]` : 'null');
  const rate = (offer: Offer): string => `coalesce(${score(offer)}, accepts[${at(offer)}])`;
  const rates = offers.map((offer, i) => `${rate(offer)} as p${i}`);
  const basis = (offer: Offer): string => `case when ${score(offer)} is null then bases[${at(offer)}] else 'SCORE' end`;
  const bases = offers.map((offer, i) => `${basis(offer)} as b${i}`);
  const cost = double(costOfMaking(rule));
  const nets = offers.map((offer, i) => {
    const byMargin = `${score(offer)} * ${double(worthOf(offer))} - ${cost}`;
    const known = [...keptNets(offer, rate(offer), cost, effects), ...(hasScores ? [byMargin] : [])];
    return `coalesce(${[...known, `nets[${at(offer)}]`].join(', ')}) as n${i}`;
  });
  const stops = offers.map((offer, i) => {
    const columns = { digit: `rules[${at(offer)}]`, net: `n${i}`, isFull: full.has(offer.code) };
    return `${stopSql(offer, columns, catalogue.contactPolicy)} as w${i}`;
  });
  const open = offers.map((_, i) => `case when w${i} is null then n${i} end`);
  const stake = [...new Set(offers.flatMap(stakeColumns))];
  const isWeighed = offers.flatMap((offer) => (offer.retention ? [`r.rules[${at(offer)}] = '0'`] : [])).join(' or ');
  const staked = stake.map((column) => `case when ${isWeighed} then r.${column} end as ${column}`);
  const alike = [...deciding, ...stake, ...(hasScores ? ['scores'] : [])];
  const scores = hasScores ? ', q.scores' : '';
  const ranking = `${plan.ranksByValue ? 'rank_value desc nulls last, ' : ''}net_benefit desc, number_id`;
  const ofHouseholds = inList(offers.filter(({ isHousehold }) => isHousehold));
  const unit = units[per];
  const chosen = (column: (offer: Offer, i: number) => string): string =>
    `case ${offers.map((offer, i) => `when w${i} is null and n${i} = best then ${column(offer, i)}`).join(' ')} end`;
  return `
    with
      sliced as (${numbers}),
      ${contactStateSql(catalogue, scene, today, contacts, unit)},
      kept as (select draw, list(distinct offer) as kept_from from (${kept}) group by draw),
      known as materialized (
        select s.number_id, ${plan.ranksByValue ? 's.rank_value' : 'null'} as rank_value, coalesce(r.city, '') as city, r.draw, ${unit === null ? 'cast(null as ubigint)' : `r.${unit}`} as unit,
          r.segment, r.value_tier, r.is_universal, r.ported_out, r.agreed[${sceneAt}] as agreed, r.rules, k.is_barred, ${unit === null ? 'k.is_capped' : 'coalesce(k.is_capped, false) or coalesce(u.is_capped, false) as is_capped'}, h.is_capped as is_household_capped, k.is_wrong_number,
          ${[...staked, both('cooled'), both('ordered')].join(', ')}, c.kept_from${scores}
        from sliced s
        left join number_ruled r on r.number_id = s.number_id
        left join contact_state k on k.number_id = s.number_id
        left join household_state h on h.draw = r.draw
        ${unit === null ? '' : `left join unit_state u on u.unit = r.${unit}`}
        left join kept c on c.draw = r.draw
        ${hasScores ? `left join serving.number_propensity q on q.number_id = s.number_id and q.scene = ${text(scene)}` : ''}
      ),
      kinds as (select distinct ${alike.join(', ')} from known),
      valued as (
        select kinds.*, ${rates.join(', ')}, ${bases.join(', ')}, ${nets.join(', ')}
        from kinds left join acceptance on of_scene = ${text(scene)} and of_segment is not distinct from segment and of_tier is not distinct from value_tier
      ),
      stopped as (select *, ${stops.join(',\n')} from valued),
      best as (select *, greatest(${open.join(', ')}, null) as best, greatest(${offers.map((_, i) => `w${i}`).join(', ')}, null) as farthest from stopped),
      judged as (
        select ${alike.join(', ')}, best as net_benefit,
          ${chosen((offer) => text(offer.code))} as offer, ${chosen((_, i) => `p${i}`)} as acceptance, ${chosen((_, i) => `b${i}`)} as acceptance_basis,
          cast(${chosen(({ incentive, commission }, i) => `${double(rule.contactCost)} + p${i} * ${double(incentive + commission)}`)} as decimal(18,6)) as cost,
          case when best is null then farthest end as stop
        from best
      ),
      chosen as materialized (
        select number_id, city, draw, unit, rank_value, net_benefit, offer, acceptance, acceptance_basis, cost, stop
        from known join judged on ${alike.map((column) => `known.${column} is not distinct from judged.${column}`).join(' and ')}
      ),
      listed as materialized (${listed}),
      open as (
        select chosen.*, n.number_id is not null or h.draw is not null ${unit === null ? '' : 'or u.unit is not null '}as is_listed
        from chosen
        left join (select distinct number_id from listed) n on n.number_id = chosen.number_id
        left join (select distinct draw, offer from listed where offer in ${ofHouseholds}) h on h.draw = chosen.draw and h.offer = chosen.offer
        ${unit === null ? '' : `left join (select distinct r.${unit} as unit from listed join number_ruled r using (number_id)) u on u.unit = chosen.unit`}
        where stop is null
      ),
      placed as (
        select *, ${drawnBy(salt, holdOut, 'draw')} as is_held, offer in ${ofHouseholds} and row_number() over (partition by draw, offer order by ${ranking}) > 1 as is_second
        from open where not is_listed
      ),
      united as (
        select *, ${unit === null ? 'false' : `row_number() over (partition by unit order by ${ranking}) > 1`} as is_another from placed where not is_second
      ),
      eligible as (select * from united where not is_another),
      ${seated(plan, ranking)}
    select ${[...listColumns, ...newColumns].join(', ')} from (
      select number_id, city, draw, arm, null as why, offer, acceptance, net_benefit, cost, cast(treated as bigint) as rank,
        row_number() over (partition by city order by position) as place, acceptance_basis, explored
      from armed where arm = 'MEMBER'
      union all
      select number_id, city, draw, arm, case when arm is null then beyond end, offer, acceptance, net_benefit, cost, null, null, acceptance_basis, explored and arm is not null
      from armed where arm is distinct from 'MEMBER'
      union all
      select number_id, city, draw, null, 'HOUSEHOLD', offer, acceptance, net_benefit, cost, null, null, acceptance_basis, false from placed where is_second
      union all
      select number_id, city, draw, null, 'ANOTHER_NUMBER', offer, acceptance, net_benefit, cost, null, null, acceptance_basis, false from united where is_another
      union all
      select number_id, city, draw, null, 'LISTED', offer, acceptance, net_benefit, cost, null, null, acceptance_basis, false from open where is_listed
      union all
      select number_id, city, draw, null, ${list(whys)}[stop + 1], null, null, null, null, null, null, null, false from chosen where stop is not null
    ) as everybody
    order by arm desc nulls last, city, place, number_id`;
}

/** The column of number_ruled that tells what there is one number of; null: of each number. */
export const units = { NUMBER: null, HOUSEHOLD: 'draw', CUSTOMER: 'customer' } as const satisfies Record<
  ListPlan['per'],
  CappedBy
>;

/** Net benefit of a retention offer by what it keeps, as `keptBy` has it, factor by factor; null where risk or value is not known. */
function keptNets(offer: Offer, rate: string, cost: string, effects: ReadonlyMap<string, RetentionEffect>): readonly string[] {
  const { retention, incentive, commission, code, months } = offer;
  if (!retention) return [];
  const risk = `cast(${riskOf(retention)} as double)`;
  const stays = `greatest(1 - ${risk}, ${double(leastStay)})`;
  const kept = `${risk} * cast(lifetime_value as double) / ${stays} * ${double(effects.get(code)!.share)}`;
  const lost = retention.toBestPlan ? ` - cast(best_plan_saving as double) * ${double(months)}` : '';
  return [`${rate} * (${kept}${lost} - ${double(incentive)} - ${double(commission)}) - ${cost}`];
}

/**
 * What decides about a number: those that have all of it alike, thousands of them, are judged once. With scores, and of those whom a retention
 * offer suits, hardly any two are alike, and each is judged.
 */
const deciding = [
  'segment',
  'value_tier',
  'is_universal',
  'ported_out',
  'agreed',
  'rules',
  'is_barred',
  'is_capped',
  'is_household_capped',
  'is_wrong_number',
  'cooled',
  'ordered',
  'kept_from',
];

/** What the number's and its household's past say together; null where they say nothing. */
const both = (column: string): string =>
  `case when k.${column} is null and h.${column} is null then null else list_sort(list_distinct(list_concat(coalesce(k.${column}, []), coalesce(h.${column}, [])))) end as ${column}`;

const list = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;

const inList = (offers: readonly Offer[]): string => `(${['', ...offers.map(({ code }) => code)].map(text).join(', ')})`;
