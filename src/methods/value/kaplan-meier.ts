/** What is known at a time: those who came to it, and how many of them left at it. 0 ≤ left ≤ atRisk. */
export interface AtRisk {
  readonly time: number;
  readonly atRisk: number;
  readonly left: number;
}

/** Those who left at a time and those who were last seen at it, still there (censored). */
export interface LastSeen {
  readonly time: number;
  readonly left: number;
  readonly censored: number;
}

export interface SurvivalStep extends AtRisk {
  /** Share of those at the beginning who are there after this time, 0 to 1. */
  readonly survival: number;
}

/**
 * Who came to each time, where everyone is followed from 0 on. One who is last seen at a time at which others leave came to it.
 * In the order of time.
 */
export function atRiskOf(groups: readonly LastSeen[]): readonly AtRisk[] {
  let later = 0;
  const steps = [...byTime(groups)].reverse().map(({ time, left, censored }) => {
    later += left + censored;
    return { time, atRisk: later, left };
  });
  return steps.reverse();
}

/**
 * The survival curve without a model: the product of 1 − left ÷ atRisk, one step for each time at which someone left. Times before
 * which nobody was observed may be missing (left truncation): the curve is then of those who had come that far.
 * Source: Kaplan & Meier 1958. Times are to be given once each; those without anyone at risk tell nothing.
 */
export function kaplanMeier(times: readonly AtRisk[]): readonly SurvivalStep[] {
  let survival = 1;
  return byTime(times)
    .filter(({ left }) => left > 0)
    .map((step) => {
      survival *= 1 - step.left / step.atRisk;
      return { ...step, survival };
    });
}

/** The first time after which at most half are there; null where more than half are to the end. */
export const medianSurvival = (steps: readonly SurvivalStep[]): number | null =>
  steps.find(({ survival }) => survival <= 0.5)?.time ?? null;

const byTime = <T extends { readonly time: number }>(times: readonly T[]): readonly T[] =>
  [...times].sort((a, b) => a.time - b.time);
