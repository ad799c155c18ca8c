import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { degreesOf, limitsOf, xmr } from '../../../src/methods/detect/xmr.js';

test('NIST/SEMATECH e-Handbook 6.3.2.2: flow rates of ten batches (shared/vectors.md)', () => {
  const chart = xmr([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]);
  const { low, high } = limitsOf(chart);
  expect(chart.expected).toBeCloseTo(50.81, 2);
  expect(chart.spread * 1.128).toBeCloseTo(1.8778, 4);
  expect(high).toBeCloseTo(55.8041, 4);
  expect(low).toBeCloseTo(45.8159, 4);
});

test('by hand: 4, 1, 6, 2, 1, 5, 4 has mean 23/7 and moves by 3, 5, 4, 1, 4, 1', () => {
  const chart = xmr([4, 1, 6, 2, 1, 5, 4]);
  expect(chart.expected).toBeCloseTo(23 / 7, 12);
  expect(chart.spread).toBeCloseTo(3 / 1.128, 12);
  expect(chart.leverage).toBeCloseTo(1 / 7, 12);
});

test('degrees of freedom: 0.62·(n − 1), whole, at least one', () => {
  expect([2, 3, 6, 7, 12, 24].map(degreesOf)).toEqual([1, 1, 3, 4, 7, 14]);
});

const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 24 });

describe('properties', () => {
  test('shift and scale move the chart along', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: -500, max: 500 }), fc.integer({ min: 1, max: 50 }), (series, shift, scale) => {
        const chart = xmr(series);
        const moved = xmr(series.map((value) => value * scale + shift));
        expect(moved.expected).toBeCloseTo(chart.expected * scale + shift, 6);
        expect(moved.spread).toBeCloseTo(chart.spread * scale, 6);
      }),
    );
  });

  test('the same backwards', () => {
    fc.assert(
      fc.property(values, (series) => {
        const [chart, back] = [xmr(series), xmr([...series].reverse())];
        expect(back.expected).toBeCloseTo(chart.expected, 9);
        expect(back.spread).toBeCloseTo(chart.spread, 9);
      }),
    );
  });
});
