import { daysIn, firstDay, type MonthNumber, monthName } from './calendar.js';
import { outageIn } from './outage.js';
import { type Draw, monthKey } from './sql.js';
import { STORIES } from './stories.js';

/** So many of the newest months come by day, as many as `pace` looks at: with all of them, days would be most of what the demo takes. */
export const MONTHS_OF_DAYS = 4;

/** What comes by day, in the contract's units, what a Saturday or Sunday has of it where another day has 1, and whether an outage takes of it. */
const COLUMNS = [
  { column: 'voice_min', decimals: 1, type: 'DECIMAL(12,1)', weekend: 0.75, fails: true },
  { column: 'data_gb', decimals: 3, type: 'DECIMAL(12,3)', weekend: 1.25, fails: true },
  { column: 'revenue', decimals: 2, type: 'DECIMAL(12,2)', weekend: 1, fails: false },
  { column: 'sms', decimals: 0, type: 'INTEGER', weekend: 0.8, fails: false },
] as const;

/** Days stand above a number's key of the month. */
const DAY_STEP = 2 ** 50;

/**
 * SQL for the rows of number_day in a month. What came by the end of a day is a part of the month in whole units, which grows from nothing before
 * a number's first day of service to all of it on the last; a day has what came on it. So days add up to the month exactly, and no pass over
 * them is needed. What comes to a number without a day of service comes on the month's last. Days on which nothing came have no row.
 *
 * @param state the state at the month's end, for the days of service
 * @param numbers the month's number_month
 * @param last the last month of the data
 */
export function numberDays(state: string, numbers: string, month: MonthNumber, last: MonthNumber, draw: Draw): string {
  const length = daysIn(month);
  const isWeekend = (day: number): boolean =>
    [0, 6].includes(new Date(`${monthName(month)}-${String(day).padStart(2, '0')}`).getUTCDay());
  const outage = outageIn(month, last);
  const isOut = (day: number): boolean => outage !== null && day >= outage.from && day <= outage.until;
  /** By the end of each day from 0 on: the weights of the days until then. */
  const weights = (weekend: number, left = 1): string => {
    const own = Array.from({ length }, (_, at) => (isWeekend(at + 1) ? weekend : 1) * (isOut(at + 1) ? left : 1));
    const sums = Array.from({ length: length + 1 }, (_, until) => own.slice(0, until).reduce((sum, each) => sum + each, 0));
    return `[${sums.map((each) => each.toFixed(3)).join(', ')}]::DOUBLE[]`;
  };
  const came = (column: string, day: string, eager: string): string => {
    const until = (at: string) => `${column}_weights[${at} + 1]`;
    const weight = `${until(day)} + ${eager} * (${until(`${day} + 1`)} - ${until(day)}) - ${until('first - 1')}`;
    return `CASE WHEN ${day} < first THEN 0 WHEN ${day} >= last THEN ${column} ELSE round(${column} * (${weight}) / (${until('last')} - ${until('first - 1')})) END`;
  };
  // How much of the next day's share comes a day early: nothing of the day after an outage.
  const atEnd = (day: string) => (outage ? `WHEN city_no = ${outage.cityNo} AND ${day} = ${outage.until} THEN 0` : '');
  const eager = (day: string) =>
    `CASE ${atEnd(day)} WHEN true THEN ${draw.uniform(`(${monthKey('number_id', month)} + (${day}) * ${DAY_STEP})`, 'eagerDay')} END`;
  const units = COLUMNS.map(({ column, decimals }) => `(${column} * ${10 ** decimals})::BIGINT AS ${column}`);
  const lists = COLUMNS.map(({ column, weekend, fails }) => {
    const there = outage && fails ? `WHEN city_no = ${outage.cityNo} THEN ${weights(weekend, STORIES.outage.left)}` : '';
    return `CASE ${there} WHEN true THEN ${weights(weekend)} END AS ${column}_weights`;
  });
  const own = COLUMNS.map(
    ({ column }) =>
      `(${came(column, 'day', 'eager')})::BIGINT - (${came(column, '(day - 1)', 'eager_before')})::BIGINT AS ${column}`,
  );
  const values = COLUMNS.map(
    ({ column, decimals, type }) => `(${column}::DECIMAL(15,0) * ${(10 ** -decimals).toFixed(decimals)})::${type} AS ${column}`,
  );
  return `
    WITH served AS (
      SELECT number_id, city_no, ${units.join(', ')}, CASE WHEN to_day < from_day THEN ${length} ELSE from_day END::INTEGER AS first,
        CASE WHEN to_day < from_day THEN ${length} ELSE to_day END::INTEGER AS last
      FROM (SELECT number_id, ${COLUMNS.map(({ column }) => column).join(', ')} FROM (${numbers}))
        JOIN (SELECT number_id, city_no, from_day, to_day FROM (${state})) USING (number_id)
    ), by_day AS (
      SELECT *, ${eager('day')} AS eager, ${eager('day - 1')} AS eager_before, ${lists.join(', ')}
      FROM (SELECT *, unnest(range(first, last + 1))::INTEGER AS day FROM served)
    ), came AS (SELECT number_id, day, ${own.join(', ')} FROM by_day)
    SELECT number_id, (${firstDay(month)} + (day - 1))::DATE AS "on", ${values.join(', ')}
    FROM came WHERE ${COLUMNS.map(({ column }) => `${column} <> 0`).join(' OR ')} ORDER BY number_id, day`;
}
