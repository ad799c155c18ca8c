/**
 * For each cell the geometric mean, in %, of its ranks by each of its values; a rank is the share of the cells that have as much or
 * less. 0 where nothing is free or seen, null where a value is not known.
 */
export function cellScores(cells: readonly (readonly (number | null)[])[]): readonly (number | null)[] {
  const sorted = (cells[0] ?? []).map((_, at) =>
    cells
      .map((values) => values[at]!)
      .filter((value) => value !== null)
      .sort((a, b) => a - b),
  );
  return cells.map((values) => {
    if (values.some((value) => value === null)) return null;
    if (values.some((value) => value! <= 0)) return 0;
    const ranks = values.map((value, at) => upTo(sorted[at]!, value!) / sorted[at]!.length);
    return 100 * ranks.reduce((product, rank) => product * rank, 1) ** (1 / ranks.length);
  });
}

/** How many of a sorted list are no greater than a value. */
function upTo(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
