import type { MonthNumber } from './calendar.js';
import { type Draw, monthKey } from './sql.js';

/** What the operator's own model of leaving is called. */
export const OWN_MODEL = 'CRM_SCORE';

/**
 * SQL for the rows of score in a month, from its number_month: a modest model, that knows who is suspended, who has broadband and who has
 * complained, nothing of time on the net or of falling use, and is wrong by chance as well.
 */
export function scores(numbers: string, month: MonthNumber, draw: Draw): string {
  const noise = draw.normal(monthKey('number_id', month), 'ownScore');
  return `
    SELECT number_id, '${OWN_MODEL}' AS model,
      (1 / (1 + exp(5.1 - 0.8 * (NOT has_broadband)::INTEGER - 3.9 * (status = 'SUSPENDED')::INTEGER - 0.4 * complaints - 0.7 * ${noise})))::DECIMAL(9,8) AS probability
    FROM (${numbers}) WHERE status IN ('ACTIVE', 'SUSPENDED') ORDER BY number_id`;
}
