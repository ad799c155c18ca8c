import fc from 'fast-check';
import { expect, test } from 'vitest';
import { upliftCells } from '../../../src/methods/experiment/uplift-cells.js';

const arm = (hits: number, trials: number) => ({ hits, trials });
const cell = (treated: readonly [number, number], control: readonly [number, number], units = 1000) => ({
  strata: [{ treated: arm(...treated), control: arm(...control) }],
  units,
});
const settings = { leastUnits: 30, falseShare: 0.1 };

test('finds the one of many cells that the offer changes, and draws the lucky ones back', () => {
  const usual = [0, 1, 2, 3, 4, 5].map((more) => cell([100 + more, 1000], [50, 500]));
  const { cells, mean } = upliftCells([...usual, cell([400, 1000], [60, 500]), cell([3, 10], [0, 10], 10)], settings);
  expect(cells.map(({ isBelieved }) => isBelieved)).toEqual([...usual.map(() => false), true, false]);
  const [changed, lucky] = [cells[6]!, cells[7]!];
  expect(changed.found).toBeCloseTo(0.28, 12);
  expect(changed.shrunk!.low).toBeGreaterThan(0.15);
  // of 10 draws an arm nobody asks
  expect(lucky.p).toBeNull();
  expect(lucky.found).toBeCloseTo(0.3, 12);
  expect(lucky.shrunk!.difference).toBeLessThan(0.15);
  expect(mean!.difference).toBeGreaterThan(0);
});

test('of cells without any effect hardly ever one is believed', () => {
  // by a fixed generator: orders of 10 % in both arms
  let state = 42;
  const draw = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const ordersOf = (trials: number) => Array.from({ length: trials }, draw).filter((u) => u < 0.1).length;
  let believed = 0;
  for (let run = 0; run < 60; run++) {
    const cells = Array.from({ length: 12 }, () => cell([ordersOf(400), 400], [ordersOf(200), 200]));
    believed += upliftCells(cells, settings).cells.some(({ isBelieved }) => isBelieved) ? 1 : 0;
  }
  // of 60 experiments 10 % would be 6
  expect(believed).toBeLessThan(13);
});

test('several draws count as Mantel and Haenszel weight them; without an arm, or without an order at all, nothing is told', () => {
  const two = {
    strata: [
      { treated: arm(30, 300), control: arm(5, 100) },
      { treated: arm(20, 100), control: arm(15, 100) },
    ],
    units: 200,
  };
  // weights 75 and 50: (75 · 0.05 + 50 · 0.05) ÷ 125
  expect(upliftCells([two], settings).cells[0]!.found).toBeCloseTo(0.05, 12);
  const none = { found: null, shrunk: null, p: null, isBelieved: false };
  expect(upliftCells([cell([5, 100], [0, 0])], settings).cells).toEqual([none]);
  expect(upliftCells([cell([0, 100], [0, 100])], settings)).toEqual({ cells: [none], mean: null });
  expect(upliftCells([], settings)).toEqual({ cells: [], mean: null });
});

test('a cell lies between what was found and the mean', () => {
  const proportion = fc
    .integer({ min: 1, max: 400 })
    .chain((trials) => fc.integer({ min: 0, max: trials }).map((hits) => [hits, trials] as const));
  fc.assert(
    fc.property(fc.array(fc.tuple(proportion, proportion), { minLength: 1, maxLength: 12 }), (drawn) => {
      const { cells, mean } = upliftCells(
        drawn.map(([treated, control]) => cell(treated, control)),
        settings,
      );
      for (const { found, shrunk } of cells) {
        if (found === null) continue;
        const [low, high] = [Math.min(found, mean!.difference), Math.max(found, mean!.difference)];
        expect(shrunk!.difference).toBeGreaterThan(low - 1e-9);
        expect(shrunk!.difference).toBeLessThan(high + 1e-9);
      }
    }),
  );
});
