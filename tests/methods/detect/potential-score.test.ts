import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ExpectedFigure, potentialScore } from '../../../src/methods/detect/potential-score.js';

const still: ExpectedFigure = { value: 30, expected: 30 };

test.each([
  [
    'all inside halved, nothing else moved',
    [
      { value: 50, expected: 100 },
      { value: 5, expected: 10 },
    ],
    [still],
    1,
  ],
  ['the set did not move, another did', [still], [{ value: 50, expected: 100 }], 0],
  ['nothing moved', [still], [still], 0],
  // inside |v−f| 10 and 0 (mean 5), |v−a| with a = 10/20 of each: 5 and 5 (mean 5); outside 0.
  [
    'half the set moved, as a whole it explains nothing',
    [
      { value: 0, expected: 10 },
      { value: 10, expected: 10 },
    ],
    [still],
    0,
  ],
  // inside mean 20, left 0; outside mean 5: 1 − 5/25.
  ['the set and, a quarter as much, all others', [{ value: 20, expected: 40 }], [{ value: 25, expected: 30 }], 0.8],
  // each side is a mean over its own set: nine still cells outside thin the one that moved to 1.
  ['means, not sums: 1 − 1/11', [{ value: 0, expected: 10 }], [{ value: 20, expected: 10 }, ...Array(9).fill(still)], 1 - 1 / 11],
  ['what nobody expected comes alone', [{ value: 8, expected: 0 }], [still], 1],
] as const)('%s', (_, inside, outside, score) => {
  expect(potentialScore(inside, outside)).toBeCloseTo(score, 12);
});

test('nobody outside: by the inside alone', () => {
  expect(potentialScore([{ value: 50, expected: 100 }], [])).toBe(1);
  expect(potentialScore([], [still])).toBe(0);
});

const cell = fc.record({ value: fc.integer({ min: 0, max: 1000 }), expected: fc.integer({ min: 1, max: 1000 }) });
const cells = fc.array(cell, { minLength: 1, maxLength: 10 });

test('never above 1, whatever the unit, whatever the order; a set that moved as one beside cells that stood still has 1', () => {
  fc.assert(
    fc.property(cells, cells, fc.integer({ min: 2, max: 9 }), (inside, outside, factor) => {
      const score = potentialScore(inside, outside);
      const larger = (list: readonly ExpectedFigure[]) =>
        list.map((each) => ({ value: each.value * 1000, expected: each.expected * 1000 }));
      expect(score).toBeLessThanOrEqual(1);
      expect(potentialScore(larger(inside).reverse(), larger(outside).reverse())).toBeCloseTo(score, 9);
      const asOne = inside.map(({ expected }) => ({ value: factor * expected, expected }));
      const others = outside.map(({ expected }) => ({ value: expected, expected }));
      expect(potentialScore(asOne, others)).toBe(1);
      expect(potentialScore(others, asOne)).toBeLessThanOrEqual(0);
    }),
  );
});
