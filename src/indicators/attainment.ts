import type { Measure, StatusRule } from '../catalogue/types.js';

export type Status = 'ON_TRACK' | 'WATCH' | 'OFF_TRACK' | 'NO_TARGET';

export interface Attainment {
  readonly target: number | null;
  /** Share of the target: value ÷ target, for measures where down is good target ÷ value; null where a quotient would mislead. */
  readonly attainment: number | null;
  readonly status: Status;
}

/** How a value stands against its target. Where neither direction is good, nearness counts. */
export function attain(measure: Measure, value: number | null, target: number | null, rule: StatusRule): Attainment {
  if (target === null || value === null) return { target, attainment: null, status: 'NO_TARGET' };
  if (target <= 0 || value <= 0) {
    const met = measure.higherIsBetter === false ? value <= target : value >= target;
    return { target, attainment: null, status: met ? 'ON_TRACK' : 'OFF_TRACK' };
  }
  const up = value / target;
  const attainment = measure.higherIsBetter === null ? Math.min(up, 1 / up) : measure.higherIsBetter ? up : 1 / up;
  const status = attainment >= rule.onTrack ? 'ON_TRACK' : attainment >= rule.watch ? 'WATCH' : 'OFF_TRACK';
  return { target, attainment, status };
}
