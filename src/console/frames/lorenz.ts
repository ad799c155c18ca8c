/** So many who hold so much together. */
export interface Group {
  readonly name: string;
  readonly count: number;
  readonly held: number;
}

/** A point of the curve: the share of all holders up to and with a group, and what they hold of the whole. */
export interface LorenzPoint {
  readonly name: string;
  readonly holders: number;
  readonly held: number;
}

/** Lorenz's curve of groups, from those who hold least each; none where nothing is held. Lorenz (1905). */
export function lorenzOf(groups: readonly Group[]): readonly LorenzPoint[] {
  const counted = groups.filter(({ count }) => count > 0).sort((a, b) => a.held / a.count - b.held / b.count);
  const [holders, held] = [sumOf(counted, 'count'), sumOf(counted, 'held')];
  if (holders === 0 || held <= 0) return [];
  let [count, sum] = [0, 0];
  return counted.map((group) => {
    count += group.count;
    sum += group.held;
    return { name: group.name, holders: count / holders, held: sum / held };
  });
}

const sumOf = (groups: readonly Group[], of: 'count' | 'held'): number => groups.reduce((sum, group) => sum + group[of], 0);
