import { REENTRY_SHARE } from './arrivals.js';
import { daysIn, firstDay, type MonthNumber, monthNumberOf } from './calendar.js';
import { CHANNEL_KINDS, CHANNELS_PER_CITY, placeOfKind } from './channels.js';
import { cityNo } from './geography.js';
import { FAMILIES, TIERS } from './plans.js';
import { type Draw, lastingKey, monthKey } from './sql.js';
import { STORIES } from './stories.js';

/** The codes of status and leaving reason as the state holds them. */
export const STATUSES = ['ACTIVE', 'SUSPENDED', 'PRE_CANCELLED', 'CANCELLED'] as const;
export const REASONS = ['', 'ARREARS', 'PRICE', 'SERVICE', 'PORT_OUT', 'MOVED', 'OTHER'] as const;

/** Monthly share that goes off the books before the multipliers below. */
const LEAVING = { converged: 0.0055, early: 0.062, others: 0.0185 };
/** Of them by arrears; the rest says so or just goes. A suspended number pays and comes back with a chance of one half. */
const BY_ARREARS = 0.36;
const PAYS = 0.5;

/** SQL, true where the competitor's campaign of the stories reaches a number. */
export function underCampaign(): string {
  const story = STORIES.competitorCampaign;
  const from = (cityNo(story.city) - 1) * CHANNELS_PER_CITY + placeOfKind(story.channelKind) + 1;
  const count = CHANNEL_KINDS.find((k) => k.kind === story.channelKind)!.perCity;
  return `channel_no BETWEEN ${from} AND ${from + count - 1}`;
}

/** SQL, true where the plan is too big for its user by the stories, and that is what may make him leave; who re-enters leaves for other reasons. */
function overpays(returning: string): string {
  const { fromTier, data, voice } = STORIES.oversizedPlans;
  const least = TIERS.findIndex(({ code }) => code === fromTier) * FAMILIES.length;
  const allowed = (of: 'data' | 'voice') => `[${TIERS.flatMap((tier) => tier[of]).join(', ')}][plan_no]`;
  return `plan_no > ${least} AND data_level < ${data} * ${allowed('data')} AND voice_level < ${voice} * ${allowed('voice')}
    AND drop_kind = 0 AND tenure >= 4 AND NOT broadband AND NOT asleep AND ${returning} >= ${REENTRY_SHARE}`;
}

/** SQL, true of who works where the stories' works closes; who re-enters does so for other reasons. */
export function worksThere(draw: Draw): string {
  const { city, employs } = STORIES.worksClose;
  const of = (name: 'works' | 'reentry') => draw.uniform(lastingKey('number_id'), name);
  return `city_no = ${cityNo(city)} AND customer_kind = 0 AND NOT broadband AND ${of('works')} < ${employs} AND ${of('reentry')} >= ${REENTRY_SHARE}`;
}

/**
 * SQL that takes numbers over a month: who leaves, is suspended, pays, is pre-cancelled, cancelled or won back, and on which day.
 * Adds `tenure` (months on the net) and sets the days of service, `from_day` to `to_day` (none when to_day is 0).
 *
 * @param numbers the state at the end of the month before, with this month's newcomers
 */
export function life(numbers: string, month: MonthNumber, last: MonthNumber, draw: Draw): string {
  const u = draw.uniform;
  const first = firstDay(month);
  const days = daysIn(month);
  const story = STORIES.competitorCampaign;
  const returning = u(lastingKey('number_id'), 'reentry');
  // Where nobody else leaves or is suspended, so that each other number fares as without them.
  const [oversized, upTo] = [0.99 - STORIES.oversizedPlans.leaves, 0.99];
  const { worksClose } = STORIES;
  const [closed, leavesWorks] = [last - month <= worksClose.from, last - month <= worksClose.leavesAt];
  const worksFate = closed
    ? `WHEN ${u('k', 'worksClose')} < ${leavesWorks ? worksClose.leave : worksClose.suspended} AND ${worksThere(draw)} THEN '${leavesWorks ? 'MOVE_AWAY' : 'SUSPEND'}'`
    : '';
  const portOuts =
    last - month <= story.from ? `CASE WHEN ${underCampaign()} AND NOT fake THEN ${story.portOuts} ELSE 0 END` : '0';
  return `
    WITH aged AS (
      SELECT *, ${monthKey('number_id', month)} AS k, ${month} - ${monthNumberOf('joined_on')} AS tenure,
        CASE WHEN joined_on >= ${first} THEN day(joined_on) ELSE 1 END AS start_day
      FROM (${numbers}) WHERE status <> 3
    ), hazards AS (
      SELECT *, ${u('k', 'leave')} AS u_leave,
        CASE WHEN fake THEN 0 ELSE CASE WHEN broadband THEN ${LEAVING.converged} WHEN tenure < 3 THEN ${LEAVING.early} ELSE ${LEAVING.others} END
          * CASE WHEN drop_kind > 0 THEN 1.8 WHEN sub_card THEN 0.8 ELSE 1 END END AS hazard,
        ${portOuts} AS port_out
      FROM aged
    ), fated AS (
      SELECT *, CASE
          WHEN status = 1 THEN CASE WHEN ${u('k', 'pay')} < ${PAYS} THEN 'RESUME' ELSE 'PRE_CANCEL' END
          WHEN status = 2 THEN CASE WHEN ${monthNumberOf('suspended_on')} + 3 <= ${month} THEN 'CANCEL'
            WHEN ${u('k', 'winBack')} < 0.12 AND ${returning} >= ${REENTRY_SHARE} THEN 'WIN_BACK' ELSE 'OFF' END
          WHEN fake THEN CASE WHEN tenure >= 3 THEN 'LEAVE' ELSE 'STAY' END
          WHEN u_leave < hazard * ${1 - BY_ARREARS} THEN 'LEAVE'
          WHEN u_leave < hazard * ${1 - BY_ARREARS} + port_out THEN 'CAMPAIGN'
          WHEN u_leave < hazard * ${(1 - BY_ARREARS + BY_ARREARS / (1 - PAYS)).toFixed(4)} + port_out THEN 'SUSPEND'
          WHEN u_leave BETWEEN ${oversized.toFixed(4)} AND ${upTo} AND ${overpays(returning)} THEN 'OVERPAID'
          ${worksFate}
          WHEN u_leave > 0.997 AND tenure > 0 THEN 'SHORT' ELSE 'STAY' END AS fate,
        ${u('k', 'lifeDay')} AS u_day, ${u('k', 'leaveReason')} AS u_reason
      FROM hazards
    ), dated AS (
      SELECT *, CASE fate
          WHEN 'STAY' THEN NULL WHEN 'OFF' THEN NULL
          WHEN 'PRE_CANCEL' THEN suspended_on + INTERVAL 1 MONTH WHEN 'CANCEL' THEN suspended_on + INTERVAL 3 MONTH
          WHEN 'RESUME' THEN ${first} + floor(u_day * day(suspended_on + INTERVAL 1 MONTH))::INTEGER
          WHEN 'WIN_BACK' THEN ${first} + floor(u_day * ${days})::INTEGER
          WHEN 'SHORT' THEN ${first} + (1 + floor(u_day * ${days - 8}))::INTEGER
          ELSE ${first} + (start_day - 1 + floor(u_day * (${days} - start_day + 1)))::INTEGER END::DATE AS on_day
      FROM fated
    )
    SELECT * EXCLUDE (u_leave, hazard, port_out, start_day, on_day, u_day, u_reason) REPLACE (
      CASE fate WHEN 'SUSPEND' THEN 1 WHEN 'PRE_CANCEL' THEN 2 WHEN 'OFF' THEN 2 WHEN 'LEAVE' THEN 3 WHEN 'CAMPAIGN' THEN 3 WHEN 'OVERPAID' THEN 3 WHEN 'MOVE_AWAY' THEN 3
        WHEN 'CANCEL' THEN 3 ELSE 0 END::TINYINT AS status,
      CASE fate WHEN 'STAY' THEN status_since WHEN 'OFF' THEN status_since WHEN 'SHORT' THEN on_day + 3 ELSE on_day END::DATE AS status_since,
      CASE fate WHEN 'SUSPEND' THEN on_day WHEN 'SHORT' THEN on_day WHEN 'STAY' THEN NULL WHEN 'RESUME' THEN NULL WHEN 'WIN_BACK' THEN NULL
        ELSE suspended_on END::DATE AS suspended_on,
      CASE fate WHEN 'RESUME' THEN on_day WHEN 'WIN_BACK' THEN on_day WHEN 'SHORT' THEN on_day + 3 END::DATE AS resumed_on,
      CASE fate WHEN 'PRE_CANCEL' THEN 1 WHEN 'OFF' THEN 1 WHEN 'CANCEL' THEN 1 WHEN 'CAMPAIGN' THEN 4 WHEN 'OVERPAID' THEN 2 WHEN 'MOVE_AWAY' THEN 5
        WHEN 'LEAVE' THEN CASE WHEN fake THEN 6 WHEN u_reason < 0.22 THEN 4 WHEN u_reason < 0.44 THEN 2 WHEN u_reason < 0.60 THEN 3
          WHEN u_reason < 0.78 THEN 5 ELSE 6 END
        ELSE 0 END::TINYINT AS reason,
      CASE WHEN fate IN ('LEAVE', 'CAMPAIGN', 'OVERPAID', 'MOVE_AWAY', 'PRE_CANCEL') THEN ${month} WHEN fate IN ('OFF', 'CANCEL') THEN left_month END::SMALLINT AS left_month,
      CASE WHEN fate IN ('RESUME', 'WIN_BACK') THEN day(on_day) ELSE start_day END::TINYINT AS from_day,
      CASE WHEN fate IN ('PRE_CANCEL', 'OFF', 'CANCEL') THEN 0 WHEN fate IN ('LEAVE', 'CAMPAIGN', 'OVERPAID', 'MOVE_AWAY', 'SUSPEND') THEN day(on_day) ELSE ${days} END::TINYINT AS to_day)
    FROM dated`;
}
