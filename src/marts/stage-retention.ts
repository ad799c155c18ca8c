import { expectedWithRatios } from '../methods/value/shifted-beta-geometric.js';
import type { RetentionCurve } from './retention.js';

/** So many months after a stage it is asked who left. On the demo operator the last traces of it are gone by then. */
export const stageHorizon = 12;

/** So many months ahead the churn warning tells of a number by itself: `churn_risk` of the first, `churn_risk_3m` of all. */
const warnedMonths = [1, 2, 3] as const;

/** A row of the mart stage_history. */
export interface StageMonth {
  readonly stage: string;
  readonly monthsSince: number;
  readonly numbers: number;
  readonly leavers: number;
  /** Of the leavers, those whose holder has come back with another number. */
  readonly reEntered: number;
  /** If each had left as their cohort did. */
  readonly expected: number;
}

/**
 * How many times as readily as their cohort those of a stage leave, by the months since: leavers ÷ expected leavers (indirect
 * standardisation), so that what the cohort already says is not counted twice. `prior`: so many leavers as of the cohort are added on both
 * sides, which draws a ratio of few leavers towards 1 (a gamma prior of mean 1).
 */
export function leavingRatios(history: readonly StageMonth[], stage: string, prior: number): readonly number[] {
  const own = history.filter((row) => row.stage === stage);
  const longest = Math.max(0, ...own.map(({ monthsSince }) => monthsSince));
  return Array.from({ length: longest }, (_, index) => {
    const then = own.filter(({ monthsSince }) => monthsSince === index + 1);
    const sum = (of: 'leavers' | 'expected') => then.reduce((all, row) => all + row[of], prior);
    return sum('leavers') / sum('expected');
  });
}

/**
 * By month that the warning tells of, the share of a stage whose holder has not come back with another number by then: of this the
 * warning says nothing, as the customer is not lost, but the number ends.
 */
export function sharesNotReEntered(history: readonly StageMonth[], stage: string): readonly number[] {
  let share = 1;
  return warnedMonths.map((month) => {
    const then = history.filter((row) => row.stage === stage && row.monthsSince === month);
    const sum = (of: 'numbers' | 'reEntered') => then.reduce((all, row) => all + row[of], 0);
    if (sum('numbers') > 0) share *= 1 - sum('reEntered') / sum('numbers');
    return share;
  });
}

/** What of a cohort's curve is looked at. */
export type FittedCurve = Pick<RetentionCurve, 'joinMonth' | 'customerType' | 'survived' | 'alpha' | 'beta'>;

/** Discounted months to come by cohort and stage: a row of stage_retention; all null where the cohort is IMMATURE. */
export interface StageRetention extends Pick<RetentionCurve, 'joinMonth' | 'customerType' | 'expectedMonths'> {
  readonly stage: string;
  /** Of a number that is not lost by the end of each: the next month, the one after it, and the third with all that come later. */
  readonly nextMonth: number | null;
  readonly secondMonth: number | null;
  readonly laterMonths: number | null;
}

/**
 * A cohort's curve for those of it who stand in a stage at the month's end: in the months to come they leave by the stage's ratios, then as
 * the cohort. It is known how a stage's numbers left on average, not what became of their stage: who is still in it later, or fell back into
 * it, is in the ratios. Where a number has a risk of its own, its first three months go by that, and are told apart for it.
 */
export function stageRetention(
  curves: readonly FittedCurve[],
  history: readonly StageMonth[],
  stages: readonly string[],
  { prior, discount }: { readonly prior: number; readonly discount: number },
): readonly StageRetention[] {
  return stages.flatMap((stage) => {
    const ratios = leavingRatios(history, stage, prior);
    const weights = sharesNotReEntered(history, stage).map((share, at) => share / (1 + discount) ** warnedMonths[at]!);
    return curves.map(({ joinMonth, customerType, survived, alpha, beta }): StageRetention => {
      const cohort = { joinMonth, customerType, stage };
      if (alpha === null || beta === null)
        return { ...cohort, expectedMonths: null, nextMonth: null, secondMonth: null, laterMonths: null };
      const after = (months: number) => expectedWithRatios({ alpha, beta }, survived + months, discount, ratios.slice(months));
      const [nextMonth, secondMonth, third] = weights as [number, number, number];
      return { ...cohort, expectedMonths: after(0), nextMonth, secondMonth, laterMonths: third * (1 + after(3)) };
    });
  });
}
