import { expectedWithRatios } from '../methods/value/shifted-beta-geometric.js';
import type { RetentionCurve } from './retention.js';

/** So many months after a stage it is asked who left. On the demo operator the last traces of it are gone by then. */
export const stageHorizon = 12;

/** A row of the mart stage_history. */
export interface StageMonth {
  readonly stage: string;
  readonly monthsSince: number;
  readonly leavers: number;
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

/** Discounted months to come by cohort and stage: a row of stage_retention. */
export interface StageRetention extends Pick<RetentionCurve, 'joinMonth' | 'customerType' | 'expectedMonths'> {
  readonly stage: string;
}

/**
 * A cohort's curve for those of it who stand in a stage at the month's end: in the months to come they leave by the stage's ratios, then as
 * the cohort. It is known how a stage's numbers left on average, not what became of their stage: who is still in it later, or fell back into
 * it, is in the ratios.
 */
export function stageRetention(
  curves: readonly RetentionCurve[],
  history: readonly StageMonth[],
  stages: readonly string[],
  { prior, discount }: { readonly prior: number; readonly discount: number },
): readonly StageRetention[] {
  return stages.flatMap((stage) => {
    const ratios = leavingRatios(history, stage, prior);
    return curves.map(({ joinMonth, customerType, survived, alpha, beta }) => ({
      joinMonth,
      customerType,
      stage,
      expectedMonths: alpha === null || beta === null ? null : expectedWithRatios({ alpha, beta }, survived, discount, ratios),
    }));
  });
}
