import { type MonthNumber, monthName } from './calendar.js';
import { channelNo, channelOf } from './channels.js';
import { COUNTY_SLOTS, GRIDS_PER_COUNTY } from './geography.js';
import { FAMILIES, FIVE_G_FAMILIES, TIERS, tierOf } from './plans.js';
import { type Draw, lastingKey } from './sql.js';
import { STORIES } from './stories.js';

/** Ten numbers in a row form some customers and households: the first slot of the customer and household of each of the ten. */
const CUSTOMER_OF_SLOT = '[0, 1, 2, 2, 4, 5, 5, 7, 8, 9]';
const HOUSEHOLD_OF_SLOT = '[0, 0, 2, 2, 2, 5, 5, 5, 8, 9]';

/**
 * SQL that gives new numbers all that stays with them: who and where they are, how they joined, how much they tend to use.
 *
 * @param newcomers a relation of number_id, city_no, joined_on, fake, thrift (a factor on the city's)
 * @param month the month at whose start (first population) or in which (joins) they come
 */
export function people(schema: string, newcomers: string, draw: Draw, month: MonthNumber): string {
  const u = draw.uniform;
  const year = Number(monthName(month).slice(0, 4));
  const fiveGShare = `[${TIERS.map((tier) => tier.fiveG).join(', ')}]`;
  return `
    WITH placed AS (
      SELECT n.*, ${lastingKey('number_id')} AS s, number_id // 10 AS block, (number_id % 10)::INTEGER AS slot,
        ${u(lastingKey('number_id // 10'), 'enterprise')} < 0.07 AS enterprise
      FROM (${newcomers}) n
    ), held AS (
      SELECT *, block * 10 + CASE WHEN enterprise THEN 0 ELSE ${CUSTOMER_OF_SLOT}[slot + 1] END AS customer_no,
        block * 10 + CASE WHEN enterprise THEN 0 ELSE ${HOUSEHOLD_OF_SLOT}[slot + 1] END AS household_no
      FROM placed
    ), keyed AS (
      SELECT *, ${lastingKey('customer_no')} AS ck, ${lastingKey('household_no')} AS hk FROM held
    ), personal AS (
      SELECT *,
        CASE WHEN enterprise THEN 2 WHEN slot < 8 AND ${u('hk', 'householdContract')} < 0.42 THEN 1 ELSE 0 END AS customer_kind,
        CASE WHEN enterprise OR ${u('ck', 'unknownPerson')} < 0.015 THEN NULL
          ELSE ${year} - ${ageOf(u('ck', 'birth'))} END::SMALLINT AS birth_year,
        floor(${u('hk', 'county')} * ${COUNTY_SLOTS})::INTEGER AS county_slot,
        NOT enterprise AND NOT fake AND ${u('s', 'subCard')} < 0.108 AS sub_card,
        ${draw.normal('s', 'style')} AS style
      FROM keyed
    ), settled AS (
      SELECT p.*, c.county_no,
        ((c.county_no - 1) * ${GRIDS_PER_COUNTY} + 1 + floor(${GRIDS_PER_COUNTY} * pow(${u('hk', 'grid')}, 1.3)))::INTEGER AS grid_no,
        CASE WHEN p.sub_card OR p.fake THEN 1 ELSE ${tierOf(`pow(${draw.even('p.number_id', 'tier')}, y.thrift * p.thrift)`)} END AS tier_no
      FROM personal p JOIN ${schema}.county_slot c ON c.city_no = p.city_no AND c.slot = p.county_slot
        JOIN ${schema}.city y ON y.city_no = p.city_no
    ), planned AS (
      SELECT *, ${planOf(u, fiveGShare)} AS plan_no FROM settled
    )
    SELECT number_id, customer_no, household_no, customer_kind::TINYINT AS customer_kind, birth_year,
      city_no::TINYINT AS city_no, county_no::SMALLINT AS county_no, grid_no, joined_on,
      CASE WHEN fake THEN ${channelNo(STORIES.fakeActivations.channel)}
        ELSE ${channelOf('city_no', u('s', 'channelKind'), `pow(${u('s', 'channel')}, 1.2)`)} END::SMALLINT AS channel_no,
      NULL::BIGINT AS previous_number_id,
      CASE WHEN fake THEN 0 WHEN ${u('s', 'portedIn')} < 0.05 THEN 1 WHEN ${u('s', 'portedIn')} < 0.08 THEN 2
        WHEN ${u('s', 'portedIn')} < 0.09 THEN 3 ELSE 0 END::TINYINT AS ported_in,
      planned.plan_no::TINYINT AS plan_no, sub_card, fake,
      ${u('s', 'device')} < CASE WHEN p.is_5g THEN 0.88 ELSE 0.42 END AS device_5g, 0::SMALLINT AS device_since,
      NOT sub_card AND NOT fake AND ${u('s', 'broadband')} < ${broadbandShare(month)} AS broadband,
      CASE WHEN fake OR sub_card OR ${u('s', 'contract')} > 0.5 THEN NULL
        ELSE greatest(joined_on, DATE '${monthName(month)}-01') + (20 + floor(${u('s', 'contractEnd')} * 710))::INTEGER END::DATE AS contract_end,
      (p.former_data * exp(-0.96 + 0.60 * ${draw.normal('s', 'dataLevel')} + 0.33 * style
        + CASE WHEN birth_year > ${year - 26} THEN 0.22 WHEN birth_year < ${year - 59} THEN -0.55 ELSE 0 END))::FLOAT AS data_level,
      (p.voice * exp(-0.91 + 0.58 * ${draw.normal('s', 'voiceLevel')} - 0.28 * style
        + CASE WHEN birth_year > ${year - 26} THEN -0.35 WHEN birth_year < ${year - 59} THEN 0.12 ELSE 0 END))::FLOAT AS voice_level,
      (0.18 * ${draw.normal('s', 'dataNoise')})::FLOAT AS data_noise, (0.18 * ${draw.normal('s', 'voiceNoise')})::FLOAT AS voice_noise,
      0::TINYINT AS drop_kind, 0::SMALLINT AS drop_month, 1::FLOAT AS data_drop, 1::FLOAT AS voice_drop,
      false AS asleep, NULL::DATE AS last_used_on,
      0::TINYINT AS status, joined_on AS status_since, NULL::DATE AS suspended_on, NULL::DATE AS resumed_on,
      0::TINYINT AS reason, NULL::SMALLINT AS left_month, NULL::DATE AS plan_changed_on, 1::TINYINT AS from_day, 0::TINYINT AS to_day
    FROM planned JOIN ${schema}.plan p ON p.plan_no = planned.plan_no`;
}

/** Youth to 25: 17 %, middle 26 to 59: 63 %, senior from 60: 20 %. */
const ageOf = (u: string): string =>
  `CASE WHEN ${u} < 0.17 THEN 16 + floor(${u} / 0.17 * 10) WHEN ${u} < 0.80 THEN 26 + floor((${u} - 0.17) / 0.63 * 34)
    ELSE 60 + floor(pow((${u} - 0.80) / 0.20, 1.6) * 28) END`;

/** Long-standing main cards have broadband more often than newcomers. */
const broadbandShare = (month: MonthNumber): string =>
  `CASE WHEN joined_on < DATE '${monthName(month)}-01' - INTERVAL 6 MONTH THEN 0.46 ELSE 0.22 END`;

function planOf(u: Draw['uniform'], fiveGShare: string): string {
  const isFiveG = `${u('s', 'fiveGPlan')} < ${fiveGShare}[tier_no]`;
  const others = FAMILIES.length - FIVE_G_FAMILIES;
  // The lowest tier's family plans are for sub-cards only.
  return `(tier_no - 1) * ${FAMILIES.length} + 1 + CASE
    WHEN sub_card AND ${isFiveG} THEN ${FIVE_G_FAMILIES - 1} WHEN sub_card THEN ${FAMILIES.length - 1}
    WHEN ${isFiveG} THEN floor(${u('s', 'variant')} * CASE WHEN tier_no = 1 THEN ${FIVE_G_FAMILIES - 1} ELSE ${FIVE_G_FAMILIES} END)
    ELSE ${FIVE_G_FAMILIES} + floor(${u('s', 'variant')} * CASE WHEN tier_no = 1 THEN ${others - 1} ELSE ${others} END) END::INTEGER`;
}
