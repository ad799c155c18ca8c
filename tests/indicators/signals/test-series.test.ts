import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOutside, testSeries } from '../../../src/indicators/signals/test-series.js';
import { lastOf, seriesFrom } from './series.js';

/** Values from April 2026 on, to January 2027 at most; the last one is tested. */
const tested = (values: readonly number[], perEvent: number | null = null) =>
  testSeries(...lastOf(seriesFrom('2026-04', values, perEvent)), 6)!;

test('an amount: 12 after 10, 12, 11, 9, 10, 11 is 1.5 off, with steps of 1.4 on average', () => {
  const { value, expected, low, high, pValue, rule } = tested([10, 12, 11, 9, 10, 11, 12]);
  const spread = 1.4 / 1.128;
  expect({ value, expected, rule }).toEqual({ value: 12, expected: 10.5, rule: 'XMR' });
  expect(high).toBeCloseTo(10.5 + 3 * spread, 12);
  expect(low).toBeCloseTo(10.5 - 3 * spread, 12);
  // t = 1.5 ÷ (spread·√(7/6)) = 1.119 with 3 degrees of freedom: 1 − 2/π·(θ + sin θ·cos θ), θ = atan(t ÷ √3)
  const angle = Math.atan(1.5 / (spread * Math.sqrt(7 / 6)) / Math.sqrt(3));
  expect(pValue).toBeCloseTo(1 - (2 / Math.PI) * (angle + Math.sin(angle) * Math.cos(angle)), 12);
});

describe('a baseline without any variation', () => {
  test('an amount that moves is certain, one that does not is none', () => {
    expect(tested([5, 5, 5, 5, 5, 5, 5.01])).toMatchObject({ pValue: 0, low: 5, high: 5 });
    expect(tested([5, 5, 5, 5, 5, 5, 5])).toMatchObject({ pValue: 1, value: 5, expected: 5 });
  });

  test('what only rounding moves has not moved', () => {
    expect(tested([0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.1 + 0.2]).pValue).toBe(1);
  });

  test('a count scatters by chance: 0, 0, 0, 0, 0, 0, 1 is no news, 20 is', () => {
    expect(tested([0, 0, 0, 0, 0, 0, 1], 1).pValue).toBeGreaterThan(0.05);
    expect(tested([0, 0, 0, 0, 0, 0, 20], 1).pValue).toBeLessThan(1e-6);
    const nine = tested([9, 9, 9, 9, 9, 9, 14], 1);
    expect(nine).toMatchObject({ low: 0, high: 18 });
    expect(nine.pValue).toBeGreaterThan(0.05);
  });

  test('and so does a rate of counts: 1 event among 100 is 1 %', () => {
    const rate = tested([9, 9, 9, 9, 9, 9, 14], 1);
    const percent = tested([0.09, 0.09, 0.09, 0.09, 0.09, 0.09, 0.14], 0.01);
    expect(percent.high).toBeCloseTo(rate.high / 100, 12);
    expect(percent.pValue).toBeCloseTo(rate.pValue, 12);
  });
});

test('a count that scatters more than chance is judged by its own scatter', () => {
  const wild = [20, 80, 25, 90, 15, 85, 120];
  expect(tested(wild, 1).pValue).toBeCloseTo(tested(wild).pValue, 12);
  expect(tested(wild, 1).pValue).toBeGreaterThan(0.05);
});

test('outside is beyond a limit, not on it', () => {
  const chart = tested([9, 9, 9, 9, 9, 9, 18], 1);
  expect(isOutside(chart)).toBe(false);
  expect(isOutside({ ...chart, value: 18.1 })).toBe(true);
  expect(isOutside({ ...chart, value: -0.1 })).toBe(true);
});

describe('properties', () => {
  const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 7, maxLength: 10 });

  test('another unit: all in it, and the same p-value', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0.01, 100, 12), fc.boolean(), (series, unit, isCount) => {
        const [plain, other] = [
          tested(series, isCount ? 1 : null),
          tested(
            series.map((v) => v * unit),
            isCount ? unit : null,
          ),
        ];
        expect(other.expected / unit).toBeCloseTo(plain.expected, 6);
        expect(other.high / unit).toBeCloseTo(plain.high, 6);
        expect(other.pValue).toBeCloseTo(plain.pValue, 6);
        expect(other.rule).toBe(plain.rule);
      }),
    );
  });

  test('a level laid over amounts changes nothing but the level', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: -500, max: 500 }), (series, shift) => {
        const [plain, other] = [tested(series), tested(series.map((value) => value + shift))];
        expect(other.expected - shift).toBeCloseTo(plain.expected, 6);
        expect(other.low - shift).toBeCloseTo(plain.low, 6);
        expect(other.pValue).toBeCloseTo(plain.pValue, 6);
      }),
    );
  });

  test('farther off is never likelier', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 500 }), (series, more) => {
        const before = series.slice(0, -1);
        const { expected } = tested([...before, 0]);
        const at = (distance: number) => tested([...before, expected + distance]).pValue;
        expect(at(10 + more)).toBeLessThanOrEqual(at(10) + 1e-9);
      }),
    );
  });
});
