import { text } from '../lib/quote.js';
import { daysIn, firstDay, type MonthNumber } from './calendar.js';
import { campaignCode } from './contacts.js';
import { choose, type Draw, lastingKey, rows } from './sql.js';
import { STORIES } from './stories.js';

/** Share of the joiners that were a lead before. */
const FROM_LEADS = 0.6;

/** Sources of leads: share of the leads that convert, how many convert of all, and what one costs (CNY). */
const SOURCES = [
  { source: 'CAMPUS', share: 0.14, converts: 0.3, cost: 8 },
  { source: 'NEW_ESTATE', share: 0.12, converts: 0.26, cost: 12 },
  { source: 'REFERRAL', share: 0.16, converts: 0.42, cost: 15 },
  { source: 'PARTNER', share: 0.12, converts: 0.24, cost: 9 },
  { source: 'WALK_IN', share: 0.22, converts: 0.5, cost: 2 },
  { source: 'ONLINE', share: 0.16, converts: 0.22, cost: 5 },
  { source: 'CROSS_NET', share: 0.08, converts: 0.18, cost: 3 },
] as const;
const NEEDS = [[0.42, `'NEW_NUMBER'`], [0.26, `'BROADBAND'`], [0.18, `'FIVE_G'`], [0.14, `'FAMILY'`]] as const; // biome-ignore format: a table
const LOST = [[0.35, `'PRICE'`], [0.3, `'NO_NEED'`], [0.2, `'COMPETITOR'`], [0.15, `'NOT_REACHED'`]] as const; // biome-ignore format: a table

/** A joiner's lead and those like it that came to nothing have the ids from here on. */
const IDS_PER_JOINER = 64;
/** From there on those that will convert after the last month: nobody knows yet. */
const OPEN_IDS = 32;

const sourceOf = (k: string, draw: Draw): string =>
  choose(
    draw.uniform(k, 'leadSource'),
    SOURCES.map((each) => [each.share, text(each.source)]),
  );

/** SQL, true where a joiner was a lead that another customer had sent. */
export function wasReferred(draw: Draw): string {
  const k = lastingKey(`number_id * ${IDS_PER_JOINER}`);
  return `${draw.uniform(k, 'fromLead')} < ${FROM_LEADS} AND ${sourceOf(k, draw)} = 'REFERRAL'`;
}

/**
 * SQL for the rows of lead of a month. A lead that converts comes up to three weeks before its number joins, so in the month itself or in
 * the one before; beside it stand those of its source that do not.
 *
 * @param numbers the month's number_month
 * @param next that of the month after; null after the last one
 */
export function leads(numbers: string, next: string | null, month: MonthNumber, last: MonthNumber, draw: Draw): string {
  const u = draw.uniform;
  const joiners = (from: string, first: string, joined: string, ids: number) =>
    `SELECT number_id, ${joined} AS joined_on, city, county, grid, join_channel_id, join_staff_id, number_id * ${IDS_PER_JOINER} + ${ids} AS first_no
      FROM (${from}) WHERE joined_on >= ${first}`;
  const later = next
    ? joiners(next, firstDay(month + 1), 'joined_on', 0)
    : joiners(numbers, firstDay(month), '(joined_on + INTERVAL 1 MONTH)::DATE', OPEN_IDS);
  const { badLeads } = STORIES;
  const isBad = last - month <= badLeads.from;
  const others = SOURCES.map(({ source: name, converts, cost }) => [
    name,
    (1 / converts - 1) * (isBad && name === badLeads.source ? badLeads.others : 1),
    cost,
  ]);
  const dataEnd = `${firstDay(last)} + ${daysIn(last) - 1}`;
  return `
    WITH joiner AS (
      SELECT *, ${lastingKey('first_no')} AS k FROM (${joiners(numbers, firstDay(month), 'joined_on', 0)} UNION ALL ${later})
    ), came AS (
      SELECT *, ${sourceOf('k', draw)} AS source, (joined_on - floor(pow(${u('k', 'leadLag')}, 2) * 22)::INTEGER)::DATE AS came_on
      FROM joiner WHERE ${u('k', 'fromLead')} < ${FROM_LEADS}
    ), beside AS (
      SELECT c.*, s.cost AS usual_cost, unnest(range(1 + least(floor(s.others + ${u('c.k', 'leadOthers')})::INTEGER, ${OPEN_IDS - 2}))) AS i
      FROM came c JOIN (VALUES ${rows(others)}) s(source, others, cost) USING (source)
      WHERE came_on BETWEEN ${firstDay(month)} AND ${firstDay(month)} + ${daysIn(month) - 1}
    ), keyed AS (
      SELECT *, ${lastingKey('first_no + i')} AS lk, i = 0 AND first_no % ${IDS_PER_JOINER} = 0 AS converted FROM beside
    ), received AS (
      SELECT *, CASE WHEN i = 0 THEN came_on ELSE ${firstDay(month)} + floor(${u('lk', 'leadDay')} * ${daysIn(month)})::INTEGER END::DATE AS received_on
      FROM keyed
    ), contacted AS (
      SELECT *, CASE WHEN converted OR ${u('lk', 'leadContact')} < 0.8
        THEN least(received_on + floor(pow(${u('lk', 'leadContactDay')}, 2) * 9)::INTEGER, CASE WHEN converted THEN joined_on ELSE ${dataEnd} END)::DATE END AS contacted_on
      FROM received
    ), ended AS (
      SELECT *, CASE WHEN converted THEN 'CONVERTED' WHEN i = 0 THEN 'OPEN' WHEN ${u('lk', 'leadState')} < 0.07 THEN 'INVALID'
        WHEN contacted_on IS NOT NULL AND ${u('lk', 'leadState')} < 0.8 THEN 'LOST' ELSE 'OPEN' END AS state
      FROM contacted
    )
    SELECT 'L' || (first_no + i) AS lead_id, received_on, source, state, ${choose(u('lk', 'leadNeed'), NEEDS)} AS need, city, county, grid,
      join_channel_id AS channel_id, join_staff_id AS staff_id, CASE WHEN source = 'ONLINE' THEN '${campaignCode(month, 'FIVE_G_PLAN')}' END AS campaign_id,
      contacted_on, CASE WHEN state = 'LOST' THEN ${choose(u('lk', 'leadLost'), LOST)} END AS lost_reason,
      CASE WHEN converted THEN number_id END AS converted_number_id, (usual_cost * (0.8 + 0.4 * ${u('lk', 'leadCost')}))::DECIMAL(12,2) AS cost
    FROM ended ORDER BY first_no + i`;
}
