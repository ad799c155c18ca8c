import { text } from '../lib/quote.js';
import { daysIn, firstDay, type MonthNumber, monthName } from './calendar.js';
import { CHANNEL_KINDS } from './channels.js';
import { DEMO_OFFERS, DEMO_SCENES } from './offers.js';
import { choose, type Draw, monthKey, rows } from './sql.js';

/** Share of numbers contacted in a month. */
const CONTACTED = 0.04;

/** Share of the visits that own stores serve. */
const IN_OWN_STORES = 0.6;

/** SQL for a channel of the number's city, by its place among those of a kind. */
const channelAt = (kind: 'OWN_STORE' | 'AGENT_STORE' | 'OUTBOUND', draw: string): string => {
  const { stem, perCity } = CHANNEL_KINDS.find((each) => each.kind === kind)!;
  return `city || '_${stem}_' || lpad((1 + floor(${draw} * ${perCity}))::INTEGER::VARCHAR, 2, '0')`;
};

/** SQL for the rows of contact in a month, from its number_month. */
export function contacts(numbers: string, month: MonthNumber, draw: Draw): string {
  const u = draw.uniform;
  const scene = choose(
    u('k', 'scene'),
    DEMO_SCENES.map((s) => [s.share, text(s.scene)]),
  );
  const suits = DEMO_OFFERS.map((o, i) => `WHEN ${o.suits} THEN ${i + 1}`);
  return `
    WITH asked AS (
      SELECT *, ${monthKey('number_id', month)} AS k, '${monthName(month)}' AS month FROM (${numbers})
      WHERE status <> 'CANCELLED' AND ${u(monthKey('number_id', month), 'contact')} < ${CONTACTED}
    ), matched AS (
      SELECT *, ${scene} AS scene,
        CASE ${suits.join(' ')} ELSE 0 END AS suitable, 1 + floor(${u('k', 'secondOffer')} * ${DEMO_OFFERS.length})::INTEGER AS any_offer
      FROM asked
    ), chosen AS (
      SELECT *, CASE WHEN suitable > 0 AND ${u('k', 'offer')} < 0.75 THEN suitable ELSE any_offer END AS offer_no FROM matched
    ), tried AS (
      SELECT c.*, o.offer_id, o.cost AS order_cost, o.margin AS order_margin, s.reached, s.cost AS contact_cost, ${u('k', 'outcome')} AS u_reached, ${u('k', 'otherOutcome')} AS u_answer,
        o.accept * s.factor * CASE WHEN c.offer_no = suitable THEN 1.25 ELSE 0.4 END
          * CASE WHEN revenue > 90 THEN 1.25 WHEN revenue > 50 THEN 1.05 WHEN revenue < 20 THEN 0.75 ELSE 0.95 END
          * CASE WHEN tenure_years < 1 THEN 1.15 ELSE 1 END * CASE WHEN other_sim = 'COMPETITOR' THEN 0.8 ELSE 1 END AS chance
      FROM (SELECT *, date_diff('month', joined_on, ${firstDay(month)}) / 12 AS tenure_years FROM chosen) c
        JOIN (VALUES ${rows(DEMO_OFFERS.map((o, i) => [i + 1, o.code, o.accept, o.cost, o.margin * o.months]))}) o(offer_no, offer_id, accept, cost, margin) USING (offer_no)
        JOIN (VALUES ${rows(DEMO_SCENES.map((s) => [s.scene, s.reached, s.factor, s.cost]))}) s(scene, reached, factor, cost) USING (scene)
    ), answered AS (
      SELECT *, CASE WHEN u_reached >= reached THEN CASE WHEN u_answer < 0.015 THEN 'WRONG_NUMBER' ELSE 'NOT_REACHED' END
        WHEN u_answer < chance THEN 'ACCEPTED' WHEN u_answer > 0.994 THEN 'DO_NOT_CONTACT' WHEN u_answer > 0.96 AND scene <> 'ONLINE' THEN 'CALL_BACK'
        WHEN u_answer > CASE scene WHEN 'ONLINE' THEN 0.75 ELSE 0.55 END THEN 'REFUSED' ELSE 'REACHED' END AS outcome
      FROM tried
    ), served AS (
      SELECT *, CASE scene WHEN 'COUNTER' THEN CASE WHEN ${u('k', 'ownStore')} < ${IN_OWN_STORES} THEN ${channelAt('OWN_STORE', u('k', 'servingStore'))}
        ELSE ${channelAt('AGENT_STORE', u('k', 'servingStore'))} END WHEN 'OUTBOUND' THEN ${channelAt('OUTBOUND', u('k', 'servingStore'))} END AS place
      FROM answered
    )
    SELECT '${monthName(month).replace('-', '')}-' || number_id AS contact_id, number_id,
      (from_day + floor(${u('k', 'contactDay')} * (to_day - from_day + 1))::INTEGER)::DATE AS "on",
      scene, offer_id, outcome, (contact_cost + CASE WHEN outcome = 'ACCEPTED' THEN order_cost ELSE 0 END)::DECIMAL(12,2) AS cost,
      CASE WHEN outcome = 'ACCEPTED' THEN order_margin * (0.85 + 0.3 * ${u('k', 'contactMargin')}) END::DECIMAL(12,2) AS margin,
      '${campaignCode(month, '')}' || offer_id AS campaign_id, place || '_S' || (1 + floor(${u('k', 'servingStaff')} * 6))::INTEGER AS agent_id,
      CASE scene WHEN 'COUNTER' THEN place END AS channel_id
    FROM (SELECT *, greatest(joined_on, ${firstDay(month)}) AS from_day, ${firstDay(month)} + ${daysIn(month) - 1} AS to_day FROM served)
    ORDER BY number_id`;
}

export const campaignCode = (month: MonthNumber, offer: string): string => `CM${monthName(month).replace('-', '')}_${offer}`;

/** SQL for the campaigns of these months, each with one offer. */
export function campaigns(months: readonly MonthNumber[]): string {
  const named = months.flatMap((month) =>
    DEMO_OFFERS.map(({ code }) => {
      const [year, no] = monthName(month).split('-');
      return [campaignCode(month, code), `${code} of ${year}-${no}`, `${year}年${Number(no)}月 ${code}`];
    }),
  );
  return `SELECT * FROM (VALUES ${rows(named)}) t(code, en, zh)`;
}
