import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rollup } from '../../src/catalogue/types.js';
import { adviseRollups, type Miss, type RollupSize, type RollupSizes } from '../../src/figures/rollup-advice.js';
import { covers } from '../../src/figures/route.js';

const values: Readonly<Record<string, number>> = { CITY: 14, GENDER: 3, PLAN: 42, AREA_TYPE: 2, STAGE: 8, LIFECYCLE: 20 };
const martRows = 10_000;

/** Every combination of values occurs, up to a row a number; files take 5000 bytes and 100 a row, and what is measured is `factor` times what was guessed. */
function sizesOf(factor = 1) {
  const measured: Rollup[] = [];
  const sizeOf = ({ dimensions, trees }: Rollup, by: number): RollupSize => {
    const rows = Math.min(
      martRows,
      [...dimensions, ...trees].reduce((product, code) => product * values[code]!, 1),
    );
    return { rows, bytes: (5000 + rows * 100) * by };
  };
  const sizes: RollupSizes = {
    martRows: () => martRows,
    estimate: async (rollups) => rollups.map((rollup) => sizeOf(rollup, 1)),
    measure: async (rollup) => {
      measured.push(rollup);
      return sizeOf(rollup, factor);
    },
  };
  return { sizes, measured };
}

const miss = (dimensions: readonly string[], seconds: number, trees: readonly string[] = []): Miss => ({
  mart: 'number_state',
  dimensions: [...dimensions].sort(),
  trees,
  asked: 1,
  seconds,
});
const byOf = (rollups: readonly Rollup[]) => rollups.map(({ dimensions, trees }) => [...dimensions, ...trees].join());
const nothingTaken = { budget: 1e9, taken: [] };

test('shapes that one small rollup can answer together get one, with all that they would have saved', async () => {
  const misses = [miss(['CITY', 'GENDER'], 10), miss(['CITY', 'AREA_TYPE'], 10), miss(['GENDER', 'AREA_TYPE'], 10)];
  const { rollups, remedies } = await adviseRollups(misses, sizesOf().sizes, nothingTaken);
  expect(byOf(rollups)).toEqual(['AREA_TYPE,CITY,GENDER']);
  expect(rollups[0]).toMatchObject({ rows: 14 * 3 * 2, asked: 3 });
  expect(rollups[0]!.savedSeconds).toBeCloseTo(30 * (1 - 84 / martRows), 9);
  expect(remedies.map(({ rollup }) => rollup)).toEqual(Array(3).fill('by_area_type_city_gender'));
});

test('shapes that would need many rows together get one each', async () => {
  const misses = [miss(['CITY', 'PLAN'], 10), miss(['STAGE', 'GENDER'], 10)];
  const { rollups } = await adviseRollups(misses, sizesOf().sizes, nothingTaken);
  expect(byOf(rollups)).toEqual(['GENDER,STAGE', 'CITY,PLAN']);
});

test('one that is as big as its mart is never proposed, nor one that saves next to nothing, and each miss is told why', async () => {
  const misses = [miss(['CITY', 'PLAN', 'STAGE'], 1000), miss(['CITY'], 100), miss(['STAGE'], 0.5)];
  const { rollups, remedies } = await adviseRollups(misses, sizesOf().sizes, nothingTaken);
  expect(byOf(rollups)).toEqual(['CITY']);
  expect(rollups[0]!.savedSeconds).toBeCloseTo(100 * (1 - 14 / martRows), 9);
  expect(remedies.map(({ why }) => why)).toEqual(['TOO_MANY_ROWS', null, 'NOT_WORTH_IT']);
});

test('what turns out bigger than was guessed is weighed again, and left out where it does not fit', async () => {
  const { sizes, measured } = sizesOf(3);
  const misses = [miss(['CITY'], 100)];
  expect((await adviseRollups(misses, sizes, { budget: 19_199, taken: [] })).remedies[0]).toMatchObject({
    rollup: null,
    why: 'OVER_BUDGET',
    size: { bytes: 19_200 },
  });
  expect(measured).toHaveLength(1);
  expect(byOf((await adviseRollups(misses, sizes, { budget: 19_200, taken: [] })).rollups)).toEqual(['CITY']);
});

test('no name is given that another rollup has', async () => {
  const advice = await adviseRollups([miss(['CITY'], 1)], sizesOf().sizes, { budget: 1e9, taken: ['by_city', 'by_city_2'] });
  expect(advice.rollups.map(({ name }) => name)).toEqual(['by_city_3']);
});

test('whatever was missed: the budget holds, each proposed one answers something that no other does, and all remedies are true', async () => {
  const shape = fc.record({
    dimensions: fc.subarray(['CITY', 'GENDER', 'PLAN', 'AREA_TYPE', 'STAGE']),
    trees: fc.subarray(['LIFECYCLE']),
    seconds: fc.double({ min: 0, max: 1000, noNaN: true }),
  });
  const shapes = fc.uniqueArray(shape, { maxLength: 12, selector: ({ dimensions, trees }) => [dimensions, trees].join('|') });
  await fc.assert(
    fc.asyncProperty(shapes, fc.integer({ min: 1, max: 500_000 }), fc.constantFrom(0.5, 1, 2), async (asked, budget, factor) => {
      const misses = asked.map(({ dimensions, seconds, trees }) => miss(dimensions, seconds, trees));
      const { sizes, measured } = sizesOf(factor);
      const { rollups, remedies } = await adviseRollups(misses, sizes, { budget, taken: [] });
      expect(rollups.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(budget);
      expect(new Set(rollups.map(({ name }) => name)).size).toBe(rollups.length);
      for (const { name, rows, savedSeconds } of rollups) {
        expect(rows).toBeLessThanOrEqual(martRows / 4);
        expect(savedSeconds).toBeGreaterThan(0);
        expect(measured.map((each) => each.name)).toContain(name);
        expect(remedies.some(({ rollup }) => rollup === name)).toBe(true);
      }
      for (const [index, { rollup, why }] of remedies.entries()) {
        const answering = rollups.filter((each) => covers(each, misses[index]!));
        expect(rollup).toBe(answering[0]?.name ?? null);
        expect(why === null).toBe(rollup !== null);
      }
    }),
  );
});
