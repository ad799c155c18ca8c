import { firstDay, type MonthNumber } from './calendar.js';
import { underCampaign, worksThere } from './life.js';
import { FAMILIES, FIVE_G_FAMILIES, TIERS } from './plans.js';
import { type Draw, lastingKey, monthKey } from './sql.js';
import { STORIES } from './stories.js';

/** Monthly shares of numbers that begin to use less: both, minutes only, data only; after three months many recover. */
const DROPS = { both: 0.0145, voice: 0.0032, data: 0.0032, recover: 0.4 };
/** From month to month a number's use keeps 85 % of its deviation: so that a chance dip in both is rare. */
const PERSISTENCE = 0.85;
const JITTER = 0.085;

/**
 * SQL that takes the habits of numbers over a month: level of use, falling asleep and waking, plan, device, broadband, contract.
 * Drops `tenure`, `k` and `fate`, which `life` added.
 */
export function habits(numbers: string, month: MonthNumber, last: MonthNumber, draw: Draw): string {
  const u = draw.uniform;
  const first = firstDay(month);
  const story = STORIES.competitorCampaign;
  const ago = last - month;
  const campaign =
    ago > story.from ? '' : `WHEN ${underCampaign()} THEN ${ago === story.from ? story.firstDrop : story.laterDrop}`;
  const idle = ago <= STORIES.worksClose.from ? `WHEN ${worksThere(draw)} THEN 1` : '';
  const topTiers = (TIERS.length - 3) * FAMILIES.length;
  return `
    WITH drawn AS (
      SELECT *, ${u('k', 'drop')} AS u_drop, ${u('k', 'planChange')} AS u_plan, ${u('k', 'wake')} AS u_wake,
        CASE WHEN fake OR asleep OR status <> 0 OR tenure < 4 THEN 0 ${campaign} ${idle} ELSE ${DROPS.both} END AS drop_both,
        (plan_no - 1) % ${FAMILIES.length} AS family,
        status = 0 AND NOT sub_card AND NOT fake AND tenure > 0 AS may_change
      FROM (${numbers})
    ), changed AS (
      SELECT *,
        CASE WHEN drop_kind > 0 AND ${month} - drop_month >= 3 AND ${u('k', 'recover')} < ${DROPS.recover} THEN 0
          WHEN drop_kind > 0 OR drop_both = 0 THEN drop_kind
          WHEN u_drop < drop_both THEN 1 WHEN u_drop < drop_both + ${DROPS.voice} THEN 2
          WHEN u_drop < drop_both + ${DROPS.voice + DROPS.data} THEN 3 ELSE 0 END::TINYINT AS next_drop,
        CASE WHEN NOT may_change THEN 0
          WHEN u_plan < 0.006 AND plan_no <= ${(TIERS.length - 1) * FAMILIES.length} THEN ${FAMILIES.length}
          WHEN u_plan > 0.9955 AND plan_no > ${2 * FAMILIES.length} THEN -${FAMILIES.length}
          WHEN device_5g AND family >= ${FIVE_G_FAMILIES} AND u_plan BETWEEN 0.3 AND 0.325 THEN -${FIVE_G_FAMILIES}
          ELSE 0 END AS plan_step
      FROM drawn
    )
    SELECT * EXCLUDE (tenure, k, fate, u_drop, u_plan, u_wake, drop_both, family, may_change, next_drop, plan_step) REPLACE (
      next_drop AS drop_kind,
      CASE WHEN next_drop > 0 AND drop_kind = 0 THEN ${month} ELSE drop_month END::SMALLINT AS drop_month,
      CASE WHEN next_drop = 0 OR next_drop = 2 THEN 1 WHEN drop_kind > 0 THEN data_drop
        ELSE 0.12 + 0.36 * ${u('k', 'dropData')} END::FLOAT AS data_drop,
      CASE WHEN next_drop = 0 OR next_drop = 3 THEN 1 WHEN drop_kind > 0 THEN voice_drop
        ELSE 0.12 + 0.36 * ${u('k', 'dropVoice')} END::FLOAT AS voice_drop,
      (${PERSISTENCE} * data_noise + ${JITTER} * ${draw.normal('k', 'dataNoise')})::FLOAT AS data_noise,
      (${PERSISTENCE} * voice_noise + ${JITTER} * ${draw.normal('k', 'voiceNoise')})::FLOAT AS voice_noise,
      CASE WHEN asleep THEN u_wake > 0.02
        ELSE may_change AND tenure > 6 AND u_wake < CASE WHEN plan_no > ${topTiers} THEN 0.0025 ELSE 0.0003 END END AS asleep,
      (plan_no + plan_step)::TINYINT AS plan_no,
      CASE WHEN plan_step <> 0 THEN ${first} + (from_day - 1 + floor(${u('k', 'planChangeDay')} * (to_day - from_day + 1)))::INTEGER END::DATE AS plan_changed_on,
      device_5g OR (status = 0 AND ${u('k', 'newDevice')} < 0.010) AS device_5g,
      CASE WHEN status = 0 AND ${u('k', 'newDevice')} < 0.025 THEN ${month} ELSE device_since END::SMALLINT AS device_since,
      CASE WHEN broadband THEN ${u('k', 'newBroadband')} > 0.0025 ELSE may_change AND ${u('k', 'newBroadband')} < 0.0035 END AS broadband,
      CASE WHEN contract_end >= ${first} OR NOT may_change THEN contract_end
        WHEN ${u('k', 'contract')} < 0.03 THEN ${first} + (365 + floor(${u('k', 'contractEnd')} * 365))::INTEGER
        WHEN contract_end < ${first} - INTERVAL 2 MONTH THEN NULL ELSE contract_end END::DATE AS contract_end)
    FROM changed`;
}

/** SQL that notes the last day of paid use; a number uses nothing while it sleeps, is off, or was never meant to be used. */
export function lastUse(numbers: string, month: MonthNumber, draw: Draw): string {
  const gap = `floor(pow(${draw.uniform(monthKey('number_id', month), 'lastUse')}, 4) * least(to_day - from_day + 1, 9))::INTEGER`;
  return `
    SELECT * REPLACE (
      CASE WHEN asleep OR to_day = 0 OR (fake AND joined_on < ${firstDay(month)}) THEN last_used_on
        WHEN fake THEN joined_on
        ELSE ${firstDay(month)} + to_day::INTEGER - 1 - ${gap} END::DATE AS last_used_on)
    FROM (${numbers})`;
}

/** SQL that puts some of the first population to sleep, since up to 14 months before. */
export const sleepers = (numbers: string, start: MonthNumber, draw: Draw): string => `
    SELECT * EXCLUDE (s, sleeps) REPLACE (
      sleeps AS asleep,
      CASE WHEN sleeps THEN greatest(joined_on, ${firstDay(start)} - floor(${draw.uniform('s', 'asleepSince')} * 430)::INTEGER)
        ELSE ${firstDay(start)} - 1 END::DATE AS last_used_on)
    FROM (SELECT *, ${lastingKey('number_id')} AS s, joined_on < ${firstDay(start)} - INTERVAL 8 MONTH AND NOT sub_card
      AND ${draw.uniform(lastingKey('number_id'), 'asleep')} < CASE WHEN plan_no > ${3 * FAMILIES.length} THEN 0.02 ELSE 0.003 END AS sleeps FROM (${numbers}))`;
