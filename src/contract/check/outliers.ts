import { thresholdValue } from '../../catalogue/thresholds.js';
import type { Threshold } from '../../catalogue/types.js';
import { ident, text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { counted, type Problem } from '../problem.js';
import type { FoundMart } from '../read/found.js';
import { isOutlier, meanAmount, usual } from './amounts.js';
import type { ScanFindings } from './scan.js';
import { type CheckStep, stepOf } from './steps.js';
import { amount } from './unusual.js';

interface Outlier {
  readonly column: string;
  readonly month: string;
  readonly value: string;
  readonly level: number;
}

/** Values that stand for none, or so far off that they decide the column's sums. One look more for each that is found: how many rows have it. */
export function outlierSteps(
  builder: Builder,
  found: FoundMart,
  findings: ScanFindings,
  thresholds: ReadonlyMap<string, Threshold>,
): readonly CheckStep[] {
  const [enough, times] = [thresholdValue('check_enough', thresholds), thresholdValue('check_outlier', thresholds)];
  return [...findings.columns].flatMap(([column, months]) => {
    const all = [...months].flatMap(([month, { amounts }]) => (amounts && month !== null ? [{ month, amounts }] : []));
    const level = usual(all.filter(({ amounts }) => amounts.some >= enough).map(({ amounts }) => meanAmount(amounts))) ?? 0;
    const outliers = all.flatMap(({ month, amounts: { least, greatest } }): readonly Outlier[] =>
      [...new Set([least, greatest])].flatMap((value) =>
        value !== null && isOutlier(value, level, times) ? [{ column, month, value, level }] : [],
      ),
    );
    return outliers.map((outlier) => stepOf(builder, found, outlier.month, () => outlierProblem(builder, found, outlier)));
  });
}

async function outlierProblem(builder: Builder, { mart }: FoundMart, outlier: Outlier): Promise<readonly Problem[]> {
  const { column, month, value, level } = outlier;
  const [row] = await builder.query(
    `SELECT count(*) AS n FROM checked.${ident(mart.name)} WHERE ${ident(mart.partition!)} = ${text(month)} AND ${ident(column)} = ${value}`,
  );
  const count = Number(row?.n);
  const shown = Number(value).toLocaleString('en-US', { maximumFractionDigits: 4 });
  const message = `${mart.name}.${column}: expected amounts${level > 0 ? ` of about ${amount(level)}` : ''}, found ${shown} in ${counted(count, 'row')} in ${month}: where it stands for no value, write NULLIF(${ident(column)}, ${value}).`;
  return [{ mart: mart.name, column, month, kind: 'outlier', severity: 'warning', message, count, sample: shown }];
}
