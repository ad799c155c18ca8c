import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cell, combinations, cuboidOf, isIn, isNamed, type Table } from '../../../src/methods/detect/cells.js';

const sizes = [3, 2, 4];
interface Row {
  readonly keys: readonly number[];
  readonly sums: readonly number[];
}
const row: fc.Arbitrary<Row> = fc.record({
  keys: fc.tuple(...sizes.map((size) => fc.nat({ max: size }))),
  sums: fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100), fc.nat(100)),
});
const tableOf = (rows: readonly Row[], isRatio = true): Table => {
  const column = (at: number) => Float64Array.from(rows, ({ sums }) => sums[at]!);
  return {
    sizes,
    keys: sizes.map((_, dimension) => Int32Array.from(rows, ({ keys }) => keys[dimension]!)),
    before: { numerator: column(0), denominator: isRatio ? column(1) : null },
    after: { numerator: column(2), denominator: isRatio ? column(3) : null },
  };
};

/** Sums by combination, the plain way. */
function grouped(rows: readonly Row[], dimensions: readonly number[]): Readonly<Record<string, readonly number[]>> {
  const result: Record<string, number[]> = {};
  for (const { keys, sums } of rows) {
    const key = dimensions.map((dimension) => keys[dimension]).join();
    result[key] = (result[key] ?? [0, 0, 0, 0]).map((value, index) => value + sums[index]!);
  }
  return result;
}
const bySums = (cells: readonly Cell[]) =>
  Object.fromEntries(
    cells.map((cell) => [cell.values.join(), [cell.before, cell.beforeBase, cell.after, cell.afterBase]] as const),
  );

const sets = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];

test('cells are the sums by combination, also after rows were taken out', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(row, fc.boolean()), { minLength: 1, maxLength: 60 }), (rows) => {
      const table = tableOf(rows.map(([each]) => each));
      for (const dimensions of sets) {
        const cuboid = cuboidOf(table, dimensions);
        expect(bySums(cuboid.cells())).toEqual(
          grouped(
            rows.map(([each]) => each),
            dimensions,
          ),
        );
        for (const [index, [, stays]] of rows.entries()) if (!stays) cuboid.remove(index);
        const rest = rows.filter(([, stays]) => stays).map(([each]) => each);
        expect(bySums(cuboid.cells())).toEqual(grouped(rest, dimensions));
      }
    }),
  );
});

test('of an amount the bases are 0', () => {
  const [cell] = cuboidOf(tableOf([{ keys: [0, 0, 0], sums: [1, 2, 3, 4] }], false), [0]).cells();
  expect(cell).toEqual({ dimensions: [0], values: [0], before: 1, beforeBase: 0, after: 3, afterBase: 0 });
});

test('a combination with more possible cells than an array should have', () => {
  const count = 50;
  const keys = Array.from({ length: 4 }, (_, dimension) => Int32Array.from({ length: count }, (__, at) => at * 37 + dimension));
  const numerator = Float64Array.from({ length: count }, (_, at) => at);
  const column = { numerator, denominator: null };
  const cells = cuboidOf({ sizes: [2000, 2000, 2000, 2000], keys, before: column, after: column }, [0, 1, 2, 3]).cells();
  expect(cells.map(({ values, before }) => [values, before])).toEqual(
    Array.from({ length: count }, (_, at) => [[at * 37, at * 37 + 1, at * 37 + 2, at * 37 + 3], at]),
  );
});

test('the rest of a dimension is no place to name', () => {
  const table = tableOf([{ keys: [3, 1, 0], sums: [1, 1, 1, 1] }]);
  const cell = { before: 0, beforeBase: 0, after: 0, afterBase: 0 };
  expect(isNamed(table, { ...cell, dimensions: [1, 2], values: [1, 0] })).toBe(true);
  expect(isNamed(table, { ...cell, dimensions: [0, 1], values: [3, 1] })).toBe(false);
  expect(isIn(table, 0, { dimensions: [0, 2], values: [3, 0] })).toBe(true);
  expect(isIn(table, 0, { dimensions: [0, 2], values: [3, 1] })).toBe(false);
});

describe('combinations', () => {
  const any = () => true;
  test('all sets up to a size, smaller first', () => {
    expect(combinations(3, 3, any)).toEqual([[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]);
    expect(combinations(10, 3, any)).toHaveLength(10 + 45 + 120);
    expect(combinations(2, 3, any)).toEqual([[0], [1], [0, 1]]);
    expect(combinations(0, 3, any)).toEqual([]);
  });

  test('two that may not stand side by side are in no set together', () => {
    const found = combinations(4, 3, (a, b) => !(Math.min(a, b) === 1 && Math.max(a, b) === 3));
    expect(found).toHaveLength(4 + 5 + 2);
    expect(found.some((set) => set.includes(1) && set.includes(3))).toBe(false);
  });
});
