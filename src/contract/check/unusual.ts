import { thresholdValue } from '../../catalogue/thresholds.js';
import type { Threshold } from '../../catalogue/types.js';
import { isMonth } from '../../lib/months.js';
import { counted, type Problem } from '../problem.js';
import type { FoundMart } from '../read/found.js';
import type { ContractColumn } from '../types.js';
import { type ColumnValues, extremeOf, isOutlier, meanAmount, usual } from './amounts.js';
import type { ScanFindings } from './scan.js';

/** A month of a column as it is held against the others. */
interface Month extends ColumnValues {
  readonly month: string;
  readonly rows: number;
}

/** What a unit is mistaken for, and by which factor. */
const MISTAKEN: Readonly<Record<string, string>> = {
  CNY: 'fen for yuan make 100',
  GB: 'MB for GB make 1,024',
  min: 'seconds for minutes make 60',
};

/** The months of a column with rows enough to tell something, ascending. */
function monthsOfColumn(findings: ScanFindings, column: string, enough: number): readonly Month[] {
  const months = [...(findings.columns.get(column) ?? [])].flatMap(([month, values]) =>
    month !== null && isMonth(month) ? [{ month, rows: findings.rows.get(month) ?? 0, ...values }] : [],
  );
  return months.filter(({ rows }) => rows >= enough).sort((a, b) => a.month.localeCompare(b.month));
}

/** What somebody would see who lays the months of each column side by side: one that is filled less than usual, or whose amounts are of another size. */
export function unusualMonths(
  { mart }: FoundMart,
  findings: ScanFindings,
  thresholds: ReadonlyMap<string, Threshold>,
): readonly Problem[] {
  const enough = thresholdValue('check_enough', thresholds);
  return [...findings.columns.keys()].flatMap((name): readonly Problem[] => {
    const column = mart.columns.get(name)!;
    const months = monthsOfColumn(findings, name, enough);
    const at = { mart: mart.name, column: name, severity: 'warning' } as const;
    const sparse = column.sparse ? [] : sparseMonths(months, thresholdValue('check_sparse', thresholds));
    const odd = oddMonths(column, months, enough, {
      jump: thresholdValue('check_jump', thresholds),
      outlier: thresholdValue('check_outlier', thresholds),
    });
    return [...sparse, ...odd].map((problem) => ({ ...at, ...problem, message: `${mart.name}.${name}: ${problem.message}` }));
  });
}

type Told = Pick<Problem, 'kind' | 'month' | 'message' | 'count'>;

/** Months filled much less than usual; in such that are filled with 0 nothing came either. Empty ones are told of elsewhere. */
function sparseMonths(months: readonly Month[], least: number): readonly Told[] {
  const shares = (of: (month: Month) => number): ((month: Month) => { own: number; usual: number }) => {
    const middle = usual(months.map((month) => of(month) / month.rows)) ?? 0;
    return (month) => ({ own: of(month) / month.rows, usual: middle });
  };
  const filled = shares((month) => month.filled);
  const some = shares((month) => month.amounts?.some ?? 0);
  return months.flatMap((month): readonly Told[] => {
    const [values, others] = [filled(month), some(month)];
    const tell = (expected: number, what: string, found: number): readonly Told[] => [
      {
        kind: 'sparse-column',
        month: month.month,
        message: `expected ${what} in about ${shareText(expected)} of the rows, as in other months, found ${counted(found, 'such row')} of ${month.rows.toLocaleString('en-US')} (${shareText(found / month.rows)}) in ${month.month}: load that month again.`,
        count: found,
      },
    ];
    if (month.filled === 0) return [];
    if (values.own < values.usual * least) return tell(values.usual, 'a value', month.filled);
    return month.amounts?.some === 0 && others.usual >= least ? tell(others.usual, 'other values than 0', 0) : [];
  });
}

/** Months whose amounts are so many times what they are in the others; what outliers make of a month is told as such. */
function oddMonths(
  { unit }: ContractColumn,
  months: readonly Month[],
  enough: number,
  times: { readonly jump: number; readonly outlier: number },
): readonly Told[] {
  const levels = months.flatMap(({ month, amounts }) =>
    amounts && amounts.some >= enough
      ? [{ month, level: meanAmount(amounts), count: amounts.some, extreme: extremeOf(amounts) }]
      : [],
  );
  const middle = usual(levels.map(({ level }) => level)) ?? 0;
  return levels.flatMap(({ month, level, count, extreme }): readonly Told[] => {
    const factor = level > middle ? level / middle : middle / level;
    if (!Number.isFinite(factor) || factor < times.jump) return [];
    if (extreme !== null && isOutlier(extreme, middle, times.outlier)) return [];
    const why = unit && MISTAKEN[unit] ? ` (${MISTAKEN[unit]})` : '';
    const message = `expected about ${amount(middle)} where it is not 0, as in other months, found ${amount(level)} in ${month}, ${amount(factor)} times as ${level > middle ? 'much' : 'little'}: see in which unit that month came${why}.`;
    return [{ kind: 'odd-amount', month, message, count }];
  });
}

export const shareText = (share: number): string =>
  share.toLocaleString('en-US', { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 });

/** A figure to be read, of four digits and more. */
export const amount = (value: number): string =>
  value.toLocaleString('en-US', Math.abs(value) < 1000 ? { maximumSignificantDigits: 4 } : { maximumFractionDigits: 2 });
