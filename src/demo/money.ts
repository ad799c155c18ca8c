import { firstDay, type MonthNumber } from './calendar.js';
import type { Draw } from './sql.js';

/** VAT on the fee: revenue is net of it. */
const TAX = 1.06;
/** What a minute weighs against a GB when the fee is split into voice and data. */
const MINUTE_IN_GB = 0.0175;
/** Use over the allowance, CNY a GB and a minute, and the most a month is charged. */
const OVERAGE = { gb: 0.9, gbMost: 25, minute: 0.05, minuteMost: 15 };
/** Value-added services grow by the year: this carries each city's ARPU up (story e). */
const VAS_GROWTH = 1.42;

/**
 * SQL that adds to the used month what each number brought and cost. Each part is rounded to the fen and revenue is their sum,
 * so that the identity holds exactly.
 */
export function money(numbers: string, month: MonthNumber, ago: number, draw: Draw): string {
  const u = draw.uniform;
  const vas = VAS_GROWTH ** ((7 - ago) / 12);
  const isNew = `joined_on >= ${firstDay(month)}`;
  return `
    WITH paid AS (
      SELECT *,
        plan_fee::DOUBLE / ${TAX} * share * CASE WHEN asleep THEN 0.12 WHEN fake THEN 0.15 ELSE 1 END
          * CASE WHEN complaints > 0 AND ${u('k', 'refund')} < 0.2 THEN 0.65 ELSE 1 END AS fee_paid,
        CASE WHEN minutes + gb = 0 THEN 0.6 ELSE gb / (gb + ${MINUTE_IN_GB} * minutes) END AS data_weight,
        least(greatest(gb - data_allowance_gb::DOUBLE, 0) * ${OVERAGE.gb}, ${OVERAGE.gbMost}) AS data_over,
        least(greatest(minutes - voice_allowance_min::DOUBLE, 0) * ${OVERAGE.minute}, ${OVERAGE.minuteMost}) AS voice_over
      FROM (${numbers})
    ), parted AS (
      SELECT * EXCLUDE (data_weight),
        (data_over + voice_over)::DECIMAL(12,2) AS overage_revenue,
        (fee_paid * data_weight + data_over + 0.005)::DECIMAL(12,2) AS data_revenue,
        (fee_paid * (1 - data_weight) + voice_over + 0.005)::DECIMAL(12,2) AS voice_revenue,
        CASE WHEN ${u('s', 'vas')} < 0.36 AND NOT fake AND NOT asleep THEN (3 + 13 * ${u('s', 'vasFee')}) * ${vas.toFixed(5)} * share ELSE 0 END::DECIMAL(12,2) AS vas_revenue,
        CASE WHEN broadband THEN (8 + 13 * ${u('s', 'broadbandFee')}) * share ELSE 0 END::DECIMAL(12,2) AS broadband_revenue
      FROM paid
    ), summed AS (
      SELECT *, (voice_revenue + data_revenue + vas_revenue + broadband_revenue)::DECIMAL(12,2) AS revenue FROM parted
    )
    SELECT * EXCLUDE (fee_paid, data_over, voice_over),
      CASE WHEN contract_end IS NOT NULL THEN revenue::DOUBLE * (0.04 + 0.16 * ${u('s', 'discount')}) ELSE 0 END::DECIMAL(12,2) AS discount,
      CASE WHEN ${isNew} THEN join_commission * (0.8 + 0.4 * ${u('k', 'commission')})
        WHEN tenure < 12 THEN revenue::DOUBLE * join_commission * 0.001 ELSE 0 END::DECIMAL(12,2) AS commission,
      (revenue::DOUBLE * 0.011)::DECIMAL(12,2) AS points_cost,
      CASE WHEN ${isNew} THEN 25 + 40 * ${u('k', 'promotion')} WHEN ${u('k', 'promotion')} < 0.02 THEN 12 + 400 * ${u('k', 'promotion')} ELSE 0 END::DECIMAL(12,2) AS promotion_cost,
      CASE WHEN status = 1 THEN plan_fee::DOUBLE * (0.9 + 0.8 * ${u('s', 'arrearsSum')})
        WHEN status = 2 THEN plan_fee::DOUBLE * (1.6 + 1.2 * ${u('s', 'arrearsSum')})
        WHEN status = 3 AND reason = 1 THEN plan_fee::DOUBLE * (2.6 + 1.2 * ${u('s', 'arrearsSum')})
        WHEN status = 0 AND NOT fake AND ${u('k', 'arrears')} < 0.025 THEN plan_fee::DOUBLE * (0.15 + 0.7 * ${u('k', 'arrearsSum')})
        ELSE 0 END::DECIMAL(12,2) AS arrears
    FROM summed`;
}
