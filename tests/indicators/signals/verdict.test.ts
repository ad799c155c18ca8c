import { expect, test } from 'vitest';
import type { SeriesTest } from '../../../src/indicators/signals/test-series.js';
import { judgeSignals, materialityOf } from '../../../src/indicators/signals/verdict.js';

const chart = (value: number, pValue: number): SeriesTest => ({ value, expected: 100, low: 90, high: 110, pValue, rule: 'XMR' });
const rule = { materiality: 0.01, falseDiscoveryRate: 0.05 };

test('a signal is outside its limits, passes among all that were tested, and is material', () => {
  const tests = [
    { ...chart(120, 0.001), materiality: 0.2 },
    { ...chart(120, 0.001), materiality: 0.009 },
    { ...chart(109, 0.001), materiality: 0.2 },
    { ...chart(120, 0.04), materiality: 0.2 },
    { ...chart(101, 0.9), materiality: 0.01 },
  ];
  expect(judgeSignals(tests, rule).map(({ verdict }) => verdict)).toEqual(['SIGNAL', 'IMMATERIAL', 'NOISE', 'SIGNAL', 'NOISE']);
  // Without the three small ones 0.04 no longer passes: 0.04 > 1/2 · 0.05.
  expect(judgeSignals(tests.slice(3), rule).map(({ verdict }) => verdict)).toEqual(['NOISE', 'NOISE']);
});

test('materiality: a part that is 20 off moves a whole of 400 by 5 %; a ratio by its weight', () => {
  const whole = { ...chart(400, 1), expected: 400 };
  expect(materialityOf(chart(120, 0), whole, 1)).toBeCloseTo(0.05, 12);
  expect(materialityOf(chart(80, 0), whole, 0.25)).toBeCloseTo(0.0125, 12);
});

test('of a whole that was expected to be nothing, any deviation is all of it', () => {
  expect(materialityOf(chart(120, 0), { ...chart(0, 1), expected: 0 }, 1)).toBe(1);
  expect(materialityOf(chart(100, 0), { ...chart(0, 1), expected: 0 }, 1)).toBe(0);
});
