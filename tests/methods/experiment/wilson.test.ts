import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rateOf, wilson } from '../../../src/methods/experiment/wilson.js';

/** Newcombe 1998a, table I, method 3. */
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i: %f to %f', (hits, trials, low, high) => {
  const interval = wilson({ hits, trials })!;
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('no trials tell nothing, and more hits than trials are refused', () => {
  expect(wilson({ hits: 0, trials: 0 })).toBeNull();
  expect(rateOf({ hits: 0, trials: 0 })).toBeNull();
  for (const [hits, trials] of [
    [2, 1],
    [-1, 5],
    [0, Number.NaN],
    [1, Number.POSITIVE_INFINITY],
  ] as const)
    expect(() => wilson({ hits, trials })).toThrow(RangeError);
});

describe('properties', () => {
  const proportion = fc
    .tuple(fc.nat({ max: 100_000 }), fc.nat({ max: 100_000 }))
    .filter(([a, b]) => a + b > 0)
    .map(([hits, misses]) => ({ hits, trials: hits + misses }));

  test('the rate lies within, the interval within 0 and 1; it touches them only where all or none were hits', () => {
    fc.assert(
      fc.property(proportion, ({ hits, trials }) => {
        const { low, high } = wilson({ hits, trials })!;
        expect(low).toBeLessThanOrEqual(hits / trials);
        expect(high).toBeGreaterThanOrEqual(hits / trials);
        expect([low === 0, high === 1]).toEqual([hits === 0, hits === trials]);
        expect([low >= 0, high <= 1]).toEqual([true, true]);
      }),
    );
  });

  test('misses are hits seen from the other side', () => {
    fc.assert(
      fc.property(proportion, ({ hits, trials }) => {
        const [one, other] = [wilson({ hits, trials })!, wilson({ hits: trials - hits, trials })!];
        expect(one.low).toBeCloseTo(1 - other.high, 12);
        expect(one.high).toBeCloseTo(1 - other.low, 12);
      }),
    );
  });

  test('its bounds are the rates from which the hits are just z standard deviations away', () => {
    fc.assert(
      fc.property(proportion, fc.double({ min: 0.5, max: 4, noNaN: true }), ({ hits, trials }, z) => {
        const interval = wilson({ hits, trials }, z)!;
        for (const bound of [interval.low, interval.high].filter((rate) => rate > 0 && rate < 1)) {
          const deviate = Math.abs(hits - trials * bound) / Math.sqrt(trials * bound * (1 - bound));
          expect(deviate / z).toBeCloseTo(1, 6);
        }
      }),
    );
  });
});
