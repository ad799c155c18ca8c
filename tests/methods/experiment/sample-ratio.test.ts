import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleRatioAlarm, sampleRatioP } from '../../../src/methods/experiment/sample-ratio.js';

/** χ² by hand: (observed − expected)² ÷ expected of both arms. Points of χ² with one degree: Abramowitz & Stegun 1964, table 26.8. */
test.each([
  // 9,000 and 1,000 are as planned
  [9000, 1000, 0.1, 1],
  // 60 off 9,000 and 1,000: 0.4 + 3.6 = 4.0
  [8940, 1060, 0.1, 0.0455],
  // 50 off 5,000 and 5,000: 0.5 + 0.5 = 1.0
  [5050, 4950, 0.5, 0.3173],
])('%i treated, %i control of a planned %f: p = %f', (treated, control, share, p) => {
  expect(sampleRatioP(treated, control, share)).toBeCloseTo(p, 4);
});

test('the alarm lies at χ² = 10.83', () => {
  // expected 9,000 and 1,000; √(10.83 × 900) = 98.7
  expect(sampleRatioP(8902, 1098, 0.1)).toBeGreaterThan(sampleRatioAlarm);
  expect(sampleRatioP(8901, 1099, 0.1)).toBeLessThan(sampleRatioAlarm);
});

test('nobody, or no share at all', () => {
  expect(sampleRatioP(0, 0, 0.1)).toBeNull();
  for (const share of [0, 1, Number.NaN]) expect(() => sampleRatioP(10, 10, share)).toThrow(/control share between 0 and 1/);
  expect(() => sampleRatioP(-1, 10, 0.5)).toThrow(/sizes from 0/);
});

test('arms and shares exchanged: the same chance; farther from the plan: a smaller one', () => {
  const size = fc.nat({ max: 100_000 });
  const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(size, size, share, (treated, control, planned) => {
      fc.pre(treated + control > 0);
      const p = sampleRatioP(treated, control, planned)!;
      expect(sampleRatioP(control, treated, 1 - planned)).toBeCloseTo(p, 9);
      const isMore = control >= (treated + control) * planned;
      if (isMore && treated > 0) expect(sampleRatioP(treated - 1, control + 1, planned)).toBeLessThanOrEqual(p);
    }),
  );
});
