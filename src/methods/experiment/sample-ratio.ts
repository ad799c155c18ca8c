import { twoSidedNormalP } from '../detect/normal.js';

/** Below it the arms were not drawn as planned, and what is compared between them means nothing. */
export const sampleRatioAlarm = 0.001;

/** Draws that each arm needs at least to be compared. */
export const leastUnits = 100;

/**
 * Chance that arms as unequal as these come of a draw by the planned share: χ² of both sizes with one degree of freedom, 0 to 1.
 * Sizes count what was drawn: households or customers where a draw takes all their numbers together, as numbers of one of them are no
 * draws of their own. `controlShare`: of both arms together, between 0 and 1. null of two empty arms.
 * Source: Pearson 1900; as an alarm Fabijan et al. 2019, "Diagnosing sample ratio mismatch". Errors: RangeError.
 */
export function sampleRatioP(treated: number, control: number, controlShare: number): number | null {
  if (!(controlShare > 0 && controlShare < 1))
    throw new RangeError(`Expected a control share between 0 and 1, found ${controlShare}.`);
  if (!(treated >= 0 && control >= 0)) throw new RangeError(`Expected sizes from 0, found ${treated} and ${control}.`);
  const all = treated + control;
  if (all === 0) return null;
  // χ² with one degree of freedom is the square of a normal deviate.
  return twoSidedNormalP((control - all * controlShare) / Math.sqrt(all * controlShare * (1 - controlShare)));
}
