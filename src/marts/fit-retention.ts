import { text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import type { Row } from '../warehouse/engine.js';
import type { MadeByCode } from './made-by-code.js';
import { type CohortMonth, type RetentionCurve, type RetentionRule, retentionCurves } from './retention.js';
import { type FittedCurve, type StageMonth, type StageRetention, stageRetention } from './stage-retention.js';

/** The mart retention_curve: a RetentionCurve a row. Key: month, join_month, customer_type. */
const COLUMNS = {
  month: 'VARCHAR',
  join_month: 'VARCHAR',
  customer_type: 'VARCHAR',
  survived: 'INTEGER',
  numbers: 'INTEGER',
  renewals: 'INTEGER',
  leavers: 'INTEGER',
  basis: 'VARCHAR',
  alpha: 'DOUBLE',
  beta: 'DOUBLE',
  expected_months: 'DOUBLE',
} as const;

/** What number_state takes a number's expected months from. Key: join_month, customer_type, stage. */
const STAGE_COLUMNS = {
  join_month: 'VARCHAR',
  customer_type: 'VARCHAR',
  stage: 'VARCHAR',
  expected_months: 'DOUBLE',
  next_month: 'DOUBLE',
  second_month: 'DOUBLE',
  later_months: 'DOUBLE',
} as const;

/** A month's retention_curve out of the histories of the months up to it. */
export async function fitRetention(builder: Builder, month: string, histories: string, rule: RetentionRule): Promise<MadeByCode> {
  const rows = await builder.query(
    `SELECT * FROM ${histories} WHERE at_risk > 0 OR month = ${text(month)} ORDER BY month, join_month, customer_type`,
  );
  const curves = retentionCurves(rows.map(cohortMonth), month, rule);
  return { columns: COLUMNS, rows: curves.map((curve) => curveRow(month, curve)) };
}

/** A month's stage_retention out of its retention_curve, which is open, and the histories of stages up to it. */
export async function fitStages(
  builder: Builder,
  histories: string,
  stages: readonly string[],
  rule: RetentionRule,
): Promise<MadeByCode> {
  const curves = await builder.query('SELECT join_month, customer_type, survived, alpha, beta FROM retention_curve');
  const staged = await builder.query(`SELECT * FROM ${histories} ORDER BY month, stage, months_since`);
  const retention = stageRetention(curves.map(fittedCurve), staged.map(stageMonth), stages, rule);
  return { columns: STAGE_COLUMNS, rows: retention.map(stageRow) };
}

const stageMonth = (row: Row): StageMonth => ({
  stage: row.stage as string,
  monthsSince: row.months_since as number,
  numbers: row.numbers as number,
  leavers: row.leavers as number,
  reEntered: row.re_entered as number,
  expected: row.expected as number,
});

const cohortMonth = (row: Row): CohortMonth => ({
  month: row.month as string,
  joinMonth: row.join_month as string,
  customerType: row.customer_type as string | null,
  renewal: row.renewal as number,
  numbers: row.numbers as number,
  atRisk: row.at_risk as number,
  left: row.leavers as number,
});

const fittedCurve = (row: Row): FittedCurve => ({
  joinMonth: row.join_month as string,
  customerType: row.customer_type as string | null,
  survived: row.survived as number,
  alpha: row.alpha as number | null,
  beta: row.beta as number | null,
});

const curveRow = (month: string, curve: RetentionCurve) => {
  const { joinMonth, customerType, survived, numbers, renewals, leavers, basis, alpha, beta, expectedMonths } = curve;
  const cohort = { month, join_month: joinMonth, customer_type: customerType };
  return { ...cohort, survived, numbers, renewals, leavers, basis, alpha, beta, expected_months: expectedMonths };
};

const stageRow = ({ joinMonth, customerType, stage, ...months }: StageRetention) => ({
  join_month: joinMonth,
  customer_type: customerType,
  stage,
  expected_months: months.expectedMonths,
  next_month: months.nextMonth,
  second_month: months.secondMonth,
  later_months: months.laterMonths,
});
