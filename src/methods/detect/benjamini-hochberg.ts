/**
 * Which of many tests to believe so that of those believed a share of at most `rate` is expected to be false: all p-values up to
 * the largest p₍ᵢ₎ ≤ i ÷ m · rate, ordered. In the order given. Source: Benjamini & Hochberg 1995, valid for independent and for
 * positively dependent tests (Benjamini & Yekutieli 2001).
 */
export function benjaminiHochberg(pValues: readonly number[], rate: number): readonly boolean[] {
  const ordered = [...pValues].sort((a, b) => a - b);
  const last = ordered.findLastIndex((p, index) => p <= ((index + 1) / ordered.length) * rate);
  return pValues.map((p) => last >= 0 && p <= ordered[last]!);
}
