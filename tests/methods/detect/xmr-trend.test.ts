import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TimedValue, xmrTrend } from '../../../src/methods/detect/xmr-trend.js';

const points = (values: readonly number[]): readonly TimedValue[] => values.map((value, position) => ({ position, value }));

test('by hand: 1, 3, 2, 4 lies about 1.3 + 0.8x with residuals −0.3, 0.9, −0.9, 0.3', () => {
  const trend = xmrTrend(points([1, 3, 2, 4]), 4);
  expect(trend.expected).toBeCloseTo(4.5, 12);
  // steps of the residuals 1.2, 1.8, 1.2: their mean 1.4 ÷ 1.128 is above the deviation √(1.8 ÷ 2)
  expect(trend.spread).toBeCloseTo(1.4 / 1.128, 12);
  expect(trend.leverage).toBeCloseTo(1 / 4 + 2.5 ** 2 / 5, 12);
  expect(trend.isClear).toBe(false);
});

test('residuals that wander count by their deviation: 0, 1, 4, 9, 16 lies about 4x − 2 with 2, −1, −2, −1, 2', () => {
  const trend = xmrTrend(points([0, 1, 4, 9, 16]), 5);
  expect(trend.expected).toBeCloseTo(18, 12);
  expect(trend.spread).toBeCloseTo(Math.sqrt(14 / 3), 12);
});

test('a slope is clear where it is steep for the scatter, up or down; a constant has none', () => {
  const saw = [0.3, -0.3, 0.2, -0.2, 0.3, -0.3, 0.2, -0.2];
  expect(xmrTrend(points(saw.map((value, x) => x + value)), 8).isClear).toBe(true);
  expect(xmrTrend(points(saw.map((value, x) => -x + value)), 8).isClear).toBe(true);
  expect(xmrTrend(points(saw), 8).isClear).toBe(false);
  expect(xmrTrend(points([7, 7, 7, 7]), 4)).toMatchObject({ expected: 7, spread: 0, isClear: false });
});

test('months that are left out leave a gap: the line goes on over it', () => {
  const gapped = [0, 1, 2, 5, 6].map((position) => ({ position, value: 10 + 3 * position }));
  expect(xmrTrend(gapped, 9).expected).toBeCloseTo(37, 9);
});

const noisy = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 24 });
const number = fc.integer({ min: -50, max: 50 });

describe('properties', () => {
  test('a line laid over the values is laid over what is expected, and leaves spread and leverage', () => {
    fc.assert(
      fc.property(noisy, number, number, (values, level, slope) => {
        const place = values.length + 2;
        const plain = xmrTrend(points(values), place);
        const lifted = xmrTrend(points(values.map((value, x) => value + level + slope * x)), place);
        expect(lifted.expected).toBeCloseTo(plain.expected + level + slope * place, 6);
        expect(lifted.spread).toBeCloseTo(plain.spread, 6);
        expect(lifted.leverage).toBeCloseTo(plain.leverage, 9);
      }),
    );
  });

  test('scale moves the chart along and leaves the slope as clear', () => {
    fc.assert(
      fc.property(noisy, fc.integer({ min: 1, max: 50 }), (values, scale) => {
        const [plain, scaled] = [values, values.map((value) => value * scale)].map((series) =>
          xmrTrend(points(series), values.length),
        );
        expect(scaled!.expected).toBeCloseTo(plain!.expected * scale, 5);
        expect(scaled!.spread).toBeCloseTo(plain!.spread * scale, 5);
      }),
    );
  });
});
