import { firstDay, type MonthNumber } from './calendar.js';
import { CHANNELS_PER_CITY } from './channels.js';
import { daysOfComplaint } from './outage.js';
import { type Draw, lastingKey, monthKey } from './sql.js';

/**
 * SQL for the rows of number_event in a month. Each number that goes off the books has just one leaving event: PRE_CANCEL (arrears),
 * PORT_OUT or CANCEL; the CANCEL of a number that was pre-cancelled before is its end, not a second leaving.
 *
 * @param state the state at the month's end
 * @param numbers the month's number_month, for complaints
 * @param contacts the month's contact rows, for the orders
 * @param last the last month of the data
 */
export function events(
  schema: string,
  state: string,
  numbers: string,
  contacts: string,
  month: MonthNumber,
  last: MonthNumber,
  draw: Draw,
): string {
  const u = draw.uniform;
  const first = firstDay(month);
  const since = `status_since >= ${first}`;
  const [complains, until] = daysOfComplaint(month, last);
  const own = (type: string, on: string, where: string) =>
    `SELECT number_id, ${on}::DATE AS "on", '${type}' AS type, city_no, NULL::INTEGER AS channel_no, NULL::VARCHAR AS staff_id, NULL::VARCHAR AS offer_id FROM changed WHERE ${where}`;
  return `
    WITH changed AS (
      SELECT *, ${monthKey('number_id', month)} AS k FROM (${state})
      WHERE joined_on >= ${first} OR ${since} OR suspended_on >= ${first} OR resumed_on >= ${first} OR plan_changed_on >= ${first}
    ), happened AS (
      SELECT number_id, joined_on AS "on", 'JOIN' AS type, city_no, channel_no::INTEGER AS channel_no,
        '_S' || (1 + floor(${u(lastingKey('number_id'), 'staff')} * 6))::INTEGER AS staff_id, NULL::VARCHAR AS offer_id
      FROM changed WHERE joined_on >= ${first}
      UNION ALL ${own('SUSPEND', 'suspended_on', `suspended_on >= ${first}`)}
      UNION ALL ${own('RESUME', 'resumed_on', `resumed_on >= ${first}`)}
      UNION ALL ${own('PRE_CANCEL', 'status_since', `status = 2 AND ${since}`)}
      UNION ALL ${own('CANCEL', 'status_since', 'status = 3 AND reason <> 4')}
      UNION ALL ${own('PORT_OUT', 'status_since', 'status = 3 AND reason = 4')}
      UNION ALL SELECT number_id, plan_changed_on, 'PLAN_CHANGE', city_no,
        ((city_no::INTEGER - 1) * ${CHANNELS_PER_CITY} + 1 + floor(${u('k', 'orderChannel')} * ${CHANNELS_PER_CITY}))::INTEGER,
        '_S' || (1 + floor(${u('k', 'staff')} * 6))::INTEGER, NULL
      FROM changed WHERE plan_changed_on >= ${first}
    )
    SELECT number_id, "on", type, code AS channel_id, code || staff_id AS staff_id, offer_id
    FROM happened LEFT JOIN ${schema}.channel USING (channel_no)
    UNION ALL
    SELECT number_id, (${first} + (since_day - 1 + floor((until_day - since_day + 1)
        * CASE i WHEN 0 THEN ${u('k', 'complaintDay')} ELSE ${u('k', 'secondComplaint')} * 10 % 1 END))::INTEGER)::DATE, 'COMPLAINT', NULL, NULL, NULL
    FROM (SELECT *, ${monthKey('number_id', month)} AS k, ${complains} AS since_day, ${until} AS until_day, unnest(range(complaints)) AS i
      FROM (SELECT number_id, complaints FROM (${numbers}) WHERE complaints > 0) JOIN (SELECT number_id, city_no, from_day, to_day FROM (${state})) USING (number_id))
    UNION ALL
    SELECT number_id, "on", 'OFFER_ORDER', CASE scene WHEN 'COUNTER' THEN city || '_OWN_01' WHEN 'OUTBOUND' THEN city || '_CALLS_01'
      WHEN 'ONLINE' THEN city || '_WEB_01' ELSE city || '_PARTNER_01' END, NULL, offer_id
    FROM (${contacts}) c JOIN (SELECT number_id, city FROM (${numbers})) n USING (number_id) WHERE outcome = 'ACCEPTED'
    ORDER BY "on", number_id, type`;
}
