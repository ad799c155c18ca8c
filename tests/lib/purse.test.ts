import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Purse } from '../../src/lib/purse.js';

test('it grows by its limit in each span, up to it, and may be below nothing for a while', () => {
  let now = 0;
  const purse = new Purse(100, 1000, () => now);
  purse.take(250);
  now = 1000;
  expect(purse.grown(100)).toBe(-50);
  now = 1750;
  expect(purse.grown(100)).toBe(25);
  now = 60_000;
  expect(purse.grown(100)).toBe(100);
  expect(purse.grown(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
});

test('whatever is taken, never more than the limit and what has grown since is had', () => {
  const steps = fc.array(fc.record({ wait: fc.nat(5000), asked: fc.nat(80) }), { maxLength: 50 });
  fc.assert(
    fc.property(steps, (all) => {
      let [now, taken] = [0, 0];
      const purse = new Purse(100, 1000, () => now);
      for (const { wait, asked } of all) {
        now += wait;
        if (asked > purse.grown(100)) continue;
        purse.take(asked);
        taken += asked;
        expect(taken).toBeLessThanOrEqual(100 + (now / 1000) * 100 + 1e-6);
      }
    }),
  );
});
