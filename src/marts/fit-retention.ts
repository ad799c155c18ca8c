import { rowsOfJson, text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import type { Row } from '../warehouse/engine.js';
import { parquet } from './mart-files.js';
import { type CohortMonth, type RetentionCurve, type RetentionRule, retentionCurves } from './retention.js';
import { type StageMonth, type StageRetention, stageRetention } from './stage-retention.js';

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

/** Files of the months up to the one that is built, oldest first, and the stages that numbers may be in. */
export interface RetentionSources {
  readonly histories: readonly string[];
  readonly stageHistories: readonly string[];
  readonly stages: readonly string[];
}

/** Makes the tables retention_curve and stage_retention of a month. */
export async function fitRetention(
  builder: Builder,
  month: string,
  { histories, stageHistories, stages }: RetentionSources,
  rule: RetentionRule,
): Promise<void> {
  const rows = await builder.query(
    `SELECT * FROM ${parquet(histories)} WHERE at_risk > 0 OR month = ${text(month)} ORDER BY month, join_month, customer_type`,
  );
  const curves = retentionCurves(rows.map(cohortMonth), month, rule);
  const staged = await builder.query(`SELECT * FROM ${parquet(stageHistories)} ORDER BY month, stage, months_since`);
  const retention = stageRetention(curves, staged.map(stageMonth), stages, rule);
  await fill(
    builder,
    'retention_curve',
    COLUMNS,
    curves.map((curve) => curveRow(month, curve)),
  );
  await fill(builder, 'stage_retention', STAGE_COLUMNS, retention.map(stageRow));
}

/** As one parameter: a statement of a thousand rows of literals takes DuckDB ten times as long to read. */
async function fill<Columns extends Record<string, string>>(
  builder: Builder,
  table: string,
  columns: Columns,
  rows: readonly Record<keyof Columns, string | number | null>[],
): Promise<void> {
  await builder.query(`CREATE OR REPLACE TEMP TABLE ${table} AS ${rowsOfJson('$1', columns)}`, [JSON.stringify(rows)]);
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
