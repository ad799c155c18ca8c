import { daysIn, firstDay, type MonthNumber } from './calendar.js';
import { ofOutage } from './outage.js';
import { choose, type Draw, lastingKey } from './sql.js';
import { STORIES } from './stories.js';

const KINDS = [[0.34, `'NETWORK'`], [0.26, `'BILLING'`], [0.18, `'SERVICE'`], [0.12, `'MARKETING'`], [0.1, `'BROADBAND'`]] as const; // biome-ignore format: a table
/** Days that a complaint takes at least, and at most. */
const [SHORTEST, LONGEST] = [2, 50];

/**
 * SQL for the rows of complaint in a month: one for each complaint of number_month, on the day of its event. A second one of a number is of the
 * first one's kind, and that was closed by then.
 *
 * @param events the month's number_event
 * @param numbers the month's number_month
 * @param last the last month of the data: what would be closed after it is open
 */
export function complaints(events: string, numbers: string, month: MonthNumber, last: MonthNumber, draw: Draw): string {
  const u = draw.uniform;
  const isMistaken = last - month === STORIES.billingMistake.month;
  const usual = choose(u('k', 'complaintKind'), KINDS);
  const counties = STORIES.billingMistake.counties.map((county) => `'${county}'`).join(', ');
  const aboutOutage = ofOutage(month, last);
  const mistaken = isMistaken ? `WHEN county IN (${counties}) THEN 'BILLING'` : '';
  const kind = `CASE ${mistaken} ${aboutOutage ? `WHEN ${aboutOutage} THEN 'NETWORK'` : ''} WHEN true THEN ${usual} END`;
  const dataEnd = `(${firstDay(last)} + ${daysIn(last) - 1})`;
  return `
    WITH opened AS (
      SELECT number_id, "on" AS opened_on, city, county, row_number() OVER (PARTITION BY number_id ORDER BY "on") AS place, lead("on") OVER (PARTITION BY number_id ORDER BY "on") AS next_on
      FROM (SELECT number_id, "on" FROM (${events}) WHERE type = 'COMPLAINT') JOIN (SELECT number_id, city, county FROM (${numbers})) USING (number_id)
    ), keyed AS (SELECT *, ${lastingKey(`number_id * 4096 + ${month}`)} AS k, ${lastingKey(`number_id * 4096 + ${month}`)} + place * 256 AS pk FROM opened),
    answered AS (
      SELECT *, least(opened_on + ${SHORTEST} + floor(pow(${u('pk', 'complaintLag')}, 1.3) * ${LONGEST - SHORTEST})::INTEGER, coalesce(next_on, DATE '9999-12-31')) AS answered_on FROM keyed
    )
    SELECT 'K' || number_id || '_' || ${month} || '_' || place AS complaint_id, number_id, opened_on, ${kind} AS kind,
      city || CASE WHEN ${u('pk', 'complaintChannel')} < 0.6 THEN '_CALLS_01' WHEN ${u('pk', 'complaintChannel')} < 0.85 THEN '_WEB_01' ELSE '_OWN_01' END AS channel_id,
      CASE WHEN answered_on <= ${dataEnd} THEN answered_on END::DATE AS closed_on,
      CASE WHEN answered_on <= ${dataEnd} THEN ${u('pk', 'complaintSatisfied')} < 0.72 END AS satisfied
    FROM answered ORDER BY opened_on, number_id, place`;
}
