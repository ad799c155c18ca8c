import { type Draw, lastingKey } from './sql.js';

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
