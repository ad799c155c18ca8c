import { text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import type { Row } from '../warehouse/engine.js';
import { parquet } from './mart-files.js';
import { type CohortMonth, type RetentionCurve, type RetentionRule, retentionCurves } from './retention.js';

/** The mart retention_curve: a RetentionCurve a row. Key: month, join_month, customer_type. */
const COLUMNS = `month VARCHAR, join_month VARCHAR, customer_type VARCHAR, survived INTEGER, numbers INTEGER, renewals INTEGER,
  leavers INTEGER, basis VARCHAR, alpha DOUBLE, beta DOUBLE, expected_months DOUBLE`;

/** Makes the table retention_curve of a month from the files of retention_history up to it, oldest first. */
export async function fitRetention(
  builder: Builder,
  month: string,
  historyFiles: readonly string[],
  rule: RetentionRule,
): Promise<void> {
  const rows = await builder.query(
    `SELECT * FROM ${parquet(historyFiles)} WHERE at_risk > 0 OR month = ${text(month)} ORDER BY month, join_month, customer_type`,
  );
  const curves = retentionCurves(rows.map(cohortMonth), month, rule);
  await builder.execute(`CREATE OR REPLACE TEMP TABLE retention_curve (${COLUMNS})`);
  if (curves.length === 0) return;
  await builder.execute(`INSERT INTO retention_curve VALUES ${curves.map((curve) => tuple(month, curve)).join(', ')}`);
}

const cohortMonth = (row: Row): CohortMonth => ({
  month: row.month as string,
  joinMonth: row.join_month as string,
  customerType: row.customer_type as string | null,
  renewal: row.renewal as number,
  numbers: row.numbers as number,
  atRisk: row.at_risk as number,
  left: row.leavers as number,
});

function tuple(month: string, curve: RetentionCurve): string {
  const { joinMonth, customerType, survived, numbers, renewals, leavers, basis, alpha, beta, expectedMonths } = curve;
  const cohort = [text(month), text(joinMonth), customerType === null ? 'NULL' : text(customerType)];
  const found = [alpha, beta, expectedMonths].map(double);
  return `(${[...cohort, survived, numbers, renewals, leavers, text(basis), ...found].join(', ')})`;
}

/** With an exponent DuckDB reads a DOUBLE, to the last bit; without one a DECIMAL. */
const double = (value: number | null): string => value?.toExponential() ?? 'NULL';
