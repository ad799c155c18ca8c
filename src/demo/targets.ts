import { dataSeason, type MonthNumber, monthName, voiceSeason } from './calendar.js';
import { type Draw, lastingKey, rows } from './sql.js';
import { STORIES } from './stories.js';

/** The plan's monthly growth of subscribers: it saw some of the growth of the fast cities, not all. */
const GROWTH = 0.001;
const FAST_GROWTH = 0.045;

/**
 * SQL for the rows of target: a smooth plan made from the first month's actuals, by city for what adds up and for the whole operator
 * for the ratios. It knows nothing of later months, so some targets are met and some missed.
 */
export function targets(firstMonth: string, months: readonly MonthNumber[], draw: Draw): string {
  const fast = STORIES.mixShift.cities.map((c) => `'${c}'`).join(', ');
  const plan = rows(months.map((m, i) => [monthName(m), i, dataSeason(m), voiceSeason(m)]));
  const jitter = `(0.985 + 0.03 * ${draw.uniform(lastingKey('hash(city) % 1000003'), 'targetLevel')})`;
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
      SELECT month, i, city, closing * ${jitter} * pow(1 + growth, i + 1) AS closing, growth, revenue / closing AS arpu, margin / closing AS margin
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
    )
    SELECT month, city, measure, value::DECIMAL(18,4) AS value FROM measured ORDER BY month, city NULLS FIRST, measure`;
}
