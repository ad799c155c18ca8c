import { dataSeason, firstDay, type MonthNumber, voiceSeason } from './calendar.js';
import { cityNo } from './geography.js';
import { usedInOutage } from './outage.js';
import type { Draw } from './sql.js';
import { STORIES } from './stories.js';

/** Yearly growth of what one number uses; the shift between cities and plans does the rest. */
const DATA_GROWTH = 1.08;
const VOICE_GROWTH = 0.982;
/** Cities of low ARPU talk as much as others, on smaller plans. */
const TALKATIVE = 1.5;

/** SQL for the data factor of the price cut's plans in a month. */
function priceCutUse(ago: number): string {
  const { from, use } = STORIES.priceCut;
  if (ago > from) return '1';
  return `CASE WHEN is_cut THEN ${use[Math.min(from - ago, use.length - 1)]} ELSE 1 END`;
}

/**
 * SQL that adds to the state of a month what each number used: voice_min and its kinds, data_gb by day and night, sms, active_days.
 * Needs the columns k, s (keys), share (of the month in service) and those of the plan.
 *
 * @param ago months from this one to the last
 */
export function usage(numbers: string, month: MonthNumber, ago: number, draw: Draw): string {
  const u = draw.uniform;
  const years = (7 - ago) / 12;
  const data = dataSeason(month) * DATA_GROWTH ** years;
  const voice = voiceSeason(month) * VOICE_GROWTH ** years;
  const talkative = `city_no IN (${STORIES.mixShift.cities.map(cityNo).join(', ')})`;
  const works = usedInOutage(month, month + ago);
  const roams = month % 12 === 1 ? 0.3 : 0.14;
  return `
    WITH levels AS (
      SELECT *,
        CASE WHEN asleep THEN 0 WHEN fake THEN CASE WHEN joined_on >= ${firstDay(month)} THEN 0.02 ELSE 0 END
          ELSE data_level * ${data.toFixed(6)} * exp(data_noise) * share * data_drop * ${priceCutUse(ago)} * ${works} END AS data_raw,
        CASE WHEN asleep THEN 0 WHEN fake THEN CASE WHEN joined_on >= ${firstDay(month)} THEN 1 ELSE 0 END
          ELSE voice_level * ${voice.toFixed(6)} * exp(voice_noise) * share * voice_drop * CASE WHEN ${talkative} THEN ${TALKATIVE} ELSE 1 END * ${works} END AS voice_raw,
        CASE WHEN ${u('s', 'longDistance')} < 0.15 THEN 0.35 ELSE 0.08 END + 0.15 * ${u('k', 'longDistance')} AS far_share,
        CASE WHEN ${u('k', 'roaming')} < ${roams} THEN 0.03 + 0.22 * ${u('k', 'roamingShare')} ELSE 0 END AS roaming_share,
        0.12 + 0.30 * ${u('s', 'night')} + 0.06 * ${u('k', 'night')} AS night_share
      FROM (${numbers})
    ), used AS (
      SELECT *, data_raw::DECIMAL(12,3) AS data_gb, (data_raw * night_share)::DECIMAL(12,3) AS night_data_gb,
        (voice_raw * far_share)::DECIMAL(12,1) AS long_distance_min, (voice_raw * roaming_share)::DECIMAL(12,1) AS roaming_min,
        (voice_raw * (1 - far_share - roaming_share))::DECIMAL(12,1) AS local_min
      FROM levels
    ), summed AS (
      SELECT * EXCLUDE (data_raw, voice_raw, far_share, roaming_share, night_share),
        (data_gb - night_data_gb)::DECIMAL(12,3) AS day_data_gb,
        (local_min + long_distance_min + roaming_min)::DECIMAL(12,1) AS voice_min
      FROM used
    )
    SELECT *, voice_min::DOUBLE AS minutes, data_gb::DOUBLE AS gb,
      CASE WHEN last_used_on < ${firstDay(month)} OR share = 0 OR asleep THEN 0
        ELSE 1 + floor((day(last_used_on) - from_day) * (0.55 + 0.45 * pow(${u('k', 'activeDays')}, 0.35))) END::INTEGER AS active_days
    FROM summed`;
}
