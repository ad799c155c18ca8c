/** Units that hold the same each: `total` is what they hold together. */
export interface HoldingGroup {
  readonly count: number;
  readonly total: number;
}

/**
 * Share of the total that the top `share` (0 to 1) of the units hold, those with most first; of a group that the edge cuts, its
 * part. Source: Lorenz 1905. Returns null where the total is not above zero or a group's is negative: shares would mislead.
 */
export function shareOfTop(groups: readonly HoldingGroup[], share: number): number | null {
  const sorted = fromMost(groups);
  if (!sorted) return null;
  let places = share * sum(sorted, 'count');
  let held = 0;
  for (const { count, total } of sorted) {
    held += total * Math.min(1, Math.max(0, places) / count);
    places -= count;
  }
  return held / sum(sorted, 'total');
}

/**
 * Gini's coefficient, 0 (all hold the same) to nearly 1 (one holds all): half the mean difference between two units, relative to
 * the mean. Units of a group count as equal, so that of coarse groups it is a lower bound. Source: Gini 1914. Null as above.
 */
export function gini(groups: readonly HoldingGroup[]): number | null {
  const sorted = fromMost(groups);
  if (!sorted) return null;
  const [units, whole] = [sum(sorted, 'count'), sum(sorted, 'total')];
  // The area between the curve and the diagonal, by trapezia.
  let held = 0;
  let area = 0;
  for (const { count, total } of sorted) {
    area += (count / units) * ((held + total / 2) / whole);
    held += total;
  }
  return Math.max(0, 2 * area - 1);
}

/** Groups with units, those who hold most first; null where there is nothing to share out. */
function fromMost(groups: readonly HoldingGroup[]): readonly HoldingGroup[] | null {
  const peopled = groups.filter(({ count }) => count > 0);
  if (peopled.some(({ total }) => total < 0) || sum(peopled, 'total') <= 0) return null;
  return peopled.sort((a, b) => b.total / b.count - a.total / a.count);
}

const sum = (groups: readonly HoldingGroup[], of: 'count' | 'total'): number => groups.reduce((all, group) => all + group[of], 0);
