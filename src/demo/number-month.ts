import { daysIn, firstDay, type MonthNumber, monthNumberOf, monthOfYear } from './calendar.js';
import { CELLS_PER_GRID, countyNo, GRIDS_PER_COUNTY } from './geography.js';
import { wasReferred } from './leads.js';
import { REASONS, STATUSES } from './life.js';
import { money } from './money.js';
import { outageIn } from './outage.js';
import { type Draw, lastingKey, monthKey } from './sql.js';
import { STORIES } from './stories.js';
import { usage } from './usage.js';

const INDUSTRIES = [
  'FINANCE',
  'GOVERNMENT',
  'EDUCATION',
  'HEALTH',
  'MANUFACTURING',
  'RETAIL',
  'LOGISTICS',
  'CONSTRUCTION',
  'TOURISM',
  'SOFTWARE',
];
const PORTED_FROM = ['OPERATOR_B', 'OPERATOR_C', 'OPERATOR_D'];
/** Survey: the last month of each quarter, a small sample of active numbers. */
const SURVEY_SHARE = 0.05;
/** One complaint in some 540 numbers a month: 20 per 10,000 with the repeated ones. */
const COMPLAINTS = 0.00185;

/** Months before the last one since when it is asked who recommended us. */
const REFERRERS_ASKED = 18;
/** Of a company's numbers so many are paid by it; its customers are shared out among so many account managers. */
const COMPANY_PAYS = 0.7;
const ACCOUNT_MANAGERS = 24;

/** Shares of numbers whose holders have agreed to be contacted so. */
const CONSENTS = [
  ['accepts_calls', 'acceptsCalls', 0.82],
  ['accepts_messages', 'acceptsMessages', 0.9],
  ['accepts_partners', 'acceptsPartners', 0.6],
] as const;

const named = (codes: readonly string[], index: string): string =>
  `CASE ${index} ${codes.map((code, i) => `WHEN ${i} THEN ${code === '' ? 'NULL' : `'${code}'`}`).join(' ')} END`;

/** SQL for the rows of number_month in a month, in the contract's order of columns, from the state at the month's end. */
export function numberMonth(schema: string, state: string, month: MonthNumber, last: MonthNumber, draw: Draw): string {
  const u = draw.uniform;
  const ago = last - month;
  const mistaken = STORIES.billingMistake;
  const complaintFactor = ago === mistaken.month
    ? `CASE WHEN n.county_no IN (${mistaken.counties.map(countyNo).join(', ')}) THEN ${mistaken.complaints} ELSE 1 END` : '1'; // biome-ignore format: short
  const outage = outageIn(month, last);
  const outageFactor = outage ? `CASE WHEN n.city_no = ${outage.cityNo} THEN ${STORIES.outage.complaints} ELSE 1 END` : '1';
  const former = ago > STORIES.priceCut.from ? 'former_' : '';
  const known = `
    SELECT n.*, ${lastingKey('n.number_id')} AS s, ${monthKey('n.number_id', month)} AS k, ${lastingKey('n.customer_no')} AS ck,
      ${month} - ${monthNumberOf('n.joined_on')} AS tenure, greatest(to_day - from_day + 1, 0)::DOUBLE / ${daysIn(month)} AS share,
      p.code AS plan_id, p.${former}fee AS plan_fee, p.${former}data AS data_allowance_gb, p.voice AS voice_allowance_min, p.is_5g AS on_5g_plan, p.is_cut,
      c.code AS county, c.city, g.code AS grid, g.area_type, h.code AS join_channel_id, h.commission::DOUBLE AS join_commission,
      home.code AS home_cell_id, work.code AS work_cell_id,
      CASE WHEN fake OR to_day = 0 THEN 0 WHEN ${u(monthKey('n.number_id', month), 'complaint')} < ${COMPLAINTS} * ${complaintFactor} * ${outageFactor}
        THEN CASE WHEN ${u(monthKey('n.number_id', month), 'secondComplaint')} < 0.09 THEN 2 ELSE 1 END ELSE 0 END::INTEGER AS complaints
    FROM (${state}) n JOIN ${schema}.plan p USING (plan_no) JOIN ${schema}.county c USING (county_no) JOIN ${schema}.city y ON y.city_no = n.city_no
      JOIN ${schema}.grid g USING (grid_no) JOIN ${schema}.channel h USING (channel_no)
      JOIN ${schema}.cell home ON home.cell_no = (n.grid_no - 1) * ${CELLS_PER_GRID} + 1 + floor(${u(lastingKey('n.household_no'), 'homeCell')} * ${CELLS_PER_GRID})::INTEGER
      JOIN ${schema}.cell work ON work.cell_no = (y.first_county - 1) * ${GRIDS_PER_COUNTY * CELLS_PER_GRID} + 1
        + floor(pow(${u(lastingKey('n.number_id'), 'workCell')}, 1.5) * y.counties * ${GRIDS_PER_COUNTY * CELLS_PER_GRID})::INTEGER`;
  return `
    SELECT number_id, (10000000000 + (30 + number_id * 32452843 % 70000000 // 1000000) * 100000000 + number_id * 32452843 % 1000000)::VARCHAR AS msisdn,
      'C' || (100000000 + customer_no) AS customer_id, CASE WHEN customer_kind <> 2 THEN 'H' || (100000000 + household_no) END AS household_id,
      ${named(['PERSONAL', 'HOUSEHOLD', 'ENTERPRISE'], 'customer_kind')} AS customer_type,
      CASE WHEN customer_kind = 2 THEN ${named(INDUSTRIES, `floor(${u('ck', 'industry')} * ${INDUSTRIES.length})::INTEGER`)} END AS industry,
      CASE WHEN customer_kind = 2 AND ${u('s', 'payer')} < ${COMPANY_PAYS} THEN 'COMPANY' ELSE 'SELF' END AS payer,
      CASE WHEN customer_kind = 2 THEN 'AM_' || lpad((1 + floor(${u('ck', 'accountManager')} * ${ACCOUNT_MANAGERS}))::INTEGER::VARCHAR, 2, '0') END AS account_manager_id,
      CASE WHEN customer_kind = 2 OR birth_year IS NULL THEN 'UNKNOWN' WHEN ${u('ck', 'gender')} < 0.49 THEN 'FEMALE' ELSE 'MALE' END AS gender,
      birth_year::INTEGER AS birth_year, (1 + floor(5 * pow(${u('ck', 'credit')}, 0.7)))::INTEGER AS credit_level,
      city, county, grid, area_type,
      joined_on, join_channel_id, join_channel_id || '_S' || (1 + floor(${u('s', 'staff')} * 6))::INTEGER AS join_staff_id,
      previous_number_id,
      CASE WHEN joined_on >= ${firstDay(last - REFERRERS_ASKED)} AND previous_number_id IS NULL AND NOT fake AND ${wasReferred(draw)}
        THEN 1 + floor(${u('s', 'referrer')} * 0.9 * (number_id - 1))::BIGINT END AS referred_by_number_id,
      ${named(['', ...PORTED_FROM], 'ported_in')} AS ported_in_from, plan_id, plan_fee, contract_end AS contract_end_on,
      data_allowance_gb, voice_allowance_min, broadband AS has_broadband, broadband AND ${u('s', 'iptv')} < 0.7 AS has_iptv,
      NOT fake AND ${u('s', 'familyNet')} < CASE customer_kind WHEN 0 THEN 0.2 WHEN 1 THEN 0.45 ELSE 0.02 END AS has_family_net,
      NOT fake AND ${u('s', 'groupNet')} < CASE customer_kind WHEN 2 THEN 0.6 ELSE 0.06 END AS has_group_net,
      on_5g_plan, sub_card AS is_sub_card, ${named(STATUSES, 'status')} AS status, status_since, ${named(REASONS, 'reason')} AS leave_reason, arrears,
      CASE WHEN arrears > 0 OR fake THEN 0 ELSE 3 + 110 * pow(${u('k', 'balance')}, 2.2) END::DECIMAL(12,2) AS prepaid_balance,
      voice_min, local_min, long_distance_min, roaming_min,
      (minutes * CASE WHEN other_sim = 'COMPETITOR' THEN 0.5 ELSE 0.32 END + minutes * 0.2 * ${u('s', 'crossNet')})::DECIMAL(12,1) AS cross_net_min,
      ceil(minutes / (4 + 10 * ${u('s', 'parties')}))::INTEGER AS contacts,
      CASE WHEN minutes = 0 THEN NULL ELSE 0.25 + 0.6 * ${u('s', 'topFive')} + 0.1 * ${u('k', 'topFive')} END::DECIMAL(5,4) AS top5_share,
      data_gb, day_data_gb, night_data_gb, floor(share * 14 * pow(${u('k', 'sms')}, 3) * (minutes > 0)::INTEGER)::INTEGER AS sms, active_days, home_cell_id, work_cell_id,
      device_5g, (860000000000000 + hash(s + device_since) % 1000000000000)::VARCHAR AS device_id, other_sim,
      revenue, voice_revenue, data_revenue, vas_revenue, broadband_revenue, overage_revenue, last_used_on AS last_paid_use_on,
      discount, commission, points_cost, promotion_cost, complaints, satisfaction,
      CASE WHEN ${monthOfYear(month)} % 3 = 0 AND status = 0 AND NOT fake AND ${u('k', 'survey')} < ${SURVEY_SHARE}
        THEN least(greatest(round(0.5 + satisfaction + 1.6 * ${draw.normal('k', 'score')}), 0), 10) END::INTEGER AS nps_score,
      ${CONSENTS.map(([column, name, share]) => `${u('s', name)} < ${share} AS ${column}`).join(', ')}
    FROM (SELECT *, ${otherSim(u)} AS other_sim,
        CASE WHEN status < 2 THEN least(greatest(round(7.9 + 0.9 * ${draw.normal('s', 'satisfaction')} + 0.7 * ${draw.normal('k', 'satisfaction')}
          - 3.0 * complaints - 1.1 * (drop_kind > 0)::INTEGER), 1), 10) END::INTEGER AS satisfaction
      FROM (${money(usage(known, month, ago, draw), month, ago, draw)}))`;
}

/** The other slot is told by the number itself, and more often by a competitor's SIM once use has dropped. */
function otherSim(u: Draw['uniform']): string {
  const draw = u('s', 'otherSim');
  const cut = (none: number, own: number, competitor: number) =>
    `CASE WHEN ${draw} < ${none} THEN 'NONE' WHEN ${draw} < ${none + own} THEN 'OWN' WHEN ${draw} < ${(none + own + competitor).toFixed(2)} THEN 'COMPETITOR' ELSE 'UNKNOWN' END`;
  return `CASE WHEN drop_kind = 1 THEN ${cut(0.08, 0.14, 0.55)} WHEN drop_kind > 1 THEN ${cut(0.1, 0.34, 0.38)} ELSE ${cut(0.6, 0.14, 0.18)} END`;
}
