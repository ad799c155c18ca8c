import { dataSeason, type MonthNumber, monthName, voiceSeason } from './calendar.js';
import { type Draw, lastingKey, rows } from './sql.js';
import { STORIES } from './stories.js';

/** The plan's monthly growth of subscribers: it saw some of the growth of the fast cities, not all. */
const GROWTH = 0.001;
const FAST_GROWTH = 0.045;

/**
 * SQL for the rows of target: a smooth plan made from the first month's actuals, by city for what adds up, for the whole operator
 * for the ratios, and some for counties, grids, channels and the staff of own stores. It knows nothing of later months, so some targets are met and some missed.
 */
export function targets(firstMonth: string, months: readonly MonthNumber[], draw: Draw): string {
  const fast = STORIES.mixShift.cities.map((c) => `'${c}'`).join(', ');
  const plan = rows(months.map((m, i) => [monthName(m), i, dataSeason(m), voiceSeason(m)]));
  const jitter = (code: string) => `(0.985 + 0.03 * ${draw.uniform(lastingKey(`hash(${code}) % 1000003`), 'targetLevel')})`;
  return `
    WITH base AS (
      SELECT city, count(*) FILTER (status IN ('ACTIVE', 'SUSPENDED'))::DOUBLE AS closing, sum(revenue)::DOUBLE AS revenue,
        sum(revenue - discount - commission - points_cost - promotion_cost)::DOUBLE AS margin, sum(data_gb)::DOUBLE AS gb, sum(voice_min)::DOUBLE AS minutes,
        count(*) FILTER (status IN ('ACTIVE', 'SUSPENDED') AND on_5g_plan AND device_5g)::DOUBLE AS five_g
      FROM (${firstMonth}) GROUP BY city
    ), whole AS (
      SELECT sum(closing) AS closing, sum(revenue) / sum(closing) AS arpu, sum(gb) / sum(closing) AS dou, sum(minutes) / sum(closing) AS mou,
        100 * sum(five_g) / sum(closing) AS five_g
      FROM base
    ), plan AS (FROM (VALUES ${plan}) t(month, i, data_season, voice_season)
    ), city_plan AS (
      SELECT month, i, city, closing * ${jitter('city')} * pow(1 + growth, i + 1) AS closing, growth, revenue / closing AS arpu, margin / closing AS margin
      FROM base, plan, LATERAL (SELECT CASE WHEN city IN (${fast}) THEN ${FAST_GROWTH} ELSE ${GROWTH} END AS growth)
    ), measured AS (
      SELECT month, city, unnest(['CLOSING_SUBSCRIBERS', 'GROSS_ADDS', 'LEAVERS', 'NET_ADDS', 'REVENUE', 'CONTRIBUTION_MARGIN']) AS measure,
        unnest([round(closing), round(closing * (0.0165 + growth)), round(closing * 0.0165), round(closing * growth),
          round(closing * arpu * (1 + 0.0025 * i), 2), round(closing * margin * (1 + 0.002 * i), 2)]) AS value
      FROM city_plan
      UNION ALL
      SELECT month, NULL, unnest(['ARPU', 'CHURN_RATE', 'DOU', 'MOU', 'FIVE_G_PENETRATION']),
        unnest([round(arpu * (1 + 0.001 * i), 2), 1.6, round(dou * data_season / ${dataSeason(months[0]!)} * pow(1.008, i), 2),
          round(mou * voice_season / ${voiceSeason(months[0]!)} * pow(0.9955, i), 1), round(five_g + 0.28 * i, 2)])
      FROM whole, plan
    ), part AS (
      SELECT city, county, grid, join_channel_id AS channel_id, join_staff_id AS staff_id,
        coalesce(join_staff_id, join_channel_id, grid, county) AS code,
        count(*)::DOUBLE AS closing, sum(revenue)::DOUBLE / count(*) AS arpu
      FROM (${firstMonth}) WHERE status IN ('ACTIVE', 'SUSPENDED')
      GROUP BY GROUPING SETS ((city, county), (city, county, grid), (join_channel_id), (join_channel_id, join_staff_id))
    ), part_plan AS (
      SELECT month, i, part.* REPLACE (closing * ${jitter('code')} AS closing) FROM part, plan
      WHERE staff_id IS NULL OR contains(channel_id, '_OWN_')
    )
    SELECT month, city, county, grid, channel_id, staff_id, measure, value::DECIMAL(18,4) AS value FROM (
      SELECT month, city, NULL AS county, NULL AS grid, NULL AS channel_id, NULL AS staff_id, measure, value FROM measured
      UNION ALL BY NAME
      SELECT *, 'CLOSING_SUBSCRIBERS' AS measure, round(closing * pow(1 + ${GROWTH}, i + 1)) AS value FROM part_plan WHERE county IS NOT NULL
      UNION ALL BY NAME
      SELECT *, 'ARPU' AS measure, round(arpu * (1 + 0.001 * i), 2) AS value FROM part_plan WHERE county IS NOT NULL AND grid IS NULL
      UNION ALL BY NAME
      SELECT *, 'REVENUE' AS measure, round(closing * arpu * (1 + 0.001 * i), 2) AS value FROM part_plan WHERE grid IS NOT NULL
      UNION ALL BY NAME
      SELECT *, 'GROSS_ADDS' AS measure, greatest(1, round(closing * 0.0165)) AS value FROM part_plan
    )
    ORDER BY month, city NULLS FIRST, county NULLS FIRST, grid NULLS FIRST, channel_id NULLS FIRST, staff_id NULLS FIRST, measure`;
}
