/** Sums by combination of the dimensions' values, before and after; one row a combination. */
export interface Table {
  /** How many values each dimension has that stand for themselves. */
  readonly sizes: readonly number[];
  /** Per dimension and row: the value's index; its size for none, or one too rare, which go together. */
  readonly keys: readonly Int32Array[];
  readonly before: SumsColumn;
  readonly after: SumsColumn;
}

/** Of an amount the denominator is null. */
export interface SumsColumn {
  readonly numerator: Float64Array;
  readonly denominator: Float64Array | null;
}

/** A combination of values of some dimensions with its sums. */
export interface Cell {
  readonly dimensions: readonly number[];
  readonly values: readonly number[];
  readonly before: number;
  readonly beforeBase: number;
  readonly after: number;
  readonly afterBase: number;
}

/** Sums of a table by a combination of dimensions; rows can be taken out again. */
export interface Cuboid {
  readonly dimensions: readonly number[];
  /** Non-empty cells over the rows that are still there. */
  readonly cells: () => readonly Cell[];
  readonly remove: (row: number) => void;
}

/** More possible cells than this are looked up by hash: an array would be mostly empty. */
const mostDense = 2_000_000;

/** One pass over the rows. */
export function cuboidOf(table: Table, dimensions: readonly number[]): Cuboid {
  const { sizes, keys, before, after } = table;
  const rows = keys[0]?.length ?? 0;
  const slotOf = slots(dimensions.reduce((product, dimension) => product * (sizes[dimension]! + 1), 1));
  const [indexes, counts, sums]: [number[], number[], number[]] = [[], [], []];
  const slotOfRow = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let index = 0;
    for (const dimension of dimensions) index = index * (sizes[dimension]! + 1) + keys[dimension]![row]!;
    const slot = slotOf(index);
    if (slot === indexes.length) {
      indexes.push(index);
      counts.push(0);
      sums.push(0, 0, 0, 0);
    }
    slotOfRow[row] = slot;
    counts[slot]!++;
    change(slot, row, 1);
  }
  function change(slot: number, row: number, sign: 1 | -1): void {
    sums[slot * 4]! += sign * before.numerator[row]!;
    sums[slot * 4 + 1]! += sign * (before.denominator?.[row] ?? 0);
    sums[slot * 4 + 2]! += sign * after.numerator[row]!;
    sums[slot * 4 + 3]! += sign * (after.denominator?.[row] ?? 0);
  }
  const values = indexes.map((index) => valuesAt(index, dimensions, sizes));
  const cell = (slot: number): Cell => {
    const [b, bb, a, ab] = sums.slice(slot * 4, slot * 4 + 4);
    return { dimensions, values: values[slot]!, before: b!, beforeBase: bb!, after: a!, afterBase: ab! };
  };
  return {
    dimensions,
    cells: () => indexes.flatMap((_, slot) => (counts[slot]! > 0 ? [cell(slot)] : [])),
    remove: (row) => {
      counts[slotOfRow[row]!]!--;
      change(slotOfRow[row]!, row, -1);
    },
  };
}

/** Numbers indexes in the order in which they come. */
function slots(possible: number): (index: number) => number {
  let next = 0;
  if (possible > mostDense) {
    const known = new Map<number, number>();
    return (index) => {
      const slot = known.get(index) ?? next++;
      known.set(index, slot);
      return slot;
    };
  }
  const known = new Int32Array(possible).fill(-1);
  return (index) => {
    if (known[index] === -1) known[index] = next++;
    return known[index]!;
  };
}

function valuesAt(index: number, dimensions: readonly number[], sizes: readonly number[]): readonly number[] {
  const values: number[] = [];
  let rest = index;
  for (const dimension of [...dimensions].reverse()) {
    values.unshift(rest % (sizes[dimension]! + 1));
    rest = Math.floor(rest / (sizes[dimension]! + 1));
  }
  return values;
}

/** Do all its values stand for themselves? The rest of a dimension is background, and no place to name. */
export const isNamed = ({ sizes }: Table, { dimensions, values }: Cell): boolean =>
  dimensions.every((dimension, position) => values[position]! < sizes[dimension]!);

export const isIn = ({ keys }: Table, row: number, { dimensions, values }: Pick<Cell, 'dimensions' | 'values'>): boolean =>
  dimensions.every((dimension, position) => keys[dimension]![row] === values[position]);

/** All sets of one to `most` dimensions that may be combined, smaller ones first. */
export function combinations(
  count: number,
  most: number,
  mayCombine: (a: number, b: number) => boolean,
): readonly (readonly number[])[] {
  const all: (readonly number[])[] = [];
  let level: (readonly number[])[] = Array.from({ length: count }, (_, dimension) => [dimension]);
  for (let size = 1; size <= most; size++) {
    all.push(...level);
    level = level.flatMap((set) =>
      Array.from({ length: count - set.at(-1)! - 1 }, (_, step) => set.at(-1)! + 1 + step)
        .filter((next) => set.every((dimension) => mayCombine(dimension, next)))
        .map((next) => [...set, next]),
    );
  }
  return all;
}
