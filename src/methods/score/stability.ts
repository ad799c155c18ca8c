/**
 * Population stability index: how far shares of bins have moved from what they were, Σ (now − then) × ln(now ÷ then). By custom under 0.1 is
 * little, above 0.25 much. Half a row is added to each bin, so that an empty one has a logarithm.
 * Source: Siddiqi 2006, "Credit Risk Scorecards", chapter 9; Lewis 1994.
 */
export function stabilityIndex(now: readonly number[], then: readonly number[]): number {
  const shares = (counts: readonly number[]) => {
    const all = counts.reduce((sum, count) => sum + count + 0.5, 0);
    return counts.map((count) => (count + 0.5) / all);
  };
  const [found, expected] = [shares(now), shares(then)];
  return found.reduce((sum, share, bin) => sum + (share - expected[bin]!) * Math.log(share / expected[bin]!), 0);
}
