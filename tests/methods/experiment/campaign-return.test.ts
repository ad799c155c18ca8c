import fc from 'fast-check';
import { expect, test } from 'vitest';
import { campaignReturn } from '../../../src/methods/experiment/campaign-return.js';

test('by hand: 1,000 treated, uplift 5 % (2 % to 8 %), 100 CNY an order, 2,500 CNY spent', () => {
  // 50 orders × 100 = 5,000; 20 → 2,000; 80 → 8,000
  expect(campaignReturn({ difference: 0.05, low: 0.02, high: 0.08 }, 1000, { marginPerOrder: 100, cost: 2500 })).toEqual({
    incrementalOrders: 50,
    roi: 1,
    roiLow: -0.2,
    roiHigh: 2.2,
  });
});

test('nothing spent: no return on it', () => {
  expect(campaignReturn({ difference: 0.05, low: 0.02, high: 0.08 }, 1000, { marginPerOrder: 100, cost: 0 })).toBeNull();
});

test('bounds hold the return, also where an order loses money; without orders the cost is lost', () => {
  const rate = fc.double({ min: -1, max: 1, noNaN: true });
  const margin = fc.double({ min: -500, max: 500, noNaN: true });
  fc.assert(
    fc.property(rate, rate, rate, margin, fc.integer({ min: 1, max: 1e6 }), (a, b, c, marginPerOrder, treated) => {
      const [low, difference, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
      const { roi, roiLow, roiHigh } = campaignReturn({ low, difference, high }, treated, { marginPerOrder, cost: 1000 })!;
      expect([roiLow <= roi, roi <= roiHigh]).toEqual([true, true]);
      expect(campaignReturn({ low: 0, difference: 0, high: 0 }, treated, { marginPerOrder, cost: 1000 })!.roi).toBe(-1);
    }),
  );
});
