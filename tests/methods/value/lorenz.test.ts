import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gini, type HoldingGroup, shareOfTop } from '../../../src/methods/value/lorenz.js';

const ones = (...values: readonly number[]): readonly HoldingGroup[] => values.map((total) => ({ count: 1, total }));

describe('by hand', () => {
  test('of 1, 2, 3, 4 the top half holds 0.7, the top quarter 0.4; Gini 0.25', () => {
    expect(shareOfTop(ones(1, 2, 3, 4), 0.5)).toBeCloseTo(0.7, 12);
    expect(shareOfTop(ones(1, 2, 3, 4), 0.25)).toBeCloseTo(0.4, 12);
    expect(gini(ones(1, 2, 3, 4))).toBeCloseTo(0.25, 12);
  });

  test('an edge within a group takes its part: 10 hold 100 and 10 hold 10, the top 75 % hold 105 of 110', () => {
    const groups = [
      { count: 10, total: 10 },
      { count: 10, total: 100 },
    ];
    expect(shareOfTop(groups, 0.75)).toBeCloseTo(105 / 110, 12);
    expect(gini(groups)).toBeCloseTo((0.5 * 90) / 110, 12);
  });

  test('all the same is 0; one of a hundred holds all: 0.99', () => {
    expect(gini([{ count: 1000, total: 48 }])).toBeCloseTo(0, 12);
    expect(
      gini([
        { count: 99, total: 0 },
        { count: 1, total: 5 },
      ]),
    ).toBeCloseTo(0.99, 12);
  });

  test.each([
    ['nobody', []],
    ['groups without units', [{ count: 0, total: 5 }]],
    ['nothing to hold', ones(0, 0)],
    ['a debt among them', ones(5, -1)],
  ])('%s: null', (_, groups) => {
    expect(shareOfTop(groups, 0.2)).toBeNull();
    expect(gini(groups)).toBeNull();
  });
});

const holdings = fc
  .array(fc.record({ count: fc.integer({ min: 1, max: 4 }), each: fc.integer({ min: 0, max: 1000 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .filter((list) => list.some(({ each }) => each > 0));

test('as by its definition: mean difference of all pairs over twice the mean; groups are as good as their units', () => {
  fc.assert(
    fc.property(holdings, (list) => {
      const groups = list.map(({ count, each }) => ({ count, total: count * each }));
      const units = list.flatMap(({ count, each }) => Array<number>(count).fill(each));
      const mean = units.reduce((sum, x) => sum + x, 0) / units.length;
      const pairs = units.flatMap((a) => units.map((b) => Math.abs(a - b))).reduce((sum, x) => sum + x, 0);
      expect(gini(groups)).toBeCloseTo(pairs / units.length ** 2 / (2 * mean), 10);
      expect(gini(ones(...units))).toBeCloseTo(gini(groups)!, 10);
      for (const share of [0.05, 0.2, 0.5]) expect(shareOfTop(ones(...units), share)).toBeCloseTo(shareOfTop(groups, share)!, 10);
    }),
  );
});

test('the curve rises from 0 to 1, ever more slowly, and another unit of money changes nothing', () => {
  fc.assert(
    fc.property(holdings, (list) => {
      const groups = list.map(({ count, each }) => ({ count, total: count * each }));
      const points = Array.from({ length: 11 }, (_, tenth) => shareOfTop(groups, tenth / 10)!);
      expect(points[0]).toBe(0);
      expect(points[10]).toBeCloseTo(1, 12);
      for (let at = 1; at < 10; at++)
        expect(points[at + 1]! - points[at]!).toBeLessThanOrEqual(points[at]! - points[at - 1]! + 1e-12);
      expect(gini(groups.map(({ count, total }) => ({ count, total: total / 8 })))).toBeCloseTo(gini(groups)!, 10);
    }),
  );
});
