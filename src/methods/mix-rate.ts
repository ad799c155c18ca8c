/** A part's numerator and denominator at one time. */
export interface RatioPart {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * What a part gives to the change of the whole's ratio R = ΣN ÷ ΣD: its mix and rate effect together (Kitagawa 1955, symmetric
 * and centred). With weights w = d/D and rates r = n/d: rate = (w0+w1)/2·(r1−r0), mix = (w1−w0)·((r0+r1)/2 − R̄), R̄ = (R0+R1)/2;
 * a part that is new takes r0 := r1, one that vanished r1 := r0. Their sum is w1r1 − w0r0 − R̄(w1 − w0), which needs no rates and
 * adds up over any grouping of parts. Unit: R's. Returns null where the whole has no ratio at one of the times.
 */
export function mixAndRate(part: readonly [RatioPart, RatioPart], whole: readonly [RatioPart, RatioPart]): number | null {
  const [before, after] = whole;
  if (before.denominator === 0 || after.denominator === 0) return null;
  const mean = (before.numerator / before.denominator + after.numerator / after.denominator) / 2;
  const share = (at: RatioPart, total: RatioPart) => (at.numerator - mean * at.denominator) / total.denominator;
  return share(part[1], after) - share(part[0], before);
}
