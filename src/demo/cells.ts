import { type Draw, lastingKey, rows } from './sql.js';

/**
 * SQL for the rows of cell_month in a month: night use is at home, day use at work, so that the cells' use sums to the numbers' use.
 *
 * @param typical GB a month that a cell carries on average, for its capacity
 */
export function cellMonth(schema: string, numbers: string, typical: number, draw: Draw): string {
  const u = draw.uniform;
  const cell = lastingKey('cell_no');
  return `
    WITH seen AS (
      SELECT home_cell_id AS code, sum(night_data_gb) AS gb, sum(cross_net_min) AS minutes, count(*) AS own FROM (${numbers}) GROUP BY 1
      UNION ALL SELECT work_cell_id, sum(day_data_gb), 0, 0 FROM (${numbers}) GROUP BY 1
    ), summed AS (
      SELECT code, sum(gb) AS gb, sum(minutes) AS minutes, sum(own) AS own FROM seen GROUP BY 1
    )
    SELECT c.code AS cell_id, c.name, c.city, c.county,
      greatest(${typical.toFixed(3)} * (0.6 + 2.2 * ${u(cell, 'cellCapacity')}), coalesce(s.gb, 0)::DOUBLE * 1.02)::DECIMAL(14,3) AS capacity_gb,
      coalesce(s.gb, 0)::DECIMAL(14,3) AS used_gb, coalesce(s.minutes, 0)::DECIMAL(14,1) AS cross_net_min,
      ceil(coalesce(s.own, 0) * (0.3 + 2.4 * pow(${u(cell, 'cellForeign')}, 2)))::INTEGER AS foreign_numbers
    FROM ${schema}.cell c LEFT JOIN summed s USING (code)
    ORDER BY c.cell_no`;
}

/** Newest months that come by hour. */
export const MONTHS_OF_HOURS = 3;

/** What each hour has of the data of the day, of that of the night, and of calls: in parts of all that is used of it. */
const HOURS = Array.from({ length: 24 }, (_, hour) => {
  const isDay = hour >= 8 && hour < 20;
  const rush = [8, 12, 13, 18, 19].includes(hour) ? 2 : 0;
  return [hour, isDay ? 4 + rush : 0, isDay ? 0 : hour >= 20 ? 9 : hour < 6 ? 1 : 3, isDay ? 5 + rush : hour >= 20 ? 3 : 0.3];
});
/** A cell carries this much of a month's capacity in an hour of each day at most: not all hours are full. */
const HOURLY = 1.8 / 24;

/**
 * SQL for the rows of cell_hour in a month: each cell's hours add up to its month; night use is in the night, where people live.
 *
 * @param cells the month's cell_month
 */
export function hoursOfCells(schema: string, numbers: string, cells: string, draw: Draw): string {
  const share = (part: string) => `sum(${part} * swing) OVER hours / nullif(sum(${part} * swing) OVER day, 0)`;
  // Each hour has what is there up to its end less what was there before, rounded: so that nothing is lost.
  const upTo = (all: string, at: string, digits: number) => `round(${all} * coalesce(${at}, 0), ${digits})`;
  return `
    WITH seen AS (
      SELECT home_cell_id AS code, sum(night_data_gb) AS night, 0 AS day, sum(voice_min) AS minutes FROM (${numbers}) GROUP BY 1
      UNION ALL SELECT work_cell_id, 0, sum(day_data_gb), 0 FROM (${numbers}) GROUP BY 1
    ), summed AS (
      SELECT code, sum(night)::DOUBLE AS night, sum(day)::DOUBLE AS day, sum(minutes)::DOUBLE AS minutes FROM seen GROUP BY 1
    ), spread AS (
      SELECT c.cell_no, c.code, h.*, 0.7 + 0.6 * ${draw.uniform(lastingKey('c.cell_no * 24 + h.hour'), 'cellHour')} AS swing,
        coalesce(s.night, 0) AS night_gb, coalesce(s.day, 0) AS day_gb, coalesce(s.minutes, 0) AS minutes
      FROM ${schema}.cell c CROSS JOIN (VALUES ${rows(HOURS)}) h(hour, by_day, by_night, by_call) LEFT JOIN summed s USING (code)
    ), placed AS (
      SELECT *, ${share('by_day')} AS day_share, ${share('by_night')} AS night_share, ${share('by_call')} AS call_share
      FROM spread WINDOW hours AS (PARTITION BY cell_no ORDER BY hour), day AS (PARTITION BY cell_no ORDER BY hour ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    ), reached AS (
      SELECT *, ${upTo('day_gb', 'day_share', 3)} + ${upTo('night_gb', 'night_share', 3)} AS gb, ${upTo('minutes', 'call_share', 1)} AS calls FROM placed
    ), carried AS (
      SELECT *, (gb - lag(gb, 1, 0) OVER day)::DECIMAL(14,3) AS data_gb, (calls - lag(calls, 1, 0) OVER day)::DECIMAL(14,1) AS voice_min
      FROM reached WINDOW day AS (PARTITION BY cell_no ORDER BY hour)
    )
    SELECT r.code AS cell_id, r.hour::INTEGER AS hour, data_gb, voice_min,
      greatest(m.capacity_gb::DOUBLE * ${HOURLY}, data_gb::DOUBLE)::DECIMAL(14,3) AS capacity_gb
    FROM carried r JOIN (${cells}) m ON m.cell_id = r.code ORDER BY cell_no, hour`;
}
