import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../src/methods/detect/cells.js';
import { judgeCell, judgeCells, noiseOf } from '../../../src/methods/detect/deviation.js';
import { sum } from '../support.js';
import { normal, poisson, randomOf } from '../tables.js';

const counts = { counts: true, isRatio: false, months: 1 };
const amounts = { ...counts, counts: false };
const cell = (before: number, after: number, beforeBase = 0, afterBase = 0): Cell => ({
  dimensions: [0],
  values: [0],
  before,
  beforeBase,
  after,
  afterBase,
});

describe('one cell', () => {
  test('a count by hand: 20 after 10, no shift: √(2·(20·ln(20/15) + 10·ln(10/15)))', () => {
    const { expected, excess, deviation } = judgeCell(cell(10, 20), 1, 1, counts);
    expect([expected, excess]).toEqual([10, 10]);
    expect(deviation).toBeCloseTo(Math.sqrt(2 * (20 * Math.log(20 / 15) + 10 * Math.log(10 / 15))), 12);
    expect(judgeCell(cell(20, 10), 1, 1, counts).deviation).toBeCloseTo(-deviation, 12);
    expect(judgeCell(cell(10, 20), 1, 4, counts).deviation).toBeCloseTo(deviation / 2, 12);
  });

  test('of large counts it is the difference over its deviation', () => {
    expect(judgeCell(cell(1e6, 1e6 + 3000), 1, 1, counts).deviation).toBeCloseTo(3000 / Math.sqrt(2e6), 2);
    // The mean of three months has a third of a month's variance.
    expect(judgeCell(cell(1e6, 1e6 + 3000), 1, 1, { ...counts, months: 3 }).deviation).toBeCloseTo(
      3000 / Math.sqrt((4 / 3) * 1e6),
      2,
    );
  });

  test('an amount: excess ÷ √(after + factor · expected); a shift of all is no excess', () => {
    expect(judgeCell(cell(100, 44), 1, 1, amounts).deviation).toBeCloseTo(-56 / 12, 12);
    expect(judgeCell(cell(100, 150), 1.5, 1, amounts)).toMatchObject({ expected: 150, excess: 0, deviation: 0 });
  });

  test('a ratio keeps its own base: twice the base, twice expected; without a base before nothing is', () => {
    const ratio = { ...counts, isRatio: true };
    expect(judgeCell(cell(50, 100, 1000, 2000), 1, 1, ratio)).toMatchObject({ expected: 100, deviation: 0 });
    expect(judgeCell(cell(50, 70, 1000, 700), 2, 1, ratio)).toMatchObject({ expected: 70, deviation: 0 });
    expect(judgeCell(cell(0, 9, 0, 40), 1, 1, ratio)).toMatchObject({ expected: 9, deviation: 0 });
  });

  test('rounding is no deviation', () => {
    expect(judgeCell(cell(0.1 + 0.2, 0.3), 1, 1e-20, amounts).deviation).toBe(0);
  });
});

describe('cells beside each other', () => {
  test('the factor is what most agree on, whatever the few do', () => {
    const random = randomOf(1);
    const cells = Array.from({ length: 10 }, (_, at) => {
      const mean = 400 + 100 * at;
      return cell(mean, poisson(mean * (at < 3 ? 3 : 1.2), random));
    });
    const judged = judgeCells(cells, 1, counts);
    expect(judged[0]!.factor).toBeCloseTo(1.2, 1);
    expect(judged.map(({ deviation }) => Math.abs(deviation) > 10)).toEqual(cells.map((_, at) => at < 3));
  });

  test('the background has noise of its own: by the likelihood ratio of both tables by hand', () => {
    const judged = judgeCells([cell(1000, 1300), cell(500, 500), cell(500, 500)], 1, counts);
    // 2300 after 2000 in all: the cell would be 1000 → 1150 and so would the others together; of each pair's sum after has 23 of 43.
    const table = [
      [1300, (2300 * 23) / 43],
      [1000, (2300 * 20) / 43],
      [1000, (2000 * 23) / 43],
      [1000, (2000 * 20) / 43],
    ] as const;
    expect(judged[0]!.deviation).toBeCloseTo(
      Math.sqrt(2 * sum(table.map(([found, expected]) => found * Math.log(found / expected)))),
      9,
    );
    expect(judged[1]!.deviation).toBe(0);
  });

  test('two that disagree: the one nearer to no change is the background', () => {
    expect(judgeCells([cell(1000, 1000), cell(1000, 3000)], 1, counts).map(({ factor }) => factor)).toEqual([1, 1]);
    expect(judgeCells([cell(1000, 3000), cell(1000, 1000)], 1, counts).map(({ factor }) => factor)).toEqual([1, 1]);
  });
});

describe('noise', () => {
  const combinations = (draw: (mean: number, random: () => number) => number, seed: number) => {
    const random = randomOf(seed);
    return Array.from({ length: 6 }, () =>
      Array.from({ length: 30 }, (_, at) => cell(draw(50 + 10 * at, random), draw(50 + 10 * at, random))),
    );
  };

  test('of Poisson’s counts it is 1, never less', async () => {
    expect(await noiseOf(combinations(poisson, 3), false, counts)).toBeGreaterThanOrEqual(1);
    expect(await noiseOf(combinations(poisson, 3), false, counts)).toBeLessThan(1.3);
    expect(
      await noiseOf(
        combinations((mean) => mean, 3),
        false,
        counts,
      ),
    ).toBe(1);
  });

  test('of counts that scatter more, and of amounts, it is their variance by the mean', async () => {
    const scattered = (factor: number) => (mean: number, random: () => number) =>
      Math.max(0, Math.round(mean + Math.sqrt(factor * mean) * normal(random)));
    expect((await noiseOf(combinations(scattered(6), 3), false, counts)) / 6).toBeCloseTo(1, 0);
    const bills = (mean: number, random: () => number) => 100 * poisson(mean, random);
    expect((await noiseOf(combinations(bills, 3), false, amounts)) / 100).toBeCloseTo(1, 0);
    expect(
      (await noiseOf(
        combinations((mean, random) => 1000 * bills(mean, random), 3),
        false,
        amounts,
      )) / 1e5,
    ).toBeCloseTo(1, 0);
  });
});

test('where no other part strays, one that does is far off by a finite number', async () => {
  const still = Array.from({ length: 40 }, () => cell(10, 10));
  const cells = [...still, cell(10, 30)];
  const noise = await noiseOf([cells, cells], false, amounts);
  expect(noise).toBeGreaterThan(0);
  const deviation = judgeCell(cells.at(-1)!, 1, noise, amounts).deviation;
  expect(deviation).toBeGreaterThan(1000);
  expect(Number.isFinite(deviation)).toBe(true);
});
