import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newcombe } from '../../../src/methods/experiment/newcombe.js';

/** Newcombe 1998b, table II, method 10. */
test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [0, 10, 0, 10, -0.2775, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
])('%i/%i − %i/%i: %f to %f', (a, m, b, n, low, high) => {
  const found = newcombe({ hits: a, trials: m }, { hits: b, trials: n })!;
  expect(found.difference).toBeCloseTo(a / m - b / n, 12);
  expect(found.low).toBeCloseTo(low, 4);
  expect(found.high).toBeCloseTo(high, 4);
});

test('an arm without anyone is compared with nothing', () => {
  expect(newcombe({ hits: 0, trials: 0 }, { hits: 3, trials: 10 })).toBeNull();
  expect(newcombe({ hits: 3, trials: 10 }, { hits: 0, trials: 0 })).toBeNull();
});

describe('properties', () => {
  const arm = fc
    .tuple(fc.nat({ max: 5000 }), fc.nat({ max: 5000 }))
    .filter(([a, b]) => a + b > 0)
    .map(([hits, misses]) => ({ hits, trials: hits + misses }));

  test('the difference lies within, and all within −1 and 1', () => {
    fc.assert(
      fc.property(arm, arm, (a, b) => {
        const { difference, low, high } = newcombe(a, b)!;
        expect(low).toBeLessThanOrEqual(difference);
        expect(high).toBeGreaterThanOrEqual(difference);
        expect(low).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(high).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test('arms exchanged: the same with the other sign', () => {
    fc.assert(
      fc.property(arm, arm, (a, b) => {
        const [one, other] = [newcombe(a, b)!, newcombe(b, a)!];
        expect(one.difference).toBeCloseTo(-other.difference, 12);
        expect(one.low).toBeCloseTo(-other.high, 12);
      }),
    );
  });

  test('ten times as much of the same is narrower', () => {
    fc.assert(
      fc.property(arm, arm, (a, b) => {
        const more = newcombe({ hits: 10 * a.hits, trials: 10 * a.trials }, { hits: 10 * b.hits, trials: 10 * b.trials })!;
        const less = newcombe(a, b)!;
        expect(more.high - more.low).toBeLessThan(less.high - less.low);
      }),
    );
  });
});
